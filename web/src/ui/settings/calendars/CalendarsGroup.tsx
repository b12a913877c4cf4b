import type { WireCalendar } from "@hisho/protocol";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { writtenCalendar } from "../../../agenda/planner.ts";
import { languageOf } from "../../../knowledge/language-of.ts";
import { Button } from "../../parts/Button.tsx";
import { UndoBar } from "../../parts/UndoBar.tsx";
import { useServices, useSettings, useTalk, useText } from "../../services.ts";
import { FAILED, LEAD, NOTE } from "../classes.ts";
import { dayAndTime } from "../devices/times.ts";
import { NewCalendar } from "./NewCalendar.tsx";
import { WriteChoice } from "./WriteChoice.tsx";

/** 予定表: the calendars that are read, each with its state in plain words, and the one that new events go into. */
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
  const written = writtenCalendar(calendars ?? []);
  return (
    <>
      <p className={LEAD}>{written === null ? words.lead : words.leadWrites(written.name)}</p>
      <p className={FAILED} role="status">
        {away ? words.failures.away : ""}
      </p>
      {calendars?.length === 0 && <p className={NOTE}>{words.none}</p>}
      <ul>
        {calendars?.map((calendar) => (
          <CalendarRow
            key={calendar.id}
            calendar={calendar}
            other={written === null || written.id === calendar.id ? null : written.name}
            onChosen={look}
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

function CalendarRow(props: {
  calendar: WireCalendar;
  other: string | null;
  onChosen: () => Promise<void>;
  onAgain: () => void;
  onRemove: () => void;
}): ReactNode {
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
    <li className="flex flex-wrap items-center gap-x-2 gap-y-1 border-b-hair border-line py-3">
      <p className="flex min-w-0 flex-1 basis-full medium:basis-0 flex-col">
        <span className="font-semibold wrap-anywhere" lang={languageOf(name, language)}>
          {name}
        </span>
        <span className="text-small text-ink-2 data-[failing=true]:text-shu-text" data-failing={since !== null}>
          {state}
        </span>
      </p>
      {kind !== "file" && <Button onClick={props.onAgain}>{words.again}</Button>}
      <Button kind="quiet" tone="remove" onClick={props.onRemove}>
        {words.remove}
      </Button>
      {props.calendar.collections.length > 0 && (
        <WriteChoice calendar={props.calendar} other={props.other} onChosen={props.onChosen} />
      )}
    </li>
  );
}
