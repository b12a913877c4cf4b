import type { Citation } from "@hisho/protocol";
import { ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { useText } from "../services.ts";
import { placeIn } from "./citation-place.ts";
import { middleCut } from "./middle-cut.ts";
import "./sources.css";

/** Where an answer comes from. A phone shows one card and the edge of the next, wider frames a stack of three. */
export function Sources(props: {
  citations: readonly Citation[];
  /** The number of the one being spoken of. */
  active: number | null;
  lang: string;
  onOpen: (n: number) => void;
}): ReactNode {
  const text = useText();
  const { citations, active, lang, onOpen } = props;
  if (citations.length === 0) return null;
  const first = Math.max(
    0,
    citations.findIndex((citation) => citation.n === active),
  );
  return (
    <div className="sources" data-many={citations.length > 1}>
      {citations.map((citation, at) => (
        <button
          type="button"
          key={citation.n}
          className="source"
          data-active={citation.n === active}
          data-place={at === first ? "first" : at === (first + 1) % citations.length ? "next" : "rest"}
          aria-label={text.sources.open(citation.n, citation.title)}
          onClick={() => onOpen(citation.n)}
        >
          <span className="mark" aria-hidden="true">
            {citation.n}
          </span>
          <span className="source-words" lang={lang}>
            <span className="source-title">
              <span className="source-title-start">{middleCut(citation.title).start}</span>
              <span>{middleCut(citation.title).end}</span>
            </span>
            {placeIn(citation) !== "" && <span className="source-place">{placeIn(citation)}</span>}
          </span>
          <span className="source-act">
            {citations.length > 1 && at === first && (
              <span className="source-count figures">{text.sources.count(at + 1, citations.length)}</span>
            )}
            <ChevronRight size={20} strokeWidth={1.75} aria-hidden="true" />
          </span>
        </button>
      ))}
      {citations.length > 3 && <p className="sources-more">{text.sources.more(citations.length - 3)}</p>}
    </div>
  );
}
