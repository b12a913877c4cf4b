import { describe, expect, it } from "vitest";
import { type DayRef, instantOf, localTime, resolveDay, resolveWhen, type When } from "./calendar.ts";

const TOKYO = "Asia/Tokyo";
/** Saturday, 15:00 in Tokyo. */
const now = new Date("2026-11-21T06:00:00Z");
const today = localTime(now, TOKYO);

describe("resolveDay", () => {
  it.each<[DayRef, string | undefined]>([
    [{ kind: "offset", days: 0 }, "2026-11-21"],
    [{ kind: "offset", days: 40 }, "2026-12-31"],
    [{ kind: "weekday", weekday: 5, week: null }, "2026-11-27"],
    [{ kind: "weekday", weekday: 6, week: null }, "2026-11-28"],
    [{ kind: "weekday", weekday: 5, week: 0 }, "2026-11-20"],
    [{ kind: "weekday", weekday: 0, week: 0 }, "2026-11-22"],
    [{ kind: "weekday", weekday: 5, week: 1 }, "2026-11-27"],
    [{ kind: "weekday", weekday: 1, week: -1 }, "2026-11-09"],
    [{ kind: "date", month: 12, day: 25 }, "2026-12-25"],
    [{ kind: "date", month: 1, day: 5 }, "2027-01-05"],
    [{ kind: "date", month: 11, day: 21 }, "2026-11-21"],
    [{ kind: "date", month: 2, day: 29 }, "2028-02-29"],
    [{ kind: "date", month: 2, day: 30 }, undefined],
    [{ kind: "date", day: 20 }, "2026-12-20"],
    [{ kind: "date", day: 31 }, "2026-12-31"],
    [{ kind: "date", day: 3, monthsAhead: 1 }, "2026-12-03"],
    [{ kind: "date", year: 2025, month: 3, day: 1 }, "2025-03-01"],
  ])("%j", (ref, expected) => {
    const day = resolveDay(ref, today);
    const text = day && [day.year, day.month, day.day].map((n) => String(n).padStart(2, "0")).join("-");
    expect(text).toBe(expected);
  });
});

describe("resolveWhen", () => {
  const at = (hour: number, minute: number, half: "am" | "pm" | null, day: DayRef | null = null): When => ({
    kind: "at",
    day,
    clock: { hour, minute, half },
  });
  const tomorrow: DayRef = { kind: "offset", days: 1 };
  it.each<[When, string | undefined]>([
    [{ kind: "in", ms: 20 * 60_000 }, "2026-11-21T06:20:00.000Z"],
    [at(18, 30, null), "2026-11-21T09:30:00.000Z"],
    [at(6, 30, "pm"), "2026-11-21T09:30:00.000Z"],
    [at(6, 30, null), "2026-11-21T09:30:00.000Z"],
    [at(2, 0, null), "2026-11-22T05:00:00.000Z"],
    [at(9, 0, "am"), "2026-11-22T00:00:00.000Z"],
    [at(12, 0, "am"), "2026-11-21T15:00:00.000Z"],
    [at(24, 0, null), "2026-11-21T15:00:00.000Z"],
    [at(9, 0, null, tomorrow), "2026-11-22T00:00:00.000Z"],
    [at(3, 0, null, tomorrow), "2026-11-22T06:00:00.000Z"],
    [at(12, 0, null, tomorrow), "2026-11-22T03:00:00.000Z"],
    [at(9, 0, "am", { kind: "offset", days: 0 }), undefined],
    [{ kind: "at", day: tomorrow, clock: null }, "2026-11-22T00:00:00.000Z"],
  ])("%j", (when, expected) => {
    expect(resolveWhen(when, now, TOKYO)?.toISOString()).toBe(expected);
  });

  it("follows clock changes", () => {
    const berlin = "Europe/Berlin";
    const skipped = { year: 2026, month: 3, day: 29, hour: 2, minute: 30, second: 0 };
    expect(localTime(instantOf(skipped, berlin), berlin)).toMatchObject({ hour: 3, minute: 30 });
    expect(instantOf({ ...skipped, month: 7, hour: 12 }, berlin).toISOString()).toBe("2026-07-29T10:30:00.000Z");
  });
});
