import type { WireEvent, WireItem } from "@hisho/protocol";
import { Plus } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useStore } from "zustand";
import { Button, IconButton } from "../parts/Button.tsx";
import { Page } from "../parts/Page.tsx";
import { UndoBar } from "../parts/UndoBar.tsx";
import { go } from "../route.ts";
import { useServices, useSettings, useTalk, useText } from "../services.ts";
import { AddSheet } from "./AddSheet.tsx";
import { AgendaSkeleton } from "./AgendaSkeleton.tsx";
import { DayLine } from "./DayLine.tsx";
import { addDays, dayOf, linesOf, nextOf, noonOf, weekOf } from "./day.ts";
import { EditSheet } from "./EditSheet.tsx";
import { EventSheet } from "./EventSheet.tsx";
import { Ticks } from "./Ticks.tsx";
import { TimerCard } from "./TimerCard.tsx";
import { useNow } from "./use-now.ts";
import { WeekSteps, WeekStrip } from "./WeekStrip.tsx";

const LOOK_AGAIN_MS = 30_000;
const NOTICE = "mb-2 rounded-control bg-oki-fill px-[14px] py-[10px] text-small text-oki-text";

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
  const [opened, setOpened] = useState<WireEvent | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the relay is back, has answered, or time has passed
  useEffect(() => void planner.look(from, to), [planner, from, to, connected, phase, now]);

  const choose = (each: string): void => go({ page: "agenda", day: each === today ? null : each });
  const week = weeks[from];
  const kept = items ?? [];
  const lines = linesOf(day, week?.events ?? [], kept, week?.rings);
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
      actions={<IconButton label={agenda.add} icon={Plus} iconSize={26} onClick={() => setAdding(true)} />}
    >
      <div className="grid gap-x-12 gap-y-2 min-[700px]:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] book:leaves">
        <section className="min-w-0" aria-label={agenda.title}>
          <WeekStrip day={day} today={today} onChoose={choose} />
          {timers.length > 0 && (
            <ul className="mt-[14px] grid gap-2">
              {timers.map((timer) => (
                <TimerCard key={timer.id} timer={timer} />
              ))}
            </ul>
          )}
          <div className="mt-2 flex min-h-12 items-center justify-between gap-3">
            <h2 className="figures text-small font-semibold text-ink-2">
              {lines.length === 0 ? name : agenda.count(name, lines.length)}
            </h2>
            <span className="-me-3 flex items-center">
              {day !== today && (
                <Button kind="quiet" size="small" onClick={() => choose(today)}>
                  {agenda.backToToday}
                </Button>
              )}
              <WeekSteps day={day} onChoose={choose} />
            </span>
          </div>
          <p className="agenda-line text-small text-ink-2 empty:hidden" role="status">
            {failed !== null ? agenda.refusals[failed] : !fresh && week !== undefined ? agenda.offline : ""}
          </p>
          {week?.unread.map((each) => (
            <p key={each.name} className={NOTICE}>
              {agenda.unread(each.name, dayAndClock(each.since, language))}
            </p>
          ))}
          {week?.cut
            .filter(({ from }) => dayOf(new Date(from)) <= day)
            .map(({ name }) => (
              <p key={name} className={NOTICE}>
                {agenda.cut(name)}
              </p>
            ))}
          {week === undefined && !connected && <p className="py-3 text-heading font-normal">{agenda.unknown}</p>}
          {week !== undefined && lines.length === 0 && (
            <div className="py-3 text-heading font-normal">
              <p>{day === today ? agenda.emptyToday : agenda.empty}</p>
              <p className="mt-[6px] text-body text-ink-2">{agenda.emptyExample}</p>
            </div>
          )}
          {isLoading && <AgendaSkeleton />}
          <ol>
            {lines.map((line) => (
              <DayLine
                key={`${line.id} ${line.start?.getTime()} ${day}`}
                line={line}
                now={now}
                isNext={line === next}
                onEdit={() => (line.event === null ? setEditing(line.item) : setOpened(line.event))}
              />
            ))}
          </ol>
        </section>
        <aside className="min-[700px]:pt-16 book:pt-16">
          {items === null ? null : notes.length === 0 ? (
            <section className="mt-5">
              <h2 className="figures text-small font-semibold text-ink-2">{agenda.notes}</h2>
              <p className="text-small text-ink-2">{agenda.noNotes}</p>
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
      {opened !== null && <EventSheet event={opened} onClose={() => setOpened(null)} />}
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
