import type { WireCalendar } from "@hisho/protocol";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { UndoBar } from "../../parts/UndoBar.tsx";
import { useServices, useSettings, useTalk, useText } from "../../services.ts";
import { dayAndTime } from "../devices/times.ts";
import { NewCalendar } from "./NewCalendar.tsx";
import "./calendars.css";

/** 予定表: the calendars that are read, each with its state in plain words. */
export function CalendarsGroup(): ReactNode {
  const { calendars: words } = useText().agenda;
  const { client } = useServices().planner;
  const connected = useTalk((state) => state.connection.state === "open");
  const [calendars, setCalendars] = useState<readonly WireCalendar[] | null>(null);
  const [away, setAway] = useState(false);
  const [removed, setRemoved] = useState<WireCalendar | null>(null);
  const look = useCallback(async () => {
    const found = await client.calendars();
    setAway(found === null);
    if (found !== null) setCalendars(found);
  }, [client]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the relay is back
  useEffect(() => void look(), [look, connected]);
  const after = async (done: Promise<boolean>): Promise<void> => {
    await done;
    await look();
  };
  return (
    <>
      <p className="settings-lead">{words.lead}</p>
      <p className="settings-failed" role="status">
        {away ? words.failures.away : ""}
      </p>
      {calendars?.length === 0 && <p className="settings-note">{words.none}</p>}
      <ul className="calendars">
        {calendars?.map((calendar) => (
          <CalendarRow
            key={calendar.id}
            calendar={calendar}
            onAgain={() => void after(client.refreshCalendar(calendar.id))}
            onRemove={() => {
              setRemoved(calendar);
              void after(client.removeCalendar(calendar.id));
            }}
          />
        ))}
      </ul>
      <NewCalendar onTaken={() => void look()} />
      {removed !== null && (
        <UndoBar
          key={removed.id}
          sentence={words.removed(removed.name)}
          onUndo={() => {
            setRemoved(null);
            void after(client.restoreCalendar(removed.id));
          }}
          onEnd={() => setRemoved(null)}
        />
      )}
    </>
  );
}

function CalendarRow(props: { calendar: WireCalendar; onAgain: () => void; onRemove: () => void }): ReactNode {
  const { calendars: words } = useText().agenda;
  const language = useSettings((settings) => settings.language);
  const { name, kind, read_at: readAt, failing_since: since, failure } = props.calendar;
  const read = readAt === null ? "" : dayAndTime(readAt, language);
  const state =
    since !== null
      ? words.failing(dayAndTime(since, language), words.failures[failure ?? ""] ?? "")
      : kind === "file"
        ? words.once(read)
        : words.good(read);
  return (
    <li className="calendar">
      <p className="calendar-words">
        <span className="calendar-name">{name}</span>
        <span className="calendar-state" data-failing={since !== null}>
          {state}
        </span>
      </p>
      {kind !== "file" && (
        <button type="button" className="button" data-kind="secondary" onClick={props.onAgain}>
          {words.again}
        </button>
      )}
      <button type="button" className="button" data-kind="quiet" data-tone="remove" onClick={props.onRemove}>
        {words.remove}
      </button>
    </li>
  );
}
