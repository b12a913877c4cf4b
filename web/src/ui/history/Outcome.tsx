import { FileText } from "lucide-react";
import type { ReactNode } from "react";
import { languageOf } from "../../knowledge/language-of.ts";
import type { TurnView } from "../../session/talk.ts";
import { useSettings, useText } from "../services.ts";
import { citationLine } from "../talk/citation-place.ts";
import { Glyph } from "../window/Glyph.tsx";

const META = "mt-1 flex items-center gap-2 text-meta leading-[1.5] text-ink-2";

/** Where an answer came from, and how it ended when it did not simply end. */
export function Outcome({ turn }: { turn: TurnView }): ReactNode {
  const text = useText();
  const language = useSettings((settings) => settings.language);
  const source = turn.citations[0];
  return (
    <>
      {source !== undefined && (
        <span className={META}>
          <FileText size={18} strokeWidth={1.75} aria-hidden="true" />
          <span className="min-w-0 wrap-anywhere" lang={languageOf(source.title, language)}>
            {citationLine(source, text.documents.page)}
          </span>
        </span>
      )}
      {turn.end === "interrupted" && (
        <span className={META}>
          <Glyph name="interrupted" size={16} />
          {text.history.interrupted}
        </span>
      )}
      {turn.end === "failed" && (
        <span className={META}>
          <Glyph name="problem" size={16} />
          {text.history.failed}
        </span>
      )}
      {turn.end === null && turn.turn === 0 && (
        <span className={META}>
          <Glyph name="offline" size={16} />
          {text.history.unanswered}
        </span>
      )}
    </>
  );
}
