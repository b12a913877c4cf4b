import type { WireItem } from "@hisho/protocol";
import { describe, expect, it } from "vitest";
import { wireAgenda, wireEvent, wireItem } from "../../agenda/testing/made.ts";
import { examplesOf, todayOf } from "./today.ts";

const NOW = new Date("2026-11-20T15:00");
const local = (text: string): string => new Date(text).toISOString();
const item = (id: string, kind: WireItem["kind"], due: string | null, rung: string | null = null) =>
  wireItem({ id, kind, due_at: due === null ? null : local(due), rung_at: rung });
const event = (id: string, from: string, to: string) =>
  wireEvent({ id, time: { start: local(`2026-11-20T${from}`), end: local(`2026-11-20T${to}`) } });
const agenda = wireAgenda({
  events: [
    event("over", "09:00", "10:00"),
    event("later", "18:00", "19:00"),
    event("on", "14:30", "15:30"),
    wireEvent({ id: "whole", time: { first_day: "2026-11-20", last_day: "2026-11-20" } }),
  ],
});
const weeks = { "2026-11-16": agenda };

describe("today", () => {
  it("counts what is left of it: whole days and what is on, not what is over or has rung", () => {
    const rung = item("rung", "reminder", "2026-11-20T16:00", local("2026-11-20T14:59"));
    const { lines, next } = todayOf({ weeks, items: [rung, item("call", "reminder", "2026-11-20T20:00")] }, NOW);
    expect(lines).toEqual({ all: 6, ahead: 4 });
    expect(next?.id).toBe("on");
    expect(todayOf({ weeks, items: null }, new Date("2026-11-20T15:30")).next?.id).toBe("later");
    expect(todayOf({ weeks, items: [] }, new Date("2026-11-20T23:00"))).toMatchObject({
      lines: { all: 4, ahead: 1 },
      next: null,
    });
  });

  it("is unknown in a week that was never looked at; an empty day is known", () => {
    expect(todayOf({ weeks, items: null }, new Date("2026-11-23T09:00")).lines).toBeNull();
    expect(todayOf({ weeks, items: [] }, new Date("2026-11-17T09:00")).lines).toEqual({ all: 0, ahead: 0 });
  });

  it("knows the running timer that ends first; one that is held or has ended is none", () => {
    const timers = [
      item("late", "timer", "2026-11-20T15:40"),
      item("soon", "timer", "2026-11-20T15:05"),
      item("ended", "timer", "2026-11-20T14:59"),
      item("held", "timer", null),
    ];
    expect(todayOf({ weeks: {}, items: timers }, NOW).timer?.id).toBe("soon");
    expect(todayOf({ weeks: {}, items: timers.slice(2) }, NOW).timer).toBeNull();
  });
});

it("proposes two things to say from what is there", () => {
  const of = (items: readonly WireItem[] | null, known = weeks) =>
    examplesOf(todayOf({ weeks: known, items }, NOW), items);
  const timer = item("tea", "timer", "2026-11-20T15:05");
  const note = item("note", "note", null);
  expect(of(null, {} as typeof weeks)).toEqual(["timer", "time"]);
  expect(of([])).toEqual(["tomorrow", "timer"]);
  expect(of([timer, note])).toEqual(["timerLeft", "tomorrow"]);
  expect(of([note])).toEqual(["tomorrow", "readNotes"]);
  expect(of([{ ...note, done_at: local("2026-11-20T10:00") }])).toEqual(["tomorrow", "timer"]);
  expect(of([timer], { "2026-11-16": wireAgenda() })).toEqual(["timerLeft", "add"]);
});
