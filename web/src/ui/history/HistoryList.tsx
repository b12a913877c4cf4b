import { type ReactNode, useEffect, useRef } from "react";
import type { Deletion } from "../../history/deletion.ts";
import { folded } from "../../history/words.ts";
import { Button } from "../parts/Button.tsx";
import { go } from "../route.ts";
import { useSettings, useText } from "../services.ts";
import { ConversationLinks } from "./ConversationLinks.tsx";
import { byDay } from "./days.ts";
import { HistoryRow } from "./HistoryRow.tsx";
import { ListOutline } from "./ListOutline.tsx";
import { dayName } from "./names.ts";
import type { RecordView } from "./use-record.ts";

/** Of titles that match. */
const MOST_TITLES = 5;

/** What was said by day, the pinned conversations over it; or what was found. Grows as it is read. */
export function HistoryList(props: {
  record: RecordView;
  query: string;
  /** Of the conversation that is open. */
  open: string | null;
  onName: (conversation: string) => void;
  remove: (what: Deletion) => void;
}): ReactNode {
  const text = useText();
  const language = useSettings((settings) => settings.language);
  const { record, query, open, onName, remove } = props;
  const { turns, total, conversations } = record;
  const asked = folded(query.trim());
  if (turns === null) return <ListOutline />;
  const days = byDay(turns);
  const all = [...conversations.values()];
  const links =
    asked === ""
      ? all
          .filter(({ pinnedAt }) => pinnedAt !== undefined)
          .sort((a, b) => ((a.pinnedAt ?? "") < (b.pinnedAt ?? "") ? 1 : -1))
      : all.filter(({ title }) => folded(title).includes(asked)).slice(0, MOST_TITLES);
  return (
    <>
      <p className="min-h-2 text-small text-ink-2 not-empty:pt-3 not-empty:pb-1" role="status">
        {asked !== "" &&
          (total === 0
            ? text.history.nothingFound
            : turns.length < (total ?? 0)
              ? text.record.many(turns.length, new Intl.NumberFormat(language).format(total ?? 0))
              : text.history.found(total ?? 0))}
      </p>
      {asked !== "" && total === 0 && (
        <Button onClick={() => go({ page: "documents", document: null })}>{text.record.inDocuments}</Button>
      )}
      {asked === "" && turns.length === 0 && record.problem === null && (
        <div className="py-6 text-heading font-normal">
          <p>{text.history.empty}</p>
          <p className="mt-[6px] text-body text-ink-2">{text.history.emptyExample}</p>
        </div>
      )}
      <ConversationLinks
        label={asked === "" ? text.record.pinned : text.record.byTitle}
        conversations={links}
        query={query}
      />
      {days.map((day) => (
        <section key={day.date} aria-labelledby={`day-${day.date}`}>
          <h2
            className="figures mt-3 mb-1 text-small font-semibold text-ink-2 [text-autospace:no-autospace]"
            id={`day-${day.date}`}
          >
            {dayName(day.date, new Date(), language, text)}
          </h2>
          <ul>
            {day.turns.map((turn) => (
              <HistoryRow
                key={turn.key}
                turn={turn}
                conversation={conversations.get(turn.conversation)}
                query={query}
                here={turn.conversation === open}
                onName={() => onName(turn.conversation)}
                onRemove={remove}
              />
            ))}
          </ul>
        </section>
      ))}
      {record.hasMore && <More key={turns.length} onReach={record.more} />}
    </>
  );
}

/** Reached by reading on, or pressed. */
function More({ onReach }: { onReach: () => void }): ReactNode {
  const text = useText();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const seen = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) onReach();
    });
    if (place.current !== null) seen.observe(place.current);
    return () => seen.disconnect();
  }, [onReach]);
  return (
    <div ref={place} className="flex justify-center py-4">
      <Button kind="quiet" onClick={onReach}>
        {text.record.more}
      </Button>
    </div>
  );
}
