import type { DocumentStatus } from "@hisho/protocol";
import { Ellipsis } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useStore } from "zustand";
import { languageOf } from "../../knowledge/language-of.ts";
import { ProgressBar } from "../parts/ProgressBar.tsx";
import { go } from "../route.ts";
import { useServices, useSettings, useText } from "../services.ts";
import { middleCut } from "../talk/middle-cut.ts";
import { DocumentMenu } from "./DocumentMenu.tsx";
import { stateOf } from "./document-state.ts";
import { KindIcon } from "./KindIcon.tsx";
import { StateLight } from "./StateLight.tsx";
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
    <li className="document-item">
      <button
        type="button"
        className="document-row"
        aria-current={here ? "true" : undefined}
        onClick={() => go({ page: "documents", document: document.doc_id })}
      >
        <KindIcon source={document.source} />
        <span className="document-names">
          <DocumentTitle title={document.title} />
          {note !== "" && <span className="document-note">{note}</span>}
        </span>
        <span className="document-state">
          <StateLight light={state.light} />
          {text.documents.state[state.word]}
        </span>
        <time className="document-when figures" dateTime={document.updated_at}>
          {whenName(document.updated_at, new Date(), language)}
        </time>
      </button>
      <button
        type="button"
        className="icon-button document-more"
        aria-label={text.documents.menuOf(document.title)}
        aria-haspopup="dialog"
        onClick={() => setMenu(true)}
      >
        <Ellipsis size={24} strokeWidth={1.75} aria-hidden="true" />
      </button>
      {menu && <DocumentMenu document={document} onClose={() => setMenu(false)} />}
      {state.share !== undefined && <ProgressBar label={text.documents.progress(document.title)} share={state.share} />}
    </li>
  );
}

/** One line; an ellipsis falls in its middle, so that its ending remains. */
export function DocumentTitle({ title }: { title: string }): ReactNode {
  const language = useSettings((settings) => settings.language);
  const { start, end } = middleCut(title);
  return (
    <span className="document-title" lang={languageOf(title, language)}>
      <span className="document-title-start">{start}</span>
      <span>{end}</span>
    </span>
  );
}
