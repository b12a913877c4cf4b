import type { DocumentStatus } from "@hisho/protocol";
import { Ellipsis } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useStore } from "zustand";
import { languageOf } from "../../knowledge/language-of.ts";
import { IconButton } from "../parts/Button.tsx";
import { ProgressBar } from "../parts/ProgressBar.tsx";
import { go } from "../route.ts";
import { useServices, useSettings, useText } from "../services.ts";
import { middleCut } from "../talk/middle-cut.ts";
import { DocumentMenu } from "./DocumentMenu.tsx";
import { stateOf } from "./document-state.ts";
import { KindIcon } from "./KindIcon.tsx";
import { RowNames, RowState, shelfRow } from "./ShelfRow.tsx";
import { sizeLine, whenName } from "./sizes.ts";

/** A document of the shelf: kind, name, size, state in words, when. Opens it. */
export function DocumentRow({ document, here }: { document: DocumentStatus; here: boolean }): ReactNode {
  const text = useText();
  const { shelf } = useServices();
  const language = useSettings((settings) => settings.language);
  const isRereading = useStore(shelf.store, ({ rereading }) => rereading.has(document.doc_id));
  const state = stateOf(document, isRereading);
  const [menu, setMenu] = useState(false);
  const note =
    state.word === "partly"
      ? text.documents.wordsOnly
      : state.word === "rereading"
        ? text.documents.oldStillAnswers
        : sizeLine(document, text, language);
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)_auto] items-center border-b-hair border-line paired:has-[[aria-current]]:-mx-4 paired:has-[[aria-current]]:rounded-card paired:has-[[aria-current]]:bg-raised paired:has-[[aria-current]]:px-4 paired:has-[[aria-current]]:inset-ring-2 paired:has-[[aria-current]]:inset-ring-ink">
      <button
        type="button"
        className={`${shelfRow("when")} active:bg-sunk`}
        aria-current={here ? "true" : undefined}
        onClick={() => go({ page: "documents", document: document.doc_id })}
      >
        <KindIcon source={document.source} />
        <RowNames>
          <DocumentTitle title={document.title} />
          {note !== "" && <span className="text-small text-ink-2">{note}</span>}
        </RowNames>
        <RowState light={state.light} word={text.documents.state[state.word]} />
        <time className="text-small text-ink-2 [grid-area:when] figures" dateTime={document.updated_at}>
          {whenName(document.updated_at, new Date(), language)}
        </time>
      </button>
      <IconButton
        label={text.documents.menuOf(document.title)}
        icon={Ellipsis}
        aria-haspopup="dialog"
        onClick={() => setMenu(true)}
      />
      {menu && <DocumentMenu document={document} onClose={() => setMenu(false)} />}
      {state.share !== undefined && (
        <ProgressBar
          className="col-span-full -mt-[6px] mb-3 ms-10"
          label={text.documents.progress(document.title)}
          share={state.share}
        />
      )}
    </li>
  );
}

/** One line; an ellipsis falls in its middle, so that its ending remains. */
export function DocumentTitle({ title }: { title: string }): ReactNode {
  const language = useSettings((settings) => settings.language);
  const { start, end } = middleCut(title);
  return (
    <span
      className="flex leading-[1.5] font-semibold whitespace-nowrap *:whitespace-pre"
      lang={languageOf(title, language)}
    >
      <span className="truncate">{start}</span>
      <span>{end}</span>
    </span>
  );
}
