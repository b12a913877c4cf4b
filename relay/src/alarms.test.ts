import { expect, it } from "vitest";
import { ManualClock, settle } from "../tests/manual-clock.ts";
import { createMemoryStore } from "../tests/memory-store.ts";
import { Alarms } from "./alarms.ts";
import { createLog } from "./log.ts";
import type { Announcement } from "./session/conversation.ts";

async function timerDue(clock: ManualClock) {
  const store = createMemoryStore();
  const alarms = new Alarms(
    store,
    clock,
    createLog("error", () => {}),
  );
  const dueAt = new Date(clock.date().getTime() + 1000);
  await alarms.desk.add("s1", { kind: "timer", text: "tea", language: "en-US", dueAt });
  await alarms.arm();
  return { store, alarms };
}

it("keeps an alarm until it is being said, and rings it once", async () => {
  const clock = new ManualClock();
  const { store, alarms } = await timerDue(clock);
  const told: Announcement[] = [];
  alarms.connect((_, announcement) => told.push(announcement) > 0);
  expect(alarms.awaits("s1")).toBe(true);
  await clock.pass(1000);
  await alarms.arm();
  expect(told).toHaveLength(1);
  expect(await store.dueItems(clock.date())).toHaveLength(1);
  told[0]?.settled(true);
  await settle();
  expect(await store.dueItems(clock.date())).toHaveLength(0);
  expect(alarms.awaits("s1")).toBe(false);
});

it("rings again for the next session when the first one ended without saying it", async () => {
  const clock = new ManualClock();
  const { alarms } = await timerDue(clock);
  const told: Announcement[] = [];
  alarms.connect((_, announcement) => told.push(announcement) > 0);
  await clock.pass(1000);
  told[0]?.settled(false);
  await alarms.arm();
  expect(told).toHaveLength(2);
});
