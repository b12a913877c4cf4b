import type { DocumentStatus } from "@hisho/protocol";
import { FileDown, Plus } from "lucide-react";
import { type ReactNode, useDeferredValue, useEffect, useState } from "react";
import { useStore } from "zustand";
import { languageOf } from "../../knowledge/language-of.ts";
import { Button } from "../parts/Button.tsx";
import { Page } from "../parts/Page.tsx";
import { SearchField } from "../parts/SearchField.tsx";
import { Sheet } from "../parts/Sheet.tsx";
import { UndoBar } from "../parts/UndoBar.tsx";
import { go } from "../route.ts";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import { AddSheet } from "./AddSheet.tsx";
import { ArrivalRow } from "./ArrivalRow.tsx";
import { DocumentDetail } from "./DocumentDetail.tsx";
import { DocumentRow } from "./DocumentRow.tsx";
import { FoundPassages } from "./FoundPassages.tsx";
import { ShelfSkeleton } from "./ShelfSkeleton.tsx";
import { useCatchingUp } from "./use-catching-up.ts";
import { useGifts } from "./use-gifts.ts";
import { useWide } from "./use-wide.ts";

/** 書類: what is on the shelf and on its way to it; search inside; one open beside it, or over it on narrow frames. */
export function DocumentsPage({ document: docId }: { document: string | null }): ReactNode {
  const text = useText();
  const { shelf } = useServices();
  const language = useSettings((settings) => settings.language);
  const { documents, fresh, arrivals, removed, failed } = useStore(shelf.store);
  const connected = useTalk((state) => state.connection.state === "open");
  const [query, setQuery] = useState("");
  const asked = useDeferredValue(query.trim());
  const [adding, setAdding] = useState(false);
  const isOver = useGifts();
  const isWide = useWide();

  useCatchingUp();
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the relay is back
  useEffect(() => void shelf.look(), [shelf, connected]);
  useEffect(() => () => void shelf.forget(), [shelf]);

  const shown = documents?.filter(({ doc_id }) => doc_id !== removed?.doc_id) ?? null;
  const open = shown?.find(({ doc_id }) => doc_id === docId) ?? null;
  const isEmpty = shown !== null && shown.length === 0 && arrivals.length === 0;
  const detail = open === null ? null : <DocumentDetail key={`${open.doc_id} ${open.updated_at}`} document={open} />;
  return (
    <Page
      title={text.documents.title}
      place="documents"
      actions={
        <Button className="me-[10px]" kind="primary" onClick={() => setAdding(true)} icon={Plus}>
          {text.documents.add}
        </Button>
      }
    >
      <div
        className="documents rail:data-[open=true]:grid rail:data-[open=true]:grid-cols-[minmax(0,1fr)_376px] rail:data-[open=true]:gap-9 book:leaves book:data-[open=true]:leaves"
        data-open={open !== null && isWide}
      >
        {isOver && <div className="pointer-events-none fixed inset-0 border-2 border-ink" />}
        <section className="@container" aria-label={text.documents.list}>
          <SearchField label={text.documents.search} query={query} onChange={setQuery} />
          {asked !== "" ? (
            <FoundPassages query={asked} />
          ) : (
            <>
              <button
                type="button"
                className="mt-4 flex min-h-21 w-full items-center justify-center gap-[14px] rounded-card border-hair border-dashed border-edge p-4 text-center text-ink-2 hover:text-ink active:bg-sunk data-[tall=true]:min-h-60 data-[tall=true]:flex-col max-medium:data-[tall=false]:hidden"
                data-tall={isEmpty}
                onClick={() => setAdding(true)}
              >
                <FileDown size={26} strokeWidth={1.6} aria-hidden="true" />
                <span className="max-medium:hidden">{isOver ? text.documents.dropHere : text.documents.drop}</span>
                <span className="font-semibold medium:hidden">{text.documents.addTitle}</span>
                {isEmpty && <span className="max-w-[30em] text-small">{text.documents.kinds}</span>}
              </button>
              {isEmpty && fresh && (
                <div className="documents-empty pt-6 text-heading font-normal">
                  <p>{text.documents.empty}</p>
                  <p className="mt-[6px] text-body text-ink-2">{text.documents.emptyExample}</p>
                </div>
              )}
              <p className="documents-line mt-[14px] mb-1 min-h-[22px] text-small text-ink-2" role="status">
                {lineOf(shown, fresh, failed, text)}
              </p>
              {arrivals.length > 0 && (
                <ul aria-label={text.documents.coming}>
                  {arrivals.map((arrival) => (
                    <ArrivalRow key={arrival.id} arrival={arrival} />
                  ))}
                </ul>
              )}
              {shown === null && fresh !== true && connected && <ShelfSkeleton />}
              <ul>
                {shown
                  ?.filter(
                    (document) =>
                      !arrivals.some((arrival) => isComing(arrival.state) && arrival.source === document.source),
                  )
                  .map((document) => (
                    <DocumentRow key={document.doc_id} document={document} here={document === open} />
                  ))}
              </ul>
            </>
          )}
        </section>
        {detail !== null && isWide && (
          <aside className="sticky top-0 h-[min(736px,calc(100dvh-152px))] leaflet:h-[calc(100dvh-224px)]">
            {detail}
          </aside>
        )}
      </div>
      {detail !== null && !isWide && (
        <Sheet
          label={open?.title ?? ""}
          lang={languageOf(open?.title ?? "", language)}
          onClose={() => go({ page: "documents", document: null })}
        >
          {detail}
        </Sheet>
      )}
      {adding && <AddSheet onClose={() => setAdding(false)} />}
      {removed !== null && (
        <UndoBar
          key={removed.doc_id}
          sentence={text.documents.removed(removed.title)}
          onUndo={shelf.undo}
          onEnd={() => void shelf.forget()}
        />
      )}
    </Page>
  );
}

const isComing = (state: string): boolean => state === "sending" || state === "reading";

function lineOf(
  shown: readonly DocumentStatus[] | null,
  fresh: boolean,
  failed: boolean,
  { documents: words }: ReturnType<typeof useText>,
): string {
  if (failed) return words.failed;
  if (shown === null) return "";
  if (!fresh) return shown.length === 0 ? words.offlineUnknown : words.offline;
  if (shown.length === 0) return "";
  const pages = shown.reduce((sum, document) => sum + (document.pages ?? 0), 0);
  return `${words.kept(shown.length, pages)}${words.where}`;
}
