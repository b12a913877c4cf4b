import type { WireItem } from "@hisho/protocol";
import { Plus } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useStore } from "zustand";
import { Page } from "../parts/Page.tsx";
import { UndoBar } from "../parts/UndoBar.tsx";
import { go } from "../route.ts";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import { AddSheet } from "./AddSheet.tsx";
import { DayLine } from "./DayLine.tsx";
import { addDays, dayOf, linesOf, nextOf, noonOf, weekOf } from "./day.ts";
import { EditSheet } from "./EditSheet.tsx";
import { Ticks } from "./Ticks.tsx";
import { TimerCard } from "./TimerCard.tsx";
import { useNow } from "./use-now.ts";
import { WeekStrip } from "./WeekStrip.tsx";
import "./agenda.css";

const LOOK_AGAIN_MS = 30_000;

/** 予定: the days, running timers, notes and lists; what was said is seen here, and put right. */
export function AgendaPage({ day: chosen }: { day: string | null }): ReactNode {
  const { agenda } = useText();
  const { planner } = useServices();
  const language = useSettings((settings) => settings.language);
  const { weeks, items, fresh, failed, removed } = useStore(planner.store);
  const connected = useTalk((state) => state.connection.state === "open");
  const phase = useTalk((state) => state.phase);
  const now = useNow(LOOK_AGAIN_MS);
  const today = dayOf(now);
  const day = chosen ?? today;
  const [from = day, to = day] = [weekOf(day)[0], weekOf(day)[6]];
  const [adding, setAdding] = useState(false);
  const [editing, setEditing] = useState<WireItem | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the relay is back, has answered, or time has passed
  useEffect(() => void planner.look(from, to), [planner, from, to, connected, phase, now]);

  const week = weeks[from];
  const kept = items ?? [];
  const lines = linesOf(day, week?.events ?? [], kept);
  const next = day === today ? nextOf(lines, now) : undefined;
  const timers = kept.filter((item) => item.kind === "timer" && item.rung_at === null);
  const notes = kept.filter((item) => item.kind === "note");
  const lists = [...new Set(kept.flatMap(({ kind, list }) => (kind === "entry" && list !== null ? [list] : [])))];
  const isLoading = week === undefined && connected;
  const name =
    day === today
      ? agenda.today
      : day === addDays(today, 1)
        ? agenda.tomorrow
        : new Intl.DateTimeFormat(language, { month: "long", day: "numeric", weekday: "short" }).format(noonOf(day));
  return (
    <Page
      title={agenda.title}
      place="agenda"
      hint={agenda.example}
      actions={
        <button type="button" className="icon-button" aria-label={agenda.add} onClick={() => setAdding(true)}>
          <Plus size={26} strokeWidth={1.6} aria-hidden="true" />
        </button>
      }
    >
      <div className="agenda">
        <section className="agenda-days" aria-label={agenda.title}>
          <WeekStrip
            day={day}
            today={today}
            onChoose={(each) => go({ page: "agenda", day: each === today ? null : each })}
          />
          {timers.length > 0 && (
            <ul className="timers">
              {timers.map((timer) => (
                <TimerCard key={timer.id} timer={timer} />
              ))}
            </ul>
          )}
          <div className="agenda-head">
            <h2 className="agenda-heading">{lines.length === 0 ? name : agenda.count(name, lines.length)}</h2>
            {day !== today && (
              <button
                type="button"
                className="button"
                data-kind="quiet"
                onClick={() => go({ page: "agenda", day: null })}
              >
                {agenda.backToToday}
              </button>
            )}
          </div>
          <p className="agenda-line" role="status">
            {failed ? agenda.failed : isLoading ? agenda.loading : !fresh && week !== undefined ? agenda.offline : ""}
          </p>
          {week?.unread.map((each) => (
            <p key={each.name} className="agenda-unread">
              {agenda.unread(each.name, dayAndClock(each.since, language))}
            </p>
          ))}
          {week === undefined && !connected && <p className="agenda-empty">{agenda.unknown}</p>}
          {week !== undefined && lines.length === 0 && (
            <div className="agenda-empty">
              <p>{day === today ? agenda.emptyToday : agenda.empty}</p>
              <p className="agenda-example">{agenda.emptyExample}</p>
            </div>
          )}
          <ol className="lines" aria-busy={isLoading}>
            {lines.map((line) => (
              <DayLine
                key={`${line.id} ${day}`}
                line={line}
                now={now}
                isNext={line === next}
                onEdit={() => setEditing(line.item)}
              />
            ))}
          </ol>
        </section>
        <aside className="agenda-beside">
          {notes.length === 0 && items !== null ? (
            <section className="ticks">
              <h2 className="agenda-heading">{agenda.notes}</h2>
              <p className="agenda-line">{agenda.noNotes}</p>
            </section>
          ) : (
            <Ticks title={agenda.notes} items={notes} onEdit={setEditing} />
          )}
          {lists.map((list) => (
            <Ticks key={list} title={list} items={kept.filter((item) => item.list === list)} onEdit={setEditing} />
          ))}
        </aside>
      </div>
      {adding && <AddSheet onClose={() => setAdding(false)} />}
      {editing !== null && <EditSheet key={editing.id} item={editing} onClose={() => setEditing(null)} />}
      {removed !== null && (
        <UndoBar
          key={removed.id}
          sentence={agenda.removed(removed.text)}
          onUndo={() => void planner.undo()}
          onEnd={planner.dismiss}
        />
      )}
    </Page>
  );
}

const dayAndClock = (iso: string, language: string): string =>
  new Intl.DateTimeFormat(language, {
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "2-digit",
    hourCycle: "h23",
  }).format(new Date(iso));
