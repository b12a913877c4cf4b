import { expect, it } from "vitest";
import { ManualClock, settle } from "../tests/manual-clock.ts";
import { createMemoryStore } from "../tests/memory-store.ts";
import { Alarms } from "./alarms.ts";
import { createLog } from "./log.ts";
import type { Announcement } from "./session/announcements.ts";

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
  expect(await told[0]?.claim()).toBe(true);
  expect(await told[0]?.claim()).toBe(true);
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
  await settle();
  await alarms.arm();
  expect(told).toHaveLength(2);
  void told[1]?.claim();
  told[1]?.settled(false);
  await settle();
  await alarms.arm();
  expect(told).toHaveLength(3);
});

it("is not said where another relay says it or it was removed, and is said where the store cannot tell", async () => {
  const clock = new ManualClock();
  const { store, alarms } = await timerDue(clock);
  const told: Announcement[] = [];
  alarms.connect((_, announcement) => told.push(announcement) > 0);
  await clock.pass(1000);
  const [item] = await store.dueItems(clock.date());
  await store.markRung(item?.id ?? "", clock.date());
  expect(await told[0]?.claim()).toBe(false);
  told[0]?.settled(false);
  await settle();
  await store.unmarkRung(item?.id ?? "");
  await alarms.arm();
  store.markRung = () => Promise.reject(new Error("away"));
  expect(await told[1]?.claim()).toBe(true);
  told[1]?.settled(true);
  await alarms.arm();
  expect(told).toHaveLength(2);
});

it("rings what is due later at its time, whatever waits to be said meanwhile", async () => {
  const clock = new ManualClock();
  const { alarms } = await timerDue(clock);
  const told: Announcement[] = [];
  alarms.connect((_, announcement) => told.push(announcement) > 0);
  const dueAt = new Date(clock.date().getTime() + 5000);
  await alarms.desk.add("s1", { kind: "timer", text: "eggs", language: "en-US", dueAt });
  await clock.pass(1000);
  await alarms.arm();
  await clock.pass(4000);
  await settle();
  expect(told.map(({ text }) => text)).toEqual([expect.stringContaining("tea"), expect.stringContaining("eggs")]);
});

it("does not ring what was put off while it waited to be said, and rings it at its new time", async () => {
  const clock = new ManualClock();
  const { store, alarms } = await timerDue(clock);
  const told: Announcement[] = [];
  alarms.connect((_, announcement) => told.push(announcement) > 0);
  await clock.pass(1000);
  await alarms.arm();
  const [tea] = await store.dueItems(clock.date());
  await alarms.desk.change("s1", tea?.id ?? "", { dueAt: new Date(clock.date().getTime() + 60_000) });
  expect(await told[0]?.claim()).toBe(false);
  told[0]?.settled(false);
  await clock.pass(60_000);
  await alarms.arm();
  expect(told).toHaveLength(2);
  expect(await told[1]?.claim()).toBe(true);
});

async function unheardBy(announce: (announcement: Announcement) => boolean) {
  const clock = new ManualClock();
  const { store, alarms } = await timerDue(clock);
  const unheard: string[] = [];
  alarms.connect(
    (_, announcement) => announce(announcement),
    ({ text }) => unheard.push(text),
  );
  await clock.pass(1000);
  await alarms.arm();
  return { clock, store, alarms, unheard };
}

it("tells what nobody has said a few seconds after its time", async () => {
  const { clock, unheard } = await unheardBy(() => false);
  await clock.pass(4_999);
  expect(unheard).toEqual([]);
  await clock.pass(1);
  expect(unheard).toEqual(["tea"]);
});

it("tells of nothing that a page has said by then", async () => {
  const said: Announcement[] = [];
  const { clock, unheard } = await unheardBy((announcement) => said.push(announcement) > 0);
  await said[0]?.claim();
  said[0]?.settled(true);
  await clock.pass(60_000);
  expect(unheard).toEqual([]);
});

it("tells what a page was about to say when it left", async () => {
  const taken: Announcement[] = [];
  const { clock, alarms, unheard } = await unheardBy((announcement) => taken.push(announcement) > 0);
  await taken[0]?.claim();
  await clock.pass(10_000);
  unheard.length = 0;
  taken[0]?.settled(false);
  await settle();
  await clock.pass(5_000);
  expect(unheard).toEqual(["tea"]);
  await alarms.close();
});

it("tells nothing after its end", async () => {
  const { clock, alarms, unheard } = await unheardBy(() => false);
  await alarms.close();
  await clock.pass(60_000);
  expect(unheard).toEqual([]);
});
