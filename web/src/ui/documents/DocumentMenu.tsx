import type { DocumentStatus } from "@hisho/protocol";
import { BookOpenText, Mic, RefreshCw, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { languageOf } from "../../knowledge/language-of.ts";
import { Sheet } from "../parts/Sheet.tsx";
import { go } from "../route.ts";
import { useServices, useSettings, useText } from "../services.ts";
import { useAsk } from "./use-ask.ts";

/** What can be done with a document without opening it. */
export function DocumentMenu({ document, onClose }: { document: DocumentStatus; onClose: () => void }): ReactNode {
  const { documents: words } = useText();
  const { shelf } = useServices();
  const ask = useAsk();
  const language = useSettings((settings) => settings.language);
  const isRereading = useStore(shelf.store, ({ rereading }) => rereading.has(document.doc_id));
  const isFresh = useStore(shelf.store, ({ fresh }) => fresh);
  const after = (work: () => void) => () => {
    onClose();
    work();
  };
  return (
    <Sheet label={words.menuOf(document.title)} onClose={onClose}>
      <h2 className="document-menu-title" lang={languageOf(document.title, language)}>
        {document.title}
      </h2>
      <div className="document-menu">
        <button type="button" className="button" data-kind="primary" onClick={after(() => ask(document))}>
          <Mic size={20} strokeWidth={1.75} aria-hidden="true" />
          {words.ask}
        </button>
        <button
          type="button"
          className="button"
          data-kind="secondary"
          onClick={after(() => go({ page: "documents", document: document.doc_id }))}
        >
          <BookOpenText size={20} strokeWidth={1.75} aria-hidden="true" />
          {words.open}
        </button>
        <button
          type="button"
          className="button"
          data-kind="secondary"
          disabled={isRereading || !isFresh}
          onClick={after(() => void shelf.reread(document.doc_id))}
        >
          <RefreshCw size={20} strokeWidth={1.75} aria-hidden="true" />
          {words.reread}
        </button>
        <button
          type="button"
          className="button"
          data-kind="secondary"
          data-tone="remove"
          disabled={!isFresh}
          onClick={after(() => shelf.remove(document))}
        >
          <Trash2 size={20} strokeWidth={1.75} aria-hidden="true" />
          {words.remove}
        </button>
      </div>
    </Sheet>
  );
}
