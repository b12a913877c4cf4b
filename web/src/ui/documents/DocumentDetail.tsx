import type { DocumentStatus } from "@hisho/protocol";
import { Mic, RefreshCw, Trash2, X } from "lucide-react";
import type { ReactNode } from "react";
import { useStore } from "zustand";
import { languageOf } from "../../knowledge/language-of.ts";
import { Markdown } from "../markdown/Markdown.tsx";
import { Switch } from "../parts/Switch.tsx";
import { go } from "../route.ts";
import { useServices, useSettings, useText } from "../services.ts";
import { dayOf, sizeLine } from "./sizes.ts";
import { useAsk } from "./use-ask.ts";
import { useDocumentText } from "./use-document-text.ts";

const SHELF = { page: "documents", document: null } as const;

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
    <article className="document-detail">
      <header className="document-head">
        <div className="document-head-names">
          <h2 className="document-head-title" lang={languageOf(document.title, language)}>
            {document.title}
          </h2>
          <p className="document-note">{size === "" ? read : `${size}${language === "ja" ? "・" : " · "}${read}`}</p>
        </div>
        <button type="button" className="icon-button" aria-label={text.common.close} onClick={() => go(SHELF)}>
          <X size={24} strokeWidth={1.6} aria-hidden="true" />
        </button>
      </header>
      <DocumentBody docId={document.doc_id} />
      <Switch
        label={text.documents.personal}
        note={text.documents.personalNote}
        on={document.pii_flag}
        onChange={(holds) => void shelf.flagPersonal(document.doc_id, holds)}
      />
      <div className="document-keys">
        <button type="button" className="button" data-kind="primary" onClick={() => ask(document)}>
          <Mic size={20} strokeWidth={1.75} aria-hidden="true" />
          {text.documents.ask}
        </button>
        <button
          type="button"
          className="button"
          data-kind="secondary"
          disabled={isRereading || !isFresh}
          onClick={() => void shelf.reread(document.doc_id)}
        >
          <RefreshCw size={20} strokeWidth={1.75} aria-hidden="true" />
          {text.documents.reread}
        </button>
        <button
          type="button"
          className="button"
          data-kind="secondary"
          data-tone="remove"
          disabled={!isFresh}
          onClick={() => {
            shelf.remove(document);
            go(SHELF);
          }}
        >
          <Trash2 size={20} strokeWidth={1.75} aria-hidden="true" />
          {text.documents.remove}
        </button>
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
    <section className="document-text" aria-label={text.documents.passage.text} tabIndex={0}>
      {portions.map((portion, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: portions keep their order
        <Markdown key={at} text={portion.replaceAll("\f", "\n\n")} lang={languageOf(portion, language)} />
      ))}
      {state === "gone" && <p>{text.documents.gone}</p>}
      {state === "away" && <p>{text.documents.textAway}</p>}
      {more !== null && (
        <button type="button" className="button" data-kind="quiet" onClick={more}>
          {text.documents.more}
        </button>
      )}
    </section>
  );
}
