import { noDesk } from "@hisho/providers/llm/no-desk.ts";
import type { DeskItem } from "@hisho/providers/llm/port.ts";
import { answer } from "@hisho/providers/llm/secretary/answer.ts";
import { expect, it } from "vitest";
import { ManualClock, settle } from "../tests/manual-clock.ts";
import { createMemoryStore } from "../tests/memory-store.ts";
import { Alarms } from "./alarms.ts";
import { createLog } from "./log.ts";
import type { Announcement } from "./session/announcements.ts";
import type { Ring } from "./store/port.ts";

const once = (item: DeskItem | undefined): Ring => ({
  id: item?.id ?? "",
  dueAt: item?.dueAt ?? new Date(0),
  nextAt: null,
  missed: 0,
});

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

it("rings again at the time that it was put off to by voice", async () => {
  const clock = new ManualClock();
  const { alarms } = await timerDue(clock);
  const told: Announcement[] = [];
  alarms.connect((_, announcement) => told.push(announcement) > 0);
  await clock.pass(1000);
  await told[0]?.claim();
  told[0]?.settled(true);
  await settle();
  const request = { sessionId: "s1", turn: 2, language: "en-US", timeZone: "Asia/Tokyo", passages: [] };
  const messages = [{ role: "user", text: "Snooze 2 minutes" } as const];
  const { text } = await answer({ ...request, now: clock.date(), messages }, { ...noDesk, ...alarms.desk });
  expect(text).toMatch(/^The tea timer will ring/);
  await alarms.arm();
  await clock.pass(119_000);
  expect(told).toHaveLength(1);
  await clock.pass(1000);
  await alarms.arm();
  expect(told.map(({ item }) => item)).toEqual([told[0]?.item, told[0]?.item]);
  expect(await told[1]?.claim()).toBe(true);
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
  await store.markRung(once(item), clock.date());
  expect(await told[0]?.claim()).toBe(false);
  told[0]?.settled(false);
  await settle();
  await store.unmarkRung(once(item));
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

/** The clock begins on 1 January 2026, 00:00 UTC. */
async function daily(store = createMemoryStore(), clock = new ManualClock()) {
  const alarms = new Alarms(
    store,
    clock,
    createLog("error", () => {}),
  );
  const told: Announcement[] = [];
  const isThere = { is: true };
  const unheard: string[] = [];
  alarms.connect(
    (_, announcement) => isThere.is && told.push(announcement) > 0,
    ({ dueAt }) => unheard.push(dueAt?.toISOString() ?? ""),
  );
  const repeat = { rule: "FREQ=DAILY", timeZone: "UTC", from: "2026-01-01T07:00" };
  const dueAt = new Date("2026-01-01T07:00:00Z");
  await alarms.desk.add("s1", { kind: "reminder", text: "pills", language: "en-US", dueAt, repeat });
  await alarms.arm();
  const say = async (announcement: Announcement | undefined): Promise<boolean | undefined> => {
    const isOurs = await announcement?.claim();
    announcement?.settled(isOurs === true);
    await settle();
    await alarms.arm();
    return isOurs;
  };
  const due = async () => (await store.desk.list("s1", "reminder"))[0]?.dueAt?.toISOString();
  return { store, clock, alarms, told, isThere, unheard, say, due };
}
const HOUR_MS = 3_600_000;

it("rings what comes again each time, and once each time", async () => {
  const { clock, told, say, due } = await daily();
  await clock.pass(7 * HOUR_MS);
  expect(told.map(({ text }) => text)).toEqual(["Here is your reminder: pills."]);
  expect(await say(told[0])).toBe(true);
  expect(await due()).toBe("2026-01-02T07:00:00.000Z");
  await clock.pass(23 * HOUR_MS);
  expect(told).toHaveLength(1);
  await clock.pass(HOUR_MS);
  expect(told).toHaveLength(2);
  expect(await say(told[1])).toBe(true);
});

it("rings once on the day that it was moved on to an earlier hour", async () => {
  const { alarms, store, clock, told, say, due } = await daily();
  const own = new Date("2026-01-01T07:00:00Z");
  const [item] = await store.desk.list("s1", "reminder");
  await alarms.desk.change("s1", item?.id ?? "", { dueAt: new Date("2026-01-01T06:00:00Z"), repeatAt: own });
  await alarms.arm();
  await clock.pass(6 * HOUR_MS);
  expect(told).toHaveLength(1);
  await clock.pass(2 * HOUR_MS);
  expect(told).toHaveLength(1);
  expect(await say(told[0])).toBe(true);
  expect(await due()).toBe("2026-01-02T07:00:00.000Z");
});

it("rings once at one of two relays, which both know the next time", async () => {
  const clock = new ManualClock();
  const store = createMemoryStore();
  const one = await daily(store, clock);
  const told: Announcement[] = [];
  const other = new Alarms(
    store,
    clock,
    createLog("error", () => {}),
  );
  other.connect((_, announcement) => told.push(announcement) > 0);
  await settle();
  for (const day of [1, 2]) {
    await clock.pass(day === 1 ? 7 * HOUR_MS : 24 * HOUR_MS);
    expect([one.told.length, told.length]).toEqual([day, day]);
    expect(await Promise.all([one.say(one.told.at(-1)), told.at(-1)?.claim()])).toEqual([true, false]);
    told.at(-1)?.settled(false);
    await settle();
  }
});

it("tells of a week that nobody heard in one ring, pushes each day, and goes on", async () => {
  const { clock, told, isThere, unheard, say, due } = await daily();
  isThere.is = false;
  await clock.pass(7 * HOUR_MS);
  for (let day = 0; day < 6; day += 1) await clock.pass(24 * HOUR_MS);
  await clock.pass(3 * HOUR_MS);
  expect(unheard).toHaveLength(7);
  isThere.is = true;
  await clock.pass(24 * HOUR_MS);
  expect(told.map(({ text }) => text)).toEqual([
    "Here is your reminder: pills. I could not tell you the 7 times before.",
  ]);
  expect(await say(told[0])).toBe(true);
  expect(await due()).toBe("2026-01-09T07:00:00.000Z");
});

it("says it once after a relay that was off for a week", async () => {
  const clock = new ManualClock();
  await clock.pass(6 * 24 * HOUR_MS + 10 * HOUR_MS);
  const { told, say, due } = await daily(createMemoryStore(), clock);
  await settle();
  expect(told.map(({ text }) => text)).toEqual([
    "Here is your reminder from 3 hours ago: pills. I could not tell you the 6 times before.",
  ]);
  await say(told[0]);
  expect(told).toHaveLength(1);
  expect(await due()).toBe("2026-01-08T07:00:00.000Z");
});

it("rings one that was put off at that time, and the next at its own", async () => {
  const { clock, alarms, told, say, due, store } = await daily();
  await clock.pass(7 * HOUR_MS);
  await say(told[0]);
  const [item] = await store.desk.list("s1", "reminder");
  await alarms.desk.change("s1", item?.id ?? "", { dueAt: new Date("2026-01-01T07:10:00Z") });
  await settle();
  await clock.pass(10 * 60_000);
  expect(told).toHaveLength(2);
  await say(told[1]);
  expect(await due()).toBe("2026-01-02T07:00:00.000Z");
});
