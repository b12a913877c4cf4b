import { expect, it, onTestFinished, vi } from "vitest";
import { eventUids } from "./event-uids.ts";

it("names an event with a UUID on insecure origins too", () => {
  onTestFinished(() => void vi.unstubAllGlobals());
  vi.stubGlobal("crypto", { getRandomValues: <Bytes extends Uint8Array>(bytes: Bytes) => bytes.fill(0xff) });
  const uid = eventUids()({ title: "歯医者", time: { first_day: "2026-11-23", last_day: "2026-11-23" } });
  expect(uid).toBe("ffffffff-ffff-4fff-bfff-ffffffffffff");
});

it("names the same event the same, another one anew, and in another sheet all of them", () => {
  const time = { first_day: "2026-11-23", last_day: "2026-11-23" };
  const uidOf = eventUids();
  const uid = uidOf({ title: "歯医者", time });
  expect(uid).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
  expect(uidOf({ title: "歯医者", time: { ...time } })).toBe(uid);
  expect(uidOf({ title: "歯医者", time, place: "駅前" })).not.toBe(uid);
  expect(eventUids()({ title: "歯医者", time })).not.toBe(uid);
});
