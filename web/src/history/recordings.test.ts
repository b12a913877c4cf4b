import "fake-indexeddb/auto";
import { expect, it } from "vitest";
import { turnView } from "../ui/testing/fixtures.ts";
import { takeRecording } from "./archive/take-records.ts";
import { History } from "./history.ts";

const NOON = new Date("2026-01-05T12:00:00.000Z");
const at = (hour: string): string => `2026-01-05T${hour}:00:00.000Z`;
const recording = (turn: string, hour: string, bytes: number) =>
  ({ turn, voice: "user", at: at(hour), bytes, sound: new Blob([new Uint8Array(bytes)]) }) as const;

it("counts what is kept, and frees room from the oldest on, never more than needed", async () => {
  const history = new History({ writer: "page", name: "recordings-room" });
  expect(await history.soundKept()).toEqual({ count: 0, bytes: 0, oldestAt: null });
  expect(await history.dropOldestSound(1)).toBe(0);
  for (const [turn, hour, bytes] of [
    ["b", "10", 20],
    ["a", "09", 10],
    ["c", "11", 40],
  ] as const) {
    expect(await history.keepSound(recording(turn, hour, bytes))).toBe(true);
  }
  expect(await history.soundKept()).toEqual({ count: 3, bytes: 70, oldestAt: at("09") });
  expect(await history.dropOldestSound(11)).toBe(30);
  expect(await history.soundKept()).toEqual({ count: 1, bytes: 40, oldestAt: at("11") });
  expect(await history.soundOf("a", "user")).toBeUndefined();
  expect((await history.soundOf("c", "user"))?.bytes).toBe(40);
  await history.close();
});

it.each(["user", "assistant"] as const)(
  "never lets a voice that came to stay make way for copies (%s)",
  async (voice) => {
    const history = new History({ writer: "page", name: `copies-stay-${voice}` });
    for (const key of ["a", "b", "c", "d", "e"]) await history.save("t", turnView({ key, end: "completed" }));
    const copy = (turn: string) => history.keepCopy({ ...recording(turn, "10", 20), voice }, 2);
    const take = (turn: string) =>
      history.alter((database) => takeRecording(database, { ...recording(turn, "09", 30), voice }));
    const bytes = async (key: string) => (await history.soundOf(key, voice))?.bytes;
    await copy("a");
    await copy("b");
    expect([await take("a"), await take("a")]).toEqual([true, false]);
    await history.keepSound({ ...recording("b", "09", 40), voice });
    for (const key of ["c", "d", "e"]) await copy(key);
    expect(await Promise.all(["a", "b", "c", "d", "e"].map(bytes))).toEqual([30, 40, undefined, 20, 20]);
    await history.close();
  },
);

it("counts a copy once that was dropped, and forgets it where the voice comes back to stay", async () => {
  const history = new History({ writer: "page", name: "copies-dropped" });
  for (const key of ["a", "b", "c"]) await history.save("t", turnView({ key, end: "completed" }));
  const copy = (turn: string) => history.keepCopy(recording(turn, "10", 20), 2);
  const kept = async () => (await Promise.all(["a", "b", "c"].map((key) => history.soundOf(key, "user")))).map(Boolean);
  await copy("a");
  await history.dropOldestSound(1);
  await copy("b");
  await copy("a");
  await copy("c");
  expect(await kept()).toEqual([true, false, true]);
  await history.dropOldestSound(1_000);
  expect(await history.alter((database) => takeRecording(database, recording("a", "09", 30)))).toBe(true);
  await copy("b");
  await copy("c");
  expect(await kept()).toEqual([true, true, true]);
  await history.close();
});

it("goes with its turn when that is deleted for good", async () => {
  const history = new History({ writer: "page", name: "recordings-deleted" });
  await history.save("c", turnView({ key: "a", at: at("09") }));
  await history.keepSound(recording("a", "09", 10));
  await history.delete({ turns: ["a"] }, NOON);
  expect((await history.soundKept()).count).toBe(1);
  await history.purge(new Date(NOON.getTime() + 31 * 60_000));
  expect((await history.soundKept()).count).toBe(0);
  await history.close();
});

it("keeps copies of the relay's voices, of which the oldest make way, and nothing else does", async () => {
  const history = new History({ writer: "page", name: "copies" });
  for (const key of ["a", "b", "c", "d"]) await history.save("t", turnView({ key, end: "completed" }));
  await history.keepSound(recording("a", "09", 10));
  for (const key of ["a", "b", "c", "gone", "d"]) await history.keepCopy(recording(key, "10", 20), 2);
  const bytes = async (key: string) => (await history.soundOf(key, "user"))?.bytes;
  expect(await Promise.all(["a", "b", "c", "gone", "d"].map(bytes))).toEqual([10, undefined, 20, undefined, 20]);
  await history.close();
});
