import type { Citation } from "@hisho/protocol";
import { ChevronLeft, ChevronRight, X } from "lucide-react";
import type { ReactNode } from "react";
import { Markdown } from "../markdown/Markdown.tsx";
import { Sheet } from "../parts/Sheet.tsx";
import { useText } from "../services.ts";
import { placeIn } from "./citation-place.ts";
import "./passage.css";

/** The passage behind an answer. The face stays whole above it. */
export function Passage(props: {
  citations: readonly Citation[];
  n: number;
  /** The answer that cites it: what it quotes is marked. */
  answer: string;
  lang: string;
  onChange: (n: number) => void;
  onClose: () => void;
}): ReactNode {
  const text = useText();
  const { citations, lang } = props;
  const at = citations.findIndex((citation) => citation.n === props.n);
  const citation = citations[at];
  if (citation === undefined) return null;
  const go = (step: number): void => {
    const next = citations[at + step];
    if (next !== undefined) props.onChange(next.n);
  };
  return (
    <Sheet label={citation.title} onClose={props.onClose}>
      <header className="passage-head">
        <span className="mark" aria-hidden="true">
          {citation.n}
        </span>
        <div className="passage-names" lang={lang}>
          <h2 className="passage-title">{citation.title}</h2>
          {placeIn(citation) !== "" && <p className="passage-place">{placeIn(citation)}</p>}
        </div>
        <button type="button" className="icon-button" aria-label={text.common.close} onClick={props.onClose}>
          <X size={24} strokeWidth={1.6} aria-hidden="true" />
        </button>
      </header>
      <blockquote className="passage-text" lang={lang}>
        {citation.snippet === "" ? (
          text.sources.noPassage
        ) : (
          <Markdown text={citation.snippet} lang={lang} quotedBy={props.answer} />
        )}
      </blockquote>
      {citations.length > 1 && (
        <nav className="passage-steps" aria-label={text.sources.title}>
          <button
            type="button"
            className="icon-button"
            aria-label={text.sources.previous}
            disabled={at === 0}
            onClick={() => go(-1)}
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
            onClick={() => go(1)}
          >
            <ChevronRight size={22} strokeWidth={1.6} aria-hidden="true" />
          </button>
        </nav>
      )}
    </Sheet>
  );
}
