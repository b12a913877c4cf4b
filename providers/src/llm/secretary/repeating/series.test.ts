import { parseRepeatRule, type RepeatRule, repeatRuleText } from "@hisho/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addDays, type Day, daysBetween, weekdayOf } from "../calendar.ts";
import { nextRing, ringsBetween } from "./series.ts";

const DAY_MS = 86_400_000;
const lastOf = ({ year, month }: Day): number => new Date(Date.UTC(year, month, 0)).getUTCDate();
const mondayOf = (day: Day): Day => addDays(day, -((weekdayOf(day) + 6) % 7));

/** RFC 5545, section 3.3.10, read day by day. */
function comesOn(rule: RepeatRule, first: Day, day: Day): boolean {
  const every = (units: number): boolean => units % rule.interval === 0;
  const isMonthDay = ({ day: wanted, orLast }: { day: number; orLast: boolean }): boolean =>
    day.day === (wanted === -1 ? lastOf(day) : orLast ? Math.min(wanted, lastOf(day)) : wanted);
  switch (rule.every) {
    case "day":
      return every(daysBetween(first, day));
    case "week":
      return rule.weekdays.includes(weekdayOf(day)) && every(daysBetween(mondayOf(first), mondayOf(day)) / 7);
    case "month": {
      const { on } = rule;
      if (!every((day.year - first.year) * 12 + day.month - first.month)) return false;
      if (!("nth" in on)) return isMonthDay(on);
      const isNth = on.nth === -1 ? day.day > lastOf(day) - 7 : Math.ceil(day.day / 7) === on.nth;
      return isNth && weekdayOf(day) === on.weekday;
    }
    case "year":
      return every(day.year - first.year) && day.month === rule.month && isMonthDay(rule.on);
    default:
      return rule satisfies never;
  }
}

const interval = fc.integer({ min: 1, max: 9 });
const monthDay = fc
  .constantFrom(1, 15, 28, 29, 30, 31, -1)
  .chain((day) => fc.boolean().map((orLast) => ({ day, orLast: orLast && day > 28 })));
const rules: fc.Arbitrary<RepeatRule> = fc
  .oneof(
    interval.map((n) => ({ every: "day", interval: n }) as const),
    fc
      .tuple(interval, fc.uniqueArray(fc.integer({ min: 0, max: 6 }), { minLength: 1 }))
      .map(([n, weekdays]) => ({ every: "week", interval: n, weekdays: weekdays.sort((a, b) => a - b) }) as const),
    fc.tuple(interval, monthDay).map(([n, on]) => ({ every: "month", interval: n, on }) as const),
    fc
      .tuple(interval, fc.constantFrom(1, 2, 3, 4, -1), fc.integer({ min: 0, max: 6 }))
      .map(([n, nth, weekday]) => ({ every: "month", interval: n, on: { nth, weekday } }) as RepeatRule),
    fc
      .tuple(interval, fc.integer({ min: 1, max: 12 }), monthDay)
      .map(([n, month, on]) => ({ every: "year", interval: n, month, on }) as const),
  )
  // Through its text, so that only rules that can be kept are asked about.
  .map((rule) => parseRepeatRule(repeatRuleText(rule)))
  .filter((rule) => rule !== undefined);

describe("the next time", () => {
  it("is the one that a look at every day finds, however long the series has run", () => {
    const first = fc.integer({ min: 0, max: 3_000 }).map((days) => addDays({ year: 1990, month: 1, day: 1 }, days));
    fc.assert(
      fc.property(rules, first, fc.integer({ min: -400, max: 15_000 }), (rule, day, daysLater) => {
        const from = new Date(Date.UTC(day.year, day.month - 1, day.day, 9));
        const repeat = { rule: repeatRuleText(rule), timeZone: "UTC", from: from.toISOString().slice(0, 16) };
        const after = new Date(from.getTime() + daysLater * DAY_MS);
        const until = new Date(Math.max(after.getTime(), from.getTime()) + 800 * DAY_MS);
        const slow: string[] = [];
        for (let at = addDays(day, Math.max(0, daysLater)), ms = 0; ms <= until.getTime(); at = addDays(at, 1)) {
          ms = Date.UTC(at.year, at.month - 1, at.day, 9);
          if (ms > after.getTime() && ms < until.getTime() && comesOn(rule, day, at)) slow.push(new Date(ms).toJSON());
        }
        expect(ringsBetween(repeat, new Date(after.getTime() + 1), until, 800).map((at) => at.toJSON())).toEqual(slow);
        if (slow[0] !== undefined) expect(nextRing(repeat, after)?.toJSON()).toBe(slow[0]);
      }),
      { numRuns: 100 },
    );
  });

  it("comes also after centuries, and never of a day that no year of the rule has", () => {
    const daily = { rule: "FREQ=DAILY;INTERVAL=3", timeZone: "Asia/Tokyo", from: "1501-01-01T09:00" };
    expect(nextRing(daily, new Date("2026-11-22T06:00Z"))?.toJSON()).toBe("2026-11-25T00:00:00.000Z");
    const never = { rule: "FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=29", timeZone: "UTC", from: "2027-01-01T09:00" };
    expect(nextRing(never, new Date("2026-11-22T06:00Z"))).toBeNull();
  });
});
