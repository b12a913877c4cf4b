import type { Citation } from "@hisho/protocol";
import type { ReactNode } from "react";
import { languageOf } from "../../knowledge/language-of.ts";
import { useSettings, useText } from "../services.ts";
import { placeIn } from "./citation-place.ts";
import { middleCut } from "./middle-cut.ts";
import { ReadKey } from "./ReadKey.tsx";
import "./sources.css";

/** Where an answer comes from. A phone shows one card and the edge of the next, wider frames a stack of three. */
export function Sources(props: {
  /** The key of the turn. */
  turn: string;
  citations: readonly Citation[];
  /** The number of the one being spoken of. */
  active: number | null;
  onOpen: (n: number) => void;
}): ReactNode {
  const text = useText();
  const language = useSettings((settings) => settings.language);
  const { citations, active, onOpen } = props;
  if (citations.length === 0) return null;
  const first = Math.max(
    0,
    citations.findIndex((citation) => citation.n === active),
  );
  return (
    <div className="sources" data-many={citations.length > 1}>
      {citations.map((citation, at) => {
        const title = middleCut(citation.title);
        return (
          <div
            key={citation.n}
            className="source"
            data-active={citation.n === active}
            data-place={at === first ? "first" : at === (first + 1) % citations.length ? "next" : "rest"}
          >
            <button type="button" className="source-open" onClick={() => onOpen(citation.n)}>
              <span className="mark">{citation.n}</span>
              <span className="source-words" lang={languageOf(citation.title, language)}>
                <span className="source-title">
                  <span className="source-title-start">{title.start}</span>
                  <span>{title.end}</span>
                </span>
                {placeIn(citation, text.documents.page) !== "" && (
                  <span className="source-place">{placeIn(citation, text.documents.page)}</span>
                )}
              </span>
              {citations.length > 1 && at === first && (
                <span className="source-count figures">{text.sources.count(at + 1, citations.length)}</span>
              )}
            </button>
            <ReadKey
              name={`card ${props.turn} ${citation.n}`}
              text={citation.snippet}
              label={text.documents.passage.read}
              fullLabel={text.documents.passage.readOf(citation.title)}
              className="source-read"
            />
          </div>
        );
      })}
      {citations.length > 3 && <p className="sources-more">{text.sources.more(citations.length - 3)}</p>}
    </div>
  );
}
