import type { DocumentStatus } from "@hisho/protocol";
import { Mic, RefreshCw, Trash2, X } from "lucide-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { languageOf } from "../../knowledge/language-of.ts";
import { Markdown } from "../markdown/Markdown.tsx";
import { Button, IconButton } from "../parts/Button.tsx";
import { Switch } from "../parts/Switch.tsx";
import { go } from "../route.ts";
import { useServices, useSettings, useText } from "../services.ts";
import { separatorOf } from "../strings/separator.ts";
import { dayOf, sizeLine } from "./sizes.ts";
import { useAsk } from "./use-ask.ts";
import { useDocumentText } from "./use-document-text.ts";

const SHELF = { page: "documents", document: null } as const;

const TEXT =
  "flex min-h-40 flex-auto flex-col gap-3 overflow-x-hidden overflow-y-auto overscroll-contain rounded-card border-hair border-line bg-paper px-5 py-4 leading-[1.75] in-[[role=dialog]]:max-h-[44dvh] in-[[role=dialog]]:bg-raised";

/** One document: what it says, and what can be done with it. */
export function DocumentDetail({ document }: { document: DocumentStatus }): ReactNode {
  const text = useText();
  const { shelf } = useServices();
  const ask = useAsk();
  const language = useSettings((settings) => settings.language);
  const isRereading = useStore(shelf.store, ({ rereading }) => rereading.has(document.doc_id));
  const isFresh = useStore(shelf.store, ({ fresh }) => fresh);
  const size = sizeLine(document, text, language);
  const read = text.documents.readAt(dayOf(document.updated_at, language));
  return (
    <article className="flex min-h-0 flex-col gap-4 in-[aside]:h-full in-[aside]:rounded-card in-[aside]:border-hair in-[aside]:border-line in-[aside]:bg-raised in-[aside]:p-6">
      <header className="flex items-start gap-3">
        <div className="min-w-0 flex-1 wrap-anywhere">
          <h2 className="text-heading" lang={languageOf(document.title, language)}>
            {document.title}
          </h2>
          <p className="text-small text-ink-2">{size === "" ? read : `${size}${separatorOf(language)}${read}`}</p>
        </div>
        <IconButton className="-mt-[6px] -me-[10px]" label={text.common.close} icon={X} onClick={() => go(SHELF)} />
      </header>
      <DocumentBody docId={document.doc_id} />
      <Switch
        label={text.documents.personal}
        note={text.documents.personalNote}
        on={document.pii_flag}
        onChange={(holds) => void shelf.flagPersonal(document.doc_id, holds)}
      />
      <div className="grid grid-cols-2 gap-[10px] *:first:col-span-2 *:px-3">
        <Button kind="primary" onClick={() => ask(document)} icon={Mic}>
          {text.documents.ask}
        </Button>
        <Button disabled={isRereading || !isFresh} onClick={() => void shelf.reread(document.doc_id)} icon={RefreshCw}>
          {text.documents.reread}
        </Button>
        <Button
          tone="remove"
          disabled={!isFresh}
          onClick={() => {
            shelf.remove(document);
            go(SHELF);
          }}
          icon={Trash2}
        >
          {text.documents.remove}
        </Button>
      </div>
    </article>
  );
}

function DocumentBody({ docId }: { docId: string }): ReactNode {
  const text = useText();
  const language = useSettings((settings) => settings.language);
  const { portions, state, more } = useDocumentText(docId);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls is scrolled by keys too
    <section className={TEXT} aria-label={text.documents.passage.text} tabIndex={0}>
      {portions.map((portion, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: portions keep their order
        <Markdown key={at} text={portion.replaceAll("\f", "\n\n")} lang={languageOf(portion, language)} />
      ))}
      {state === "gone" && <p>{text.documents.gone}</p>}
      {state === "away" && <p>{text.documents.textAway}</p>}
      {more !== null && (
        <Button kind="quiet" className="self-center" onClick={more}>
          {text.documents.more}
        </Button>
      )}
    </section>
  );
}
