/** An event as the fields of its sheet, and what of it was changed. */
import type { WireEvent, WireEventChange } from "@hisho/protocol";
import { addDays, clockOf, dayOf, noonOf } from "./day.ts";

const DAY_MS = 86_400_000;

/** Days are `YYYY-MM-DD`, clocks `HH:MM` and local; no clocks for whole days. */
export interface EventFields {
  title: string;
  place: string;
  day: string;
  lastDay: string;
  from: string;
  to: string;
}

export function fieldsOf({ title, place, time }: Pick<WireEvent, "title" | "place" | "time">): EventFields {
  if ("first_day" in time) return { title, place, day: time.first_day, lastDay: time.last_day, from: "", to: "" };
  const [start, end] = [new Date(time.start), new Date(time.end)];
  return { title, place, day: dayOf(start), lastDay: dayOf(end), from: clockOf(start), to: clockOf(end) };
}

/** On another first day, as long as it was. */
export function withDay(fields: EventFields, day: string): EventFields {
  const days = Math.round((+noonOf(fields.lastDay) - +noonOf(fields.day)) / DAY_MS);
  return { ...fields, day, lastDay: Number.isNaN(+noonOf(day)) ? fields.lastDay : addDays(day, days) };
}

const TIME = ["day", "lastDay", "from", "to"] as const;
const isMoved = (before: EventFields, now: EventFields): boolean => TIME.some((name) => before[name] !== now[name]);

/** @returns null while something that is needed is missing or in the wrong order */
export function changeOf(before: EventFields, now: EventFields): Omit<WireEventChange, "time_zone" | "etag"> | null {
  const [title, place] = [now.title.trim(), now.place.trim()];
  const time = timeOf(now);
  if (title === "" || time === null) return null;
  return {
    ...(title === before.title ? {} : { title }),
    ...(place === before.place ? {} : { place }),
    ...(isMoved(before, now) ? { time } : {}),
  };
}

function timeOf({ day, lastDay, from, to }: EventFields): WireEvent["time"] | null {
  if (Number.isNaN(+noonOf(day)) || Number.isNaN(+noonOf(lastDay))) return null;
  if (from === "" && to === "") return day <= lastDay ? { first_day: day, last_day: lastDay } : null;
  // On one day an end before the beginning is of the day after.
  const [start, end] = [
    new Date(`${day}T${from}`),
    new Date(`${day === lastDay && to < from ? addDays(day, 1) : lastDay}T${to}`),
  ];
  return start <= end ? { start: start.toISOString(), end: end.toISOString() } : null;
}

/**
 * What a person wrote over what somebody else changed meanwhile: theirs where they wrote, else as it is now. The time is
 * one matter.
 * @param before what both began from
 */
export function merged(before: EventFields, written: EventFields, now: EventFields): EventFields {
  const time = isMoved(before, written) ? written : now;
  return {
    title: written.title === before.title ? now.title : written.title,
    place: written.place === before.place ? now.place : written.place,
    day: time.day,
    lastDay: time.lastDay,
    from: time.from,
    to: time.to,
  };
}
