import { Download } from "lucide-react";
import { type ReactNode, useDeferredValue, useEffect, useState } from "react";
import { Page } from "../parts/Page.tsx";
import { SearchField } from "../parts/SearchField.tsx";
import { UndoBar } from "../parts/UndoBar.tsx";
import { useServices, useSettings, useText } from "../services.ts";
import type { FoundTurn } from "./book.ts";
import { ConversationView } from "./Conversation.tsx";
import { byDay } from "./days.ts";
import { HistoryRow } from "./HistoryRow.tsx";
import { dayName } from "./names.ts";
import { save } from "./save.ts";
import "./history.css";

interface Removal {
  conversation: string;
  count: number;
  turns: readonly FoundTurn[];
}

/** 履歴: from the device alone, so it works without a relay; what is deleted here is deleted there as soon as it can be. */
export function HistoryPage({ conversation }: { conversation: string | null }): ReactNode {
  const text = useText();
  const { history, erasures } = useServices();
  const language = useSettings((settings) => settings.language);
  const [query, setQuery] = useState("");
  const asked = useDeferredValue(query);
  const [turns, setTurns] = useState<readonly FoundTurn[] | null>(null);
  const [revision, setRevision] = useState(0);
  const [removal, setRemoval] = useState<Removal | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a removal or its undoing changes what there is to find
  useEffect(() => {
    let current = true;
    void history.search(asked).then((found) => current && setTurns(found));
    return () => {
      current = false;
    };
  }, [history, asked, revision]);

  // Whoever leaves the page leaves the way back too.
  useEffect(() => () => erasures.release(), [erasures]);

  const remove = async (id: string): Promise<void> => {
    const kept = (await history.turns(id)).map((turn) => ({ ...turn, conversation: id }));
    if (!(await history.deleteConversation(id))) return;
    erasures.release();
    erasures.hold(id);
    setRemoval({ conversation: id, count: kept.length, turns: kept });
    setRevision((before) => before + 1);
  };
  const undo = async (): Promise<void> => {
    if (removal === null) return;
    const { conversation: removed, turns: kept } = removal;
    erasures.takeBack(removed);
    setRemoval(null);
    await Promise.all(kept.map(({ conversation: id, ...turn }) => history.save(id, turn)));
    setRevision((before) => before + 1);
  };
  const exportAll = async (): Promise<void> =>
    save(await history.exportJson(new Date()), `hisho-${new Date().toLocaleDateString("sv")}.json`);

  const days = turns === null ? [] : byDay(turns);
  const count = days.reduce((sum, day) => sum + day.turns.length, 0);
  const searching = asked.trim() !== "";
  return (
    <Page
      title={text.history.title}
      place="history"
      actions={
        <button
          type="button"
          className="icon-button"
          aria-label={text.history.export}
          disabled={count === 0}
          onClick={() => void exportAll()}
        >
          <Download size={24} strokeWidth={1.6} aria-hidden="true" />
        </button>
      }
    >
      <div className="history" data-open={conversation !== null}>
        <section className="history-list" aria-label={text.history.title}>
          <SearchField label={text.history.search} query={query} onChange={setQuery} />
          <p className="history-found" role="status">
            {searching && turns !== null && (count === 0 ? text.history.nothingFound : text.history.found(count))}
          </p>
          {!searching && turns !== null && count === 0 && (
            <div className="history-empty">
              <p>{text.history.empty}</p>
              <p className="history-example">{text.history.emptyExample}</p>
            </div>
          )}
          {days.map((day) => (
            <section key={day.date} aria-labelledby={`day-${day.date}`}>
              <h2 className="history-day figures" id={`day-${day.date}`}>
                {dayName(day.date, new Date(), language, text)}
              </h2>
              <ul>
                {day.turns.map((turn) => (
                  <HistoryRow key={turn.key} turn={turn} query={asked} here={turn.conversation === conversation} />
                ))}
              </ul>
            </section>
          ))}
        </section>
        <section className="history-detail" aria-label={text.history.conversation}>
          {conversation === null ? (
            count > 0 && <p className="history-choose">{text.history.choose}</p>
          ) : (
            <ConversationView
              key={`${conversation} ${revision}`}
              id={conversation}
              onRemove={() => void remove(conversation)}
            />
          )}
        </section>
      </div>
      {removal !== null && (
        <UndoBar
          key={revision}
          sentence={text.history.removed(removal.count)}
          onUndo={() => void undo()}
          onEnd={() => {
            setRemoval(null);
            erasures.release();
          }}
        />
      )}
    </Page>
  );
}
