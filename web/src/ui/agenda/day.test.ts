import type { WireEvent } from "@hisho/protocol";
import { describe, expect, it } from "vitest";
import { wireEvent, wireItem } from "../../agenda/testing/made.ts";
import { addDays, countdown, dayOf, isOver, linesOf, nextOf, untilWords, weekOf } from "./day.ts";

const local = (text: string): string => new Date(text).toISOString();
const event = (id: string, time: WireEvent["time"]) => wireEvent({ id, time });
const reminder = (id: string, due: string, rung: string | null = null) =>
  wireItem({ id, kind: "reminder", due_at: local(due), rung_at: rung });

describe("days of the agenda", () => {
  it("count across months and years", () => {
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(addDays("2028-03-01", -1)).toBe("2028-02-29");
    expect(weekOf("2026-11-22")).toEqual([
      "2026-11-16",
      "2026-11-17",
      "2026-11-18",
      "2026-11-19",
      "2026-11-20",
      "2026-11-21",
      "2026-11-22",
    ]);
    expect(dayOf(new Date("2026-11-20T23:59"))).toBe("2026-11-20");
  });

  it("hold what touches them, whole days first, with what rings", () => {
    const events = [
      event("late", { start: local("2026-11-20T23:00"), end: local("2026-11-21T01:00") }),
      event("morning", { start: local("2026-11-20T10:00"), end: local("2026-11-20T10:30") }),
      event("before", { start: local("2026-11-19T10:00"), end: local("2026-11-20T00:00") }),
      event("trip", { first_day: "2026-11-18", last_day: "2026-11-20" }),
    ];
    const items = [reminder("call", "2026-11-20T18:30"), reminder("other", "2026-11-21T00:00")];
    const lines = linesOf("2026-11-20", events, items);
    expect(lines.map(({ id }) => id)).toEqual(["trip", "morning", "call", "late"]);
    expect(linesOf("2026-11-21", events, items).map(({ id }) => id)).toEqual(["late", "other"]);
    const now = new Date("2026-11-20T14:02");
    expect(nextOf(lines, now)?.id).toBe("call");
    expect(lines.filter((line) => isOver(line, now)).map(({ id }) => id)).toEqual(["morning"]);
    const rung = linesOf("2026-11-20", [], [reminder("call", "2026-11-20T18:30", local("2026-11-20T18:30"))]);
    expect(nextOf(rung, now)).toBeUndefined();
    const daily = { ...reminder("pills", "2026-11-20T07:00"), repeat: { rule: "FREQ=DAILY", time_zone: "Asia/Tokyo" } };
    const rings = [20, 21].map((date) => ({ item: "pills", at: local(`2026-11-${date}T07:00`) }));
    expect(linesOf("2026-11-21", [], [daily], rings).map(({ start }) => start?.getHours())).toEqual([7]);
    expect(linesOf("2026-11-20", [], [daily], rings)).toHaveLength(1);
    expect(linesOf("2026-11-22", [], [daily], rings)).toEqual([]);
  });

  it("open what can be changed or says why not, and nothing of a calendar that is only read", () => {
    const time = { first_day: "2026-11-20", last_day: "2026-11-20" };
    const of = (id: string, more: Partial<WireEvent>) => wireEvent({ id, time, calendar: "仕事", ...more });
    const events = [of("a", {}), of("b", { change: "calendar" }), of("c", { why: "repeats" }), event("d", time)];
    const lines = linesOf("2026-11-20", events, [wireItem({ id: "d", kind: "event", time })]);
    expect(lines.map((line) => line.event?.id ?? null)).toEqual([null, "b", "c", "d"]);
  });

  it("say how long it is until then, and what is left of a timer", () => {
    const now = new Date("2026-11-20T14:02");
    expect(untilWords(new Date("2026-11-20T15:00"), now, "ja")).toBe("58分後");
    expect(untilWords(new Date("2026-11-20T18:00"), now, "en")).toBe("in 4 hours");
    expect([760_000, 3_900_000, 400, -1].map(countdown)).toEqual(["12:40", "1:05:00", "0:01", "0:00"]);
  });
});
