import type { Citation } from "@hisho/protocol";
import { ChevronLeft, ChevronRight, FileText, X } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useStore } from "zustand";
import { languageOf } from "../../knowledge/language-of.ts";
import { dayOf } from "../documents/sizes.ts";
import { localDate } from "../history/days.ts";
import { Sheet } from "../parts/Sheet.tsx";
import { go } from "../route.ts";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import { placeIn } from "./citation-place.ts";
import { PassageText } from "./PassageText.tsx";
import { ReadKey } from "./ReadKey.tsx";
import { isKiosk, useKioskEnd } from "./use-kiosk-end.ts";
import { usePassage } from "./use-passage.ts";
import "./passage.css";

/** The passage behind an answer, marked in its document. The face stays whole above it. */
export function Passage(props: {
  /** The key of the turn that cites it; null where none does. */
  turn: string | null;
  citations: readonly Citation[];
  n: number;
  /** The answer that cites it: what it rests on is marked. */
  answer: string;
  /** Of the answer. */
  lang: string;
  onChange: (n: number) => void;
  onClose: () => void;
}): ReactNode {
  const text = useText();
  const { shelf, reader } = useServices();
  const language = useSettings((settings) => settings.language);
  const connected = useTalk((state) => state.connection.state === "open");
  const isSilent = useStore(reader.store, ({ silent }) => silent);
  const { citations } = props;
  const at = citations.findIndex((citation) => citation.n === props.n);
  const citation = citations[at];
  const passage = usePassage(props.turn, citation);
  const [isShelfSeen, setIsShelfSeen] = useState(false);
  useKioskEnd(props.onClose);
  useEffect(() => void shelf.look().then(() => setIsShelfSeen(true)), [shelf]);
  const isOffShelf = useStore(
    shelf.store,
    ({ documents, fresh }) =>
      isShelfSeen && fresh && documents?.some(({ doc_id }) => doc_id === citation?.doc_id) === false,
  );
  if (citation === undefined) return null;
  const isDeleted = passage.state === "deleted" || isOffShelf;
  const step = (by: number): void => {
    const next = citations[at + by];
    if (next !== undefined) props.onChange(next.n);
  };
  const titleLang = languageOf(citation.title, language);
  const cited = passage.parts?.cited ?? citation.snippet;
  const words = text.documents.passage;
  const note = isSilent
    ? words.noVoice
    : isDeleted
      ? words.deleted
      : passage.state === "away"
        ? words.away
        : passage.keptAt !== null && (!connected || localDate(new Date(passage.keptAt)) !== localDate(new Date()))
          ? words.asItWas(dayOf(passage.keptAt, language))
          : "";
  return (
    <Sheet label={citation.title} onClose={props.onClose}>
      <header className="passage-head">
        <span className="mark" aria-hidden="true">
          {citation.n}
        </span>
        <div className="passage-names" lang={titleLang}>
          <h2 className="passage-title">{isDeleted ? <del>{citation.title}</del> : citation.title}</h2>
          {placeIn(citation, text.documents.page) !== "" && (
            <p className="passage-place">{placeIn(citation, text.documents.page)}</p>
          )}
        </div>
        <button type="button" className="icon-button" aria-label={text.common.close} onClick={props.onClose}>
          <X size={24} strokeWidth={1.6} aria-hidden="true" />
        </button>
      </header>
      <PassageText
        key={citation.n}
        parts={passage.parts ?? { before: "", cited: citation.snippet, after: "" }}
        answer={props.answer}
        n={citation.n}
        language={languageOf(cited, language)}
      />
      <p className="passage-note" role="status">
        {note}
      </p>
      <div className="passage-keys">
        <ReadKey
          name={`${props.turn ?? ""} ${citation.n}`}
          text={cited}
          label={words.readHere}
          className="button"
          kind="primary"
        />
        {!isDeleted && !isKiosk() && (
          <button
            type="button"
            className="button"
            data-kind="secondary"
            onClick={() => {
              props.onClose();
              go({ page: "documents", document: citation.doc_id });
            }}
          >
            <FileText size={20} strokeWidth={1.75} aria-hidden="true" />
            {words.openAll}
          </button>
        )}
      </div>
      {citations.length > 1 && (
        <nav className="passage-steps" aria-label={text.sources.title}>
          <button
            type="button"
            className="icon-button"
            aria-label={text.sources.previous}
            disabled={at === 0}
            onClick={() => step(-1)}
          >
            <ChevronLeft size={22} strokeWidth={1.6} aria-hidden="true" />
          </button>
          <span className="figures">
            {text.sources.title} {text.sources.count(at + 1, citations.length)}
          </span>
          <button
            type="button"
            className="icon-button"
            aria-label={text.sources.next}
            disabled={at === citations.length - 1}
            onClick={() => step(1)}
          >
            <ChevronRight size={22} strokeWidth={1.6} aria-hidden="true" />
          </button>
        </nav>
      )}
    </Sheet>
  );
}
