import type { Citation } from "@hisho/protocol";
import { MessageCircle, Trash2 } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import type { StoredConversation } from "../../history/schema.ts";
import { ofDocuments } from "../../knowledge/citation-kind.ts";
import { Markdown } from "../markdown/Markdown.tsx";
import { Button } from "../parts/Button.tsx";
import { MARK } from "../parts/mark.ts";
import { go } from "../route.ts";
import { useServices, useSettings, useText } from "../services.ts";
import { primaryTag } from "../strings/languages.ts";
import { citationLine } from "../talk/citation-place.ts";
import { Passage } from "../talk/Passage.tsx";
import { TurnKeys } from "../turns/TurnKeys.tsx";
import type { FoundTurn } from "./book.ts";
import { ConversationExport } from "./ConversationExport.tsx";
import { localDate } from "./days.ts";
import { InShort } from "./InShort.tsx";
import { dayName, timeName } from "./names.ts";
import { Outcome } from "./Outcome.tsx";
import { TitleLine } from "./TitleLine.tsx";

type Opened = { turn: string; citations: readonly Citation[]; n: number; answer: string; lang: string };

/** Everything said in one conversation, with answers as they read. */
export function ConversationView(props: {
  id: string;
  /** Undefined where nothing is known of it. */
  conversation: StoredConversation | undefined;
  /** Read again when it changes. */
  revision: number;
  /** Its title is being written. */
  isNaming: boolean;
  onNaming: (on: boolean) => void;
  onRemove: () => void;
}): ReactNode {
  const { id, conversation, revision, isNaming, onNaming, onRemove } = props;
  const text = useText();
  const { history, actions } = useServices();
  const language = useSettings((settings) => settings.language);
  const [turns, setTurns] = useState<readonly FoundTurn[] | null>(null);
  const [open, setOpen] = useState<Opened | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: read again after every change
  useEffect(() => {
    let current = true;
    void history.turns(id).then((found) => current && setTurns(found));
    return () => {
      current = false;
    };
  }, [history, id, revision]);
  if (turns === null) return null;
  const first = turns[0];
  return (
    <article className="@container">
      <header className="mb-3 flex min-h-12 items-center gap-1 @max-md:flex-wrap">
        {first === undefined || conversation === undefined ? (
          <h2 className="flex-1 text-heading">{text.history.nothingFound}</h2>
        ) : (
          <TitleLine
            conversation={conversation}
            day={dayName(localDate(new Date(first.at)), new Date(), language, text)}
            count={text.history.turnCount(turns.length)}
            isNaming={isNaming}
            onNaming={onNaming}
          />
        )}
        {first !== undefined && !isNaming && (
          <Button kind="quiet" tone="remove" icon={Trash2} onClick={onRemove}>
            {text.history.remove}
          </Button>
        )}
      </header>
      {first !== undefined && <InShort id={id} />}
      {first !== undefined && conversation !== undefined && (
        <div className="mb-4 flex flex-wrap items-center gap-2">
          <Button
            size="small"
            icon={MessageCircle}
            onClick={() => {
              actions.converse(id);
              go({ page: "talk" });
            }}
          >
            {text.turns.continueHere}
          </Button>
          <ConversationExport conversation={conversation} />
        </div>
      )}
      {turns.map((turn) => {
        const lang = primaryTag(turn.language, language);
        return (
          <section key={turn.key} className="exchange flex gap-5 border-t-hair border-line py-4">
            <time className="figures w-[2.75em] flex-none pt-[2px] text-small text-ink-2" dateTime={turn.at}>
              {timeName(turn.at, language)}
            </time>
            <div className="flex min-w-0 flex-1 flex-col items-start gap-2 [&>.markdown]:w-full">
              {turn.userText !== "" && (
                <p className="leading-[1.55] font-semibold wrap-anywhere" lang={lang}>
                  {turn.userText}
                </p>
              )}
              {turn.assistantText !== "" && <Markdown text={turn.assistantText} lang={lang} />}
              {turn.citations.map((citation) => (
                <button
                  key={citation.n}
                  type="button"
                  className="flex min-h-11 items-center gap-[10px] text-start text-small text-ink-2 wrap-anywhere hover:text-ink"
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
                  <span className={`${MARK} flex-none text-[0.75rem]`}>{citation.n}</span>
                  <span lang={lang}>{citationLine(citation, text.documents.page)}</span>
                </button>
              ))}
              <Outcome turn={{ ...turn, citations: [] }} />
              <TurnKeys turn={turn} />
            </div>
          </section>
        );
      })}
      {open !== null && <Passage {...open} onChange={(n) => setOpen({ ...open, n })} onClose={() => setOpen(null)} />}
    </article>
  );
}
