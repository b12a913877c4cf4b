import { describe, expect, it } from "vitest";
import type { DeskClient } from "./desk-client.ts";
import { createPlanner } from "./planner.ts";
import { wireAgenda, wireItem } from "./testing/made.ts";

function open() {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  let items = [wireItem({ id: "傘", kind: "note" })];
  let gone: typeof items = [];
  let isAway = false;
  const client = {
    agenda: async () => (isAway ? null : wireAgenda()),
    items: async () => (isAway ? null : items),
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
  return { start, storage, away: (value: boolean) => (isAway = value) };
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
    expect(planner.store.getState().failed).toBe(true);
  });

  it("puts back what was removed", async () => {
    const planner = open().start();
    await planner.look("2026-11-16", "2026-11-22");
    await planner.remove({ id: "傘", text: "傘" });
    expect(planner.store.getState()).toMatchObject({ items: [], removed: { id: "傘" } });
    await planner.undo();
    expect(planner.store.getState()).toMatchObject({ items: [{ id: "傘" }], removed: null });
  });

  it("starts empty over storage that holds something else", () => {
    const { start, storage } = open();
    storage.setItem("hisho.desk", '{"weeks":{"x":1},"items":"y"}');
    expect(start().store.getState()).toMatchObject({ weeks: {}, items: null });
    storage.setItem("hisho.desk", "{");
    expect(start().store.getState()).toMatchObject({ weeks: {}, items: null });
  });
});
