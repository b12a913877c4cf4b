/** Days of the page, as `YYYY-MM-DD`, and what each of them shows. */
import type { WireAgenda, WireEvent, WireItem } from "@hisho/protocol";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** The day that a local clock shows. */
export const dayOf = (date: Date): string => date.toLocaleDateString("sv");

/** Noon, so that no clock change moves the day. */
export const noonOf = (day: string): Date => new Date(`${day}T12:00`);

export const addDays = (day: string, count: number): string => {
  const date = noonOf(day);
  date.setDate(date.getDate() + count);
  return dayOf(date);
};

/** The seven days from Monday. */
export function weekOf(day: string): string[] {
  const monday = addDays(day, -((noonOf(day).getDay() + 6) % 7));
  return Array.from({ length: 7 }, (_, index) => addDays(monday, index));
}

/** A line of a day. */
export interface Line {
  id: string;
  title: string;
  place: string;
  /** Null for the whole day. */
  start: Date | null;
  end: Date | null;
  calendar: string | null;
  /** Of the desk. */
  item: WireItem | null;
  /** What can be changed, or says why it cannot. */
  event: WireEvent | null;
  isReminder: boolean;
}

/** What stands on a day: events that touch it, and reminders that ring on it; whole days first. */
export function linesOf(
  day: string,
  events: readonly WireEvent[],
  items: readonly WireItem[],
  rings: WireAgenda["rings"] = [],
): Line[] {
  const begin = new Date(`${day}T00:00`);
  const end = new Date(`${addDays(day, 1)}T00:00`);
  const lines: Line[] = [];
  for (const event of events) {
    const { id, title, place, time, calendar, change, why } = event;
    const item = items.find((candidate) => candidate.id === id) ?? null;
    const opens = item !== null || change === "calendar" || why != null;
    const line = { id, title, place, calendar, item, event: opens ? event : null, isReminder: false };
    if ("first_day" in time) {
      if (time.first_day <= day && day <= time.last_day) lines.push({ ...line, start: null, end: null });
      continue;
    }
    const [from, to] = [new Date(time.start), new Date(time.end)];
    if (from < end && (to > begin || (from >= begin && +from === +to))) lines.push({ ...line, start: from, end: to });
  }
  for (const item of items) {
    if (item.kind !== "reminder" || item.due_at === null) continue;
    const again = item.repeat === null ? [] : rings.filter((ring) => ring.item === item.id);
    for (const at of new Set([item.due_at, ...again.map((ring) => ring.at)].map((time) => Date.parse(time)))) {
      const start = new Date(at);
      if (start < begin || start >= end) continue;
      lines.push({
        id: item.id,
        title: item.text,
        place: "",
        start,
        end: null,
        calendar: null,
        item,
        event: null,
        isReminder: true,
      });
    }
  }
  return lines.sort((a, b) => (a.start?.getTime() ?? 0) - (b.start?.getTime() ?? 0) || a.title.localeCompare(b.title));
}

/** The line that is on now or comes next. */
export const nextOf = (lines: readonly Line[], now: Date): Line | undefined =>
  lines.find(({ start, end, item }) => start !== null && (end ?? start) > now && item?.rung_at == null);

export const isOver = ({ start, end }: Line, now: Date): boolean => start !== null && (end ?? start) <= now;

/** `09:05` by the local clock, in every language. */
export const clockOf = (date: Date): string => date.toLocaleTimeString("sv", { hour: "2-digit", minute: "2-digit" });

/** A relative time in the words of the language: in 58 minutes, 58分後. */
export const untilWords = (start: Date, now: Date, tag: string): string =>
  // Japanese has no space there, CLDR does.
  relative(start, now, tag).replace(/(?<=\d) (?=\p{Script=Han})/u, "");

function relative(start: Date, now: Date, tag: string): string {
  const ms = start.getTime() - now.getTime();
  const format = new Intl.RelativeTimeFormat(tag, { numeric: "always" });
  if (ms < 90 * 60_000) return format.format(Math.max(1, Math.round(ms / 60_000)), "minute");
  return ms < DAY_MS ? format.format(Math.round(ms / HOUR_MS), "hour") : format.format(Math.round(ms / DAY_MS), "day");
}

/** `12:40`, or `1:05:00` from an hour on. */
export function countdown(ms: number): string {
  const all = Math.max(0, Math.ceil(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes, seconds] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds)}` : `${minutes}:${two(seconds)}`;
}
