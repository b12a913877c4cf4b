import { describe, expect, it } from "vitest";
import type { DeskClient } from "./desk-client.ts";
import { createPlanner, writtenCalendar } from "./planner.ts";
import { wireAgenda, wireCalendar, wireEvent, wireItem } from "./testing/made.ts";

const CHANGED = {
  reason: "changed",
  now: wireEvent({ id: "c/1", time: { first_day: "2027-01-08", last_day: "2027-01-08" }, calendar_id: "c", etag: "8" }),
};

function open() {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  let items = [wireItem({ id: "傘", kind: "note" })];
  let gone: typeof items = [];
  let isAway = false;
  const asked: unknown[][] = [];
  const asks =
    <Answer>(name: string, answer: Answer) =>
    async (...args: unknown[]) => {
      asked.push([name, ...args]);
      return answer;
    };
  const client = {
    changeEvent: asks("change", CHANGED),
    removeEvent: asks("remove", null),
    restoreEvent: asks("restore", "unreachable"),
    agenda: async () => (isAway ? null : wireAgenda()),
    items: async () => (isAway ? null : items),
    calendars: async () => (isAway ? null : []),
    add: async () => !isAway,
    remove: async (id: string) => {
      gone = items.filter((item) => item.id === id);
      items = items.filter((item) => item.id !== id);
      return !isAway;
    },
    restore: async () => {
      items = [...items, ...gone];
      return true;
    },
  } as unknown as DeskClient;
  const start = () => createPlanner(client, () => "Asia/Tokyo", storage);
  return { start, storage, asked, away: (value: boolean) => (isAway = value) };
}

describe("the planner", () => {
  it("shows the last known while the relay is away, also after a reload", async () => {
    const { start, away } = open();
    await start().look("2026-11-16", "2026-11-22");
    away(true);
    const planner = start();
    expect(planner.store.getState()).toMatchObject({ fresh: false, items: [{ id: "傘" }] });
    await planner.look("2026-11-16", "2026-11-22");
    expect(planner.store.getState()).toMatchObject({ fresh: false, items: [{ id: "傘" }] });
    expect(await planner.add([{ kind: "note", text: "x" }])).toBe(false);
    expect(planner.store.getState().failed).toBe("away");
  });

  it("puts back what was removed", async () => {
    const planner = open().start();
    await planner.look("2026-11-16", "2026-11-22");
    await planner.remove({ id: "傘", text: "傘" });
    expect(planner.store.getState()).toMatchObject({ items: [], removed: { id: "傘" } });
    await planner.undo();
    expect(planner.store.getState()).toMatchObject({ items: [{ id: "傘" }], removed: null });
  });

  it("changes the state of an event that was read, and puts back what it deleted from its calendar", async () => {
    const { start, asked } = open();
    const planner = start();
    await planner.look("2026-11-16", "2026-11-22");
    const time = { first_day: "2026-11-20", last_day: "2026-11-20" };
    const event = wireEvent({ id: "c/1", time, calendar: "仕事", calendar_id: "c", change: "calendar", etag: "7" });
    expect(await planner.changeEvent(event, { place: "駅前" })).toEqual(CHANGED);
    expect(asked.splice(0)).toEqual([["change", "c", "c/1", { place: "駅前", time_zone: "Asia/Tokyo", etag: "7" }]]);
    // The refusal is told where it was asked for; the page's own line says nothing.
    expect(planner.store.getState().failed).toBeNull();
    await planner.changeEvent({ ...event, etag: null }, {});
    expect(asked.splice(0)).toEqual([["change", "c", "c/1", { time_zone: "Asia/Tokyo" }]]);
    expect(await planner.removeEvent(event)).toBeNull();
    expect(planner.store.getState().removed).toEqual({ id: "c/1", text: "c/1", calendar: "c" });
    await planner.undo();
    expect(asked).toEqual([
      ["remove", "c", "c/1", { time_zone: "Asia/Tokyo", etag: "7" }],
      ["restore", "c", "c/1"],
    ]);
    expect(planner.store.getState()).toMatchObject({ removed: null, failed: "unreachable" });
  });

  it("starts empty over storage that holds something else", () => {
    const { start, storage } = open();
    storage.setItem("hisho.desk", '{"weeks":{"x":1},"items":"y"}');
    expect(start().store.getState()).toMatchObject({ weeks: {}, items: null });
    storage.setItem("hisho.desk", "{");
    expect(start().store.getState()).toMatchObject({ weeks: {}, items: null });
  });
});

it("knows where new events go, and nowhere while no collection of an account is chosen or it is gone", () => {
  const collections = [{ id: "work", name: "仕事", writable: true }];
  const calendars = [wireCalendar({ id: "a", kind: "url" }), wireCalendar({ id: "b", collections, writes_to: "work" })];
  expect(writtenCalendar(calendars)).toEqual({ id: "b", name: "仕事" });
  expect(writtenCalendar([wireCalendar({ id: "b", collections })])).toBeNull();
  expect(writtenCalendar([wireCalendar({ id: "b", writes_to: "work" })])).toBeNull();
});
