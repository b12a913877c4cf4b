/** When a repeating reminder rings: at the same hour of the person's clock, whatever the clocks of the zone do. */
import { parseRepeatRule, type RepeatRule, repeatRuleText } from "@hisho/protocol";
import ICAL from "ical.js";
import type { DeskItem, Repeat } from "../../port.ts";
import { type Day, instantOf, type LocalTime } from "../calendar.ts";

/** Of one series, from its beginning: thirty years of days. */
const MOST_STEPS = 11_000;
const DAY_MS = 86_400_000;

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
  for (const local of locals(anyTime)) {
    const dueAt = instantOf(local, timeZone);
    if (dueAt > after) return { repeat: { rule: repeatRuleText(rule), timeZone, from: isoOf(local) }, dueAt };
  }
  return undefined;
}

/** @returns null when there is none: the rule is none, or has run for decades */
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
  for (const local of locals(repeat)) {
    // Zones lie within a day of UTC: what is farther back needs no look at its clocks.
    const roughly = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute);
    if (roughly < after.getTime() - 2 * DAY_MS) continue;
    const ring = instantOf(local, repeat.timeZone);
    if (ring > after) yield ring;
  }
  return undefined;
}

function* locals({ rule: text, from }: Repeat): Generator<LocalTime> {
  const rule = parseRepeatRule(text);
  if (rule === undefined) return;
  const start = ICAL.Time.fromDateTimeString(`${from}:00`);
  const upTo = "on" in rule && "day" in rule.on && rule.on.orLast ? rule.on.day : 31;
  const iterator = ICAL.Recur.fromString(upTo < 31 ? toMonthEnds(text) : text).iterator(start);
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const next = iterator.next();
    if (!next) return;
    const { year, month, hour, minute } = next;
    // A month's last day, or the one that was asked for where the month has it.
    const local = { year, month, day: Math.min(next.day, upTo), hour, minute, second: 0 };
    if (isoOf(local) >= from) yield local;
  }
}

/** ical.js does not count BYSETPOS among days of a month: the last of `28,29,30` is worked out from the month's end. */
const toMonthEnds = (text: string): string =>
  text.toUpperCase().replace(/BYMONTHDAY=[\d,]+;BYSETPOS=-1/, "BYMONTHDAY=-1");

/** `2026-11-23T09:00`. */
export function isoOf({ year, month, day, hour, minute }: Omit<LocalTime, "second">): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}
