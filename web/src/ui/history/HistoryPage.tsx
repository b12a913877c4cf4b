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
  count: number;
  /** ISO 8601: by it the deletion is undone. */
  at: string;
}

/** How many turns are shown at first. */
const SHOWN = 200;

/** 履歴: from the device alone, so it works without a relay. */
export function HistoryPage({ conversation }: { conversation: string | null }): ReactNode {
  const text = useText();
  const { history } = useServices();
  const language = useSettings((settings) => settings.language);
  const [query, setQuery] = useState("");
  const asked = useDeferredValue(query);
  const [turns, setTurns] = useState<readonly FoundTurn[] | null>(null);
  const [revision, setRevision] = useState(0);
  const [removal, setRemoval] = useState<Removal | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a removal or its undoing changes what there is to find
  useEffect(() => {
    let current = true;
    const found =
      asked.trim() === "" ? history.recent(null, SHOWN) : history.search(asked, SHOWN).then((all) => all.turns);
    void found.then((turns) => current && setTurns(turns));
    return () => {
      current = false;
    };
  }, [history, asked, revision]);

  const remove = async (id: string): Promise<void> => {
    const at = new Date();
    const count = await history.delete({ conversations: [id] }, at);
    if (count === null) return;
    setRemoval({ count, at: at.toISOString() });
    setRevision((before) => before + 1);
  };
  const undo = async (): Promise<void> => {
    if (removal === null) return;
    setRemoval(null);
    await history.undelete(removal.at);
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
          onEnd={() => setRemoval(null)}
        />
      )}
    </Page>
  );
}
