import type { ReactNode } from "react";
import { go } from "../route.ts";
import { useSettings } from "../services.ts";
import { primaryTag } from "../strings/catalogue.ts";
import type { FoundTurn } from "./book.ts";
import { highlight, plainAnswer } from "./days.ts";
import { timeName } from "./names.ts";
import { Outcome } from "./Outcome.tsx";

/** One exchange: the person's words bold, two lines of the answer, where it came from and how it ended. */
export function HistoryRow({ turn, query, here }: { turn: FoundTurn; query: string; here: boolean }): ReactNode {
  const language = useSettings((settings) => settings.language);
  const lang = primaryTag(turn.language, language);
  const answer = plainAnswer(turn.assistantText);
  return (
    <li>
      <button
        type="button"
        className="history-row"
        aria-current={here ? "true" : undefined}
        onClick={() => go({ page: "history", conversation: turn.conversation })}
      >
        <time className="history-time figures" dateTime={turn.at}>
          {timeName(turn.at, language)}
        </time>
        <span className="history-words">
          {turn.userText !== "" && (
            <span className="history-asked" lang={lang}>
              <Found text={turn.userText} query={query} />
            </span>
          )}
          {answer !== "" && (
            <span className="history-answer" lang={lang}>
              <Found text={answer} query={query} />
            </span>
          )}
          <Outcome turn={turn} />
        </span>
      </button>
    </li>
  );
}

function Found({ text, query }: { text: string; query: string }): ReactNode {
  return highlight(text, query).map((piece, at) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text keep their order
    piece.found ? <mark key={at}>{piece.text}</mark> : <span key={at}>{piece.text}</span>,
  );
}
