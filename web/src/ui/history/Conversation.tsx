import type { Citation } from "@hisho/protocol";
import { ChevronLeft, Trash2 } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { ofDocuments } from "../../knowledge/citation-kind.ts";
import type { TurnView } from "../../session/talk.ts";
import { Markdown } from "../markdown/Markdown.tsx";
import { go } from "../route.ts";
import { useServices, useSettings, useText } from "../services.ts";
import { primaryTag } from "../strings/catalogue.ts";
import { citationLine } from "../talk/citation-place.ts";
import { Passage } from "../talk/Passage.tsx";
import { localDate } from "./days.ts";
import { InShort } from "./InShort.tsx";
import { dayName, timeName } from "./names.ts";
import { Outcome } from "./Outcome.tsx";

type Opened = { turn: string; citations: readonly Citation[]; n: number; answer: string; lang: string };

/** Everything said in one conversation, with answers as they read. */
export function ConversationView({ id, onRemove }: { id: string; onRemove: () => void }): ReactNode {
  const text = useText();
  const { history } = useServices();
  const language = useSettings((settings) => settings.language);
  const [turns, setTurns] = useState<readonly TurnView[] | null>(null);
  const [open, setOpen] = useState<Opened | null>(null);
  useEffect(() => {
    let current = true;
    void history.turns(id).then((found) => current && setTurns(found));
    return () => {
      current = false;
    };
  }, [history, id]);
  if (turns === null) return null;
  const first = turns[0];
  return (
    <article className="conversation">
      <header className="conversation-head">
        <button
          type="button"
          className="icon-button conversation-back"
          aria-label={text.common.back}
          onClick={() => go({ page: "history", conversation: null })}
        >
          <ChevronLeft size={26} strokeWidth={1.6} aria-hidden="true" />
        </button>
        <h2 className="conversation-title figures">
          {first === undefined
            ? text.history.nothingFound
            : dayName(localDate(new Date(first.at)), new Date(), language, text)}
          <span className="conversation-count">{text.history.turnCount(turns.length)}</span>
        </h2>
        {first !== undefined && (
          <button type="button" className="button" data-kind="quiet" data-tone="remove" onClick={onRemove}>
            <Trash2 size={20} strokeWidth={1.75} aria-hidden="true" />
            {text.history.remove}
          </button>
        )}
      </header>
      {first !== undefined && <InShort id={id} />}
      {turns.map((turn) => {
        const lang = primaryTag(turn.language, language);
        return (
          <section key={turn.key} className="exchange">
            <time className="history-time figures" dateTime={turn.at}>
              {timeName(turn.at, language)}
            </time>
            <div className="exchange-words">
              {turn.userText !== "" && (
                <p className="history-asked" lang={lang}>
                  {turn.userText}
                </p>
              )}
              {turn.assistantText !== "" && <Markdown text={turn.assistantText} lang={lang} />}
              {turn.citations.map((citation) => (
                <button
                  key={citation.n}
                  type="button"
                  className="exchange-source"
                  onClick={() => {
                    if (citation.conversation !== undefined) {
                      go({ page: "history", conversation: citation.conversation.session_id });
                      return;
                    }
                    setOpen({
                      turn: turn.key,
                      citations: ofDocuments(turn.citations),
                      n: citation.n,
                      answer: turn.assistantText,
                      lang,
                    });
                  }}
                >
                  <span className="mark">{citation.n}</span>
                  <span lang={lang}>{citationLine(citation, text.documents.page)}</span>
                </button>
              ))}
              <Outcome turn={{ ...turn, citations: [] }} />
            </div>
          </section>
        );
      })}
      {open !== null && <Passage {...open} onChange={(n) => setOpen({ ...open, n })} onClose={() => setOpen(null)} />}
    </article>
  );
}
