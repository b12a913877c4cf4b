import { Pencil, Pin, PinOff, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import type { StoredConversation } from "../../history/schema.ts";
import { Menu } from "../parts/Menu.tsx";
import { go } from "../route.ts";
import { useServices, useSettings, useText } from "../services.ts";
import { primaryTag } from "../strings/languages.ts";
import type { FoundTurn } from "./book.ts";
import { plainAnswer } from "./days.ts";
import { Found } from "./Found.tsx";
import { ROW } from "./list-keys.ts";
import { timeName } from "./names.ts";
import { Outcome } from "./Outcome.tsx";

/** One exchange: the person's words bold, two lines of the answer, where it came from and how it ended. */
export function HistoryRow(props: {
  turn: FoundTurn;
  conversation: StoredConversation | undefined;
  query: string;
  /** Its conversation is the one that is open. */
  here: boolean;
  onName: () => void;
  onRemove: (what: { turns: readonly string[] } | { conversations: readonly string[] }) => void;
}): ReactNode {
  const { turn, conversation, query, here, onName, onRemove } = props;
  const text = useText();
  const { history } = useServices();
  const language = useSettings((settings) => settings.language);
  const lang = primaryTag(turn.language, language);
  const answer = plainAnswer(turn.assistantText);
  const isPinned = conversation?.pinnedAt !== undefined;
  return (
    <li
      data-here={here}
      className="flex items-start gap-1 border-b-hair border-line [contain-intrinsic-size:auto_112px] [content-visibility:auto] rail:data-[here=true]:-ms-4 rail:data-[here=true]:bg-raised rail:data-[here=true]:ps-4 rail:data-[here=true]:shadow-[inset_3px_0_0_var(--ink)]"
    >
      <button
        type="button"
        {...{ [ROW]: turn.key }}
        className="history-row flex min-w-0 flex-1 gap-5 py-[14px] text-start active:bg-sunk focus-visible:-outline-offset-4"
        aria-current={here ? "true" : undefined}
        onClick={() => go({ page: "history", conversation: turn.conversation })}
      >
        <time className="figures w-[2.75em] flex-none pt-[2px] text-small text-ink-2" dateTime={turn.at}>
          {timeName(turn.at, language)}
        </time>
        <span className="flex min-w-0 flex-1 flex-col gap-[2px]">
          {turn.userText !== "" && (
            <span className="leading-[1.55] font-semibold wrap-anywhere" lang={lang}>
              {isPinned && (
                <Pin
                  className="me-2 inline text-lamp-text"
                  size={18}
                  strokeWidth={1.75}
                  aria-label={text.record.pinned}
                />
              )}
              <Found text={turn.userText} query={query} />
            </span>
          )}
          {answer !== "" && (
            <span className="line-clamp-2 leading-[1.55] text-ink-2 wrap-anywhere" lang={lang}>
              <Found text={answer} query={query} />
            </span>
          )}
          <Outcome turn={turn} />
        </span>
      </button>
      <span className="-me-[10px] pt-2">
        <Menu
          label={text.record.menu(turn.userText === "" ? answer.slice(0, 20) : turn.userText.slice(0, 20))}
          items={[
            {
              label: isPinned ? text.record.unpin : text.record.pin,
              icon: isPinned ? PinOff : Pin,
              onSelect: () => void history.setPinned(turn.conversation, !isPinned, new Date()),
            },
            { label: text.record.rename, icon: Pencil, onSelect: onName },
            {
              label: text.record.deleteOne,
              icon: Trash2,
              tone: "remove",
              onSelect: () => onRemove({ turns: [turn.key] }),
            },
            {
              label: text.record.deleteConversation,
              icon: Trash2,
              tone: "remove",
              onSelect: () => onRemove({ conversations: [turn.conversation] }),
            },
          ]}
        />
      </span>
    </li>
  );
}
