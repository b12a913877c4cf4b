/** When a repeating reminder rings: at the same hour of the person's clock, whatever the clocks of the zone do. */
import { parseRepeatRule, type RepeatRule, repeatRuleText } from "@hisho/protocol";
import type { DeskItem, Repeat } from "../../port.ts";
import { addDays, type Day, daysBetween, instantOf, type LocalTime, weekdayOf } from "../calendar.ts";

const DAY_MS = 86_400_000;
/** No clock of any zone is farther from UTC. */
const FARTHEST_ZONE_MS = 2 * DAY_MS;
/** Of four digits, as the text of an instant is compared. */
const LAST_YEAR = 9999;

/**
 * A series whose first ring is the first of its rule at `hour:minute` after `after`.
 * @param first no day before this one; the rule counts its intervals from the first ring
 */
export function seriesFrom(
  rule: RepeatRule,
  clock: Pick<LocalTime, "hour" | "minute">,
  first: Day,
  after: Date,
  timeZone: string,
): { repeat: Repeat; dueAt: Date } | undefined {
  // "Every other Friday" begins with the next one.
  const anyTime = { rule: repeatRuleText({ ...rule, interval: 1 }), timeZone, from: isoOf({ ...first, ...clock }) };
  for (const local of locals(anyTime, after)) {
    const dueAt = instantOf(local, timeZone);
    if (dueAt > after) return { repeat: { rule: repeatRuleText(rule), timeZone, from: isoOf(local) }, dueAt };
  }
  return undefined;
}

/** @returns null when there is none before the year 10000, or the rule is none */
export function nextRing(repeat: Repeat, after: Date): Date | null {
  const { value } = ringsOf(repeat, after).next();
  return value ?? null;
}

/** Until when it is settled when it rings: at its next time, and at none before the one that this stands for. */
export function settledUntil({ dueAt, repeatAt }: Pick<DeskItem, "dueAt" | "repeatAt">): Date {
  return new Date(Math.max(dueAt?.getTime() ?? 0, repeatAt?.getTime() ?? 0));
}

/** Of its own times, the one that its next time stands for, wherever that was moved. */
export function ownTimeOf({ dueAt, repeat, repeatAt }: DeskItem): Date | undefined {
  if (repeat === undefined || dueAt === null) return undefined;
  const isOwn = ringsBetween(repeat, dueAt, new Date(dueAt.getTime() + 1), 1).length > 0;
  return isOwn ? dueAt : (repeatAt ?? dueAt);
}

/** From `from` until before `to`, at most `most`. */
export function ringsBetween(repeat: Repeat, from: Date, to: Date, most: number): Date[] {
  const rings: Date[] = [];
  for (const ring of ringsOf(repeat, new Date(from.getTime() - 1))) {
    if (ring >= to || rings.length >= most) break;
    rings.push(ring);
  }
  return rings;
}

function* ringsOf(repeat: Repeat, after: Date): Generator<Date, undefined> {
  for (const local of locals(repeat, after)) {
    const ring = instantOf(local, repeat.timeZone);
    if (ring > after) yield ring;
  }
  return undefined;
}

/** On the clocks of its zone, from about `after` on: how long it has run makes no difference. */
function* locals({ rule: text, from }: Repeat, after: Date): Generator<LocalTime> {
  const rule = parseRepeatRule(text);
  if (rule === undefined) return;
  const [first, [hour = 0, minute = 0]] = [dayFrom(from), from.slice(11).split(":").map(Number)];
  const near = new Date(after.getTime() - FARTHEST_ZONE_MS).toISOString().slice(0, 16);
  const earliest = near > from ? near : from;
  // A rule that names no day ever, such as 29 February every other odd year, ends with the years.
  const last = countAt(rule, first, { year: LAST_YEAR, month: 12, day: 31 });
  for (let count = countAt(rule, first, dayFrom(earliest)); count <= last; count += rule.interval) {
    for (const found of daysOf(rule, first, count)) {
      const local = { ...found, hour, minute, second: 0 };
      if (isoOf(local) >= earliest) yield local;
    }
  }
}

const dayFrom = (iso: string): Day => {
  const [year = 0, month = 1, day = 1] = iso.slice(0, 10).split("-").map(Number);
  return { year, month, day };
};

const mondayOf = (day: Day): Day => addDays(day, -((weekdayOf(day) + 6) % 7));

/** How many days, weeks, months or years the rule counts from `first` until `day`: a multiple of its interval. */
function countAt({ every, interval }: RepeatRule, first: Day, day: Day): number {
  const units = {
    day: () => daysBetween(first, day),
    week: () => daysBetween(mondayOf(first), mondayOf(day)) / 7,
    month: () => (day.year - first.year) * 12 + day.month - first.month,
    year: () => day.year - first.year,
  }[every]();
  return Math.floor(units / interval) * interval;
}

/** What the rule names in the day, week, month or year that lies `count` of them after that of `first`, in order. */
function daysOf(rule: RepeatRule, first: Day, count: number): Day[] {
  switch (rule.every) {
    case "day":
      return [addDays(first, count)];
    case "week": {
      const monday = addDays(mondayOf(first), 7 * count);
      const sinceMonday = rule.weekdays.map((weekday) => (weekday + 6) % 7).sort((a, b) => a - b);
      return sinceMonday.map((days) => addDays(monday, days));
    }
    case "month":
      return dayOfMonth(rule.on, first.year, first.month + count);
    case "year":
      return dayOfMonth(rule.on, first.year + count, rule.month);
    default:
      return rule satisfies never;
  }
}

/** @param month from 1; more than 12 are those of later years @returns none where the month has no such day */
function dayOfMonth(on: Extract<RepeatRule, { every: "month" }>["on"], year: number, month: number): Day[] {
  const begin = addDays({ year, month, day: 1 }, 0);
  const end = addDays({ year, month: month + 1, day: 1 }, -1);
  if ("nth" in on) {
    const back = (weekdayOf(end) - on.weekday + 7) % 7;
    const ahead = (on.weekday - weekdayOf(begin) + 7) % 7;
    return [on.nth === -1 ? addDays(end, -back) : addDays(begin, ahead + 7 * (on.nth - 1))];
  }
  if (on.day === -1 || (on.orLast && on.day > end.day)) return [end];
  return on.day > end.day ? [] : [{ ...begin, day: on.day }];
}

/** `2026-11-23T09:00`. */
export function isoOf({ year, month, day, hour, minute }: Omit<LocalTime, "second">): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}
