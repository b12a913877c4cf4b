import { type MonthDay, parseRepeatRule, type RepeatRule, repeatRuleText } from "@hisho/protocol";
import type { Repeat } from "../../port.ts";
import { type ClockRef, type Day, hourOf, localTime, resolveDay, type When, weekdayOf } from "../calendar.ts";
import type { PartOfDay, RepeatRef } from "./intent.ts";
import { seriesFrom } from "./series.ts";

const HOURS: Readonly<Record<PartOfDay, number>> = { morning: 8, noon: 12, afternoon: 15, evening: 18, night: 20 };
/** The hours that people count to it: from the first until before the second, over midnight. */
const SPANS: Readonly<Record<PartOfDay, readonly [from: number, to: number]>> = {
  morning: [3, 12],
  noon: [11, 14],
  afternoon: [12, 18],
  evening: [16, 24],
  night: [18, 5],
};
/** When no hour is named. */
const DEFAULT_HOUR = 9;
const NO_DAY: Day = { year: 2000, month: 1, day: 1 };
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
  const isMidnight = part === "night" && clock.hour === 12;
  const half = clock.hour > 12 ? null : isMidnight || (isEarly && clock.hour < 12) ? "am" : "pm";
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

/** Whether it is left open on which day. */
export const isOpen = ({ every }: RepeatRef): boolean =>
  every.unit !== "day" && (every.unit === "week" ? every.weekdays.length === 0 : every.on === null);

/** Whether it comes as it was named, in the part of the day that was named with it; what was left open fits. */
export function comesAgain({ rule: text, from }: Repeat, { every, interval, part }: RepeatRef): boolean {
  const rule = parseRepeatRule(text);
  if (rule === undefined || rule.every !== every.unit || rule.interval !== interval) return false;
  const [begin, end] = part === null ? [0, 24] : SPANS[part];
  const hour = Number(from.slice(11, 13));
  if (begin < end ? hour < begin || hour >= end : hour < begin && hour >= end) return false;
  // The text of a rule says each rule in one way. A day is not looked at: nothing was left open.
  return (
    every.unit === "day" ||
    isOpen({ every, interval, part }) ||
    repeatRuleText(ruleFrom({ every, interval, part }, NO_DAY)) === repeatRuleText(rule)
  );
}
