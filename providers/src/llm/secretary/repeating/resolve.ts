import type { MonthDay, RepeatRule } from "@hisho/protocol";
import type { Repeat } from "../../port.ts";
import { type ClockRef, type Day, hourOf, localTime, resolveDay, type When, weekdayOf } from "../calendar.ts";
import type { PartOfDay, RepeatRef } from "./intent.ts";
import { seriesFrom } from "./series.ts";

const HOURS: Readonly<Record<PartOfDay, number>> = { morning: 8, noon: 12, afternoon: 15, evening: 18, night: 20 };
/** When no hour is named. */
const DEFAULT_HOUR = 9;
const LAST: MonthDay = { day: -1, orLast: false };

/**
 * What was asked for, from now on.
 * @param when its hour, and the day it begins on; null where neither was named
 * @returns undefined when that is no time
 */
export function resolveRepeat(
  ref: RepeatRef,
  when: When | null,
  now: Date,
  timeZone: string,
): { repeat: Repeat; dueAt: Date } | undefined {
  if (when?.kind === "in") return undefined;
  const today = localTime(now, timeZone);
  const first = when === null || when.day === null ? today : resolveDay(when.day, today);
  if (first === undefined) return undefined;
  const clock = clockOf(when?.clock ?? null, ref.part);
  return seriesFrom(ruleFrom(ref, first), clock, first, now, timeZone);
}

function clockOf(clock: ClockRef | null, part: PartOfDay | null): { hour: number; minute: number } {
  if (clock === null) return { hour: part === null ? DEFAULT_HOUR : HOURS[part], minute: 0 };
  if (clock.half !== null || part === null) return { hour: hourOf(clock), minute: clock.minute };
  const isEarly = part === "morning" || (part === "noon" && clock.hour >= 10) || (part === "night" && clock.hour < 5);
  const half = clock.hour > 12 ? null : isEarly && clock.hour < 12 ? "am" : "pm";
  return { hour: hourOf({ ...clock, half }), minute: clock.minute };
}

/** The rule, with what was left open taken from the first day. */
function ruleFrom({ every, interval }: RepeatRef, first: Day): RepeatRule {
  switch (every.unit) {
    case "day":
      return { every: "day", interval };
    case "week":
      return { every: "week", interval, weekdays: every.weekdays.length > 0 ? every.weekdays : [weekdayOf(first)] };
    case "month":
      return { every: "month", interval, on: every.on ?? dayOrLast(first.day) };
    case "year": {
      const { month, day } = every.on ?? first;
      return { every: "year", interval, month, on: month === 2 && day === 29 ? LAST : { day, orLast: false } };
    }
    default:
      return every satisfies never;
  }
}

/** Who says "the 31st" wants to be reminded in February too. */
export const dayOrLast = (day: number): MonthDay =>
  day > 28 ? (day === 31 ? LAST : { day, orLast: true }) : { day, orLast: false };
