/** What of the agenda is told beside the talk: how much of today is left, what comes next, and the timer that ends first. */
import type { WireAgenda, WireItem } from "@hisho/protocol";
import { dayOf, isOver, type Line, linesOf, nextOf, weekOf } from "./day.ts";

export interface Today {
  /** Lines of the day and those of them that are not over; null while nothing is known of it. */
  lines: { all: number; ahead: number } | null;
  /** On now, or the next with a time. */
  next: Line | null;
  /** Running, and the first to end. */
  timer: WireItem | null;
}

interface Known {
  /** By the first day of what was asked for. */
  weeks: Readonly<Record<string, WireAgenda>>;
  items: readonly WireItem[] | null;
}

/** @param now tells the day by the local clock */
export function todayOf({ weeks, items }: Known, now: Date): Today {
  const day = dayOf(now);
  const week = weeks[weekOf(day)[0] ?? day];
  const timer = firstTimer(items ?? [], now);
  if (week === undefined) return { lines: null, next: null, timer };
  const lines = linesOf(day, week.events, items ?? [], week.rings);
  const ahead = lines.filter((line) => !isOver(line, now) && line.item?.rung_at == null).length;
  return { lines: { all: lines.length, ahead }, next: nextOf(lines, now) ?? null, timer };
}

function firstTimer(items: readonly WireItem[], now: Date): WireItem | null {
  const running = items.filter(({ kind, due_at }) => kind === "timer" && due_at !== null && new Date(due_at) > now);
  return running.sort((a, b) => (a.due_at ?? "").localeCompare(b.due_at ?? ""))[0] ?? null;
}

/** What can be said now, by what there is; the catalogues hold a sentence for each. */
export type Example = "timerLeft" | "tomorrow" | "add" | "readNotes" | "timer" | "time";

/** Two of them, what is there before what can be made. Without an agenda nothing is said about one. */
export function examplesOf({ lines, timer }: Today, items: readonly WireItem[] | null): readonly [Example, Example] {
  const [first = "time", second = "timer"] = [
    ...(timer === null ? [] : (["timerLeft"] as const)),
    ...(lines === null ? [] : ([lines.all > 0 ? "tomorrow" : "add"] as const)),
    ...(items?.some(({ kind, done_at }) => kind === "note" && done_at === null) ? (["readNotes"] as const) : []),
    ...(timer === null ? (["timer"] as const) : []),
    "time" as const,
  ];
  return [first, second];
}
