import { Pin } from "lucide-react";
import type { ReactNode } from "react";
import type { StoredConversation } from "../../history/schema.ts";
import { go } from "../route.ts";
import { useSettings, useText } from "../services.ts";
import { localDate } from "./days.ts";
import { Found } from "./Found.tsx";
import { ROW } from "./list-keys.ts";
import { dayName } from "./names.ts";

/** Conversations by their titles: those that are pinned, or whose title is what is looked for. */
export function ConversationLinks(props: {
  label: string;
  conversations: readonly StoredConversation[];
  query: string;
}): ReactNode {
  const text = useText();
  const language = useSettings((settings) => settings.language);
  if (props.conversations.length === 0) return null;
  return (
    <section aria-label={props.label}>
      <h2 className="mt-3 mb-1 text-small font-semibold text-ink-2">{props.label}</h2>
      <ul>
        {props.conversations.map(({ id, title, updatedAt, pinnedAt }) => {
          const day = dayName(localDate(new Date(updatedAt)), new Date(), language, text);
          return (
            <li key={id} className="border-b-hair border-line">
              <button
                type="button"
                {...{ [ROW]: "" }}
                className="flex min-h-12 w-full items-center gap-3 py-2 text-start active:bg-sunk"
                onClick={() => go({ page: "history", conversation: id })}
              >
                {pinnedAt !== undefined && (
                  <Pin className="flex-none text-lamp-text" size={18} strokeWidth={1.75} aria-hidden="true" />
                )}
                <span className="min-w-0 flex-1 font-semibold wrap-anywhere">
                  {title === "" ? day : <Found text={title} query={props.query} />}
                </span>
                {title !== "" && <span className="figures flex-none text-meta text-ink-2">{day}</span>}
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
