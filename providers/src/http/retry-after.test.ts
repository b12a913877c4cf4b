import { expect, it } from "vitest";
import { retryAfterMs } from "./retry-after.ts";

const now = Date.parse("2026-11-21T08:00:00Z");

it.each<[string | null, number | undefined]>([
  [null, undefined],
  ["", undefined],
  ["soon", undefined],
  ["0", 0],
  ["7", 7_000],
  ["99999999", 3_600_000],
  ["Sat, 21 Nov 2026 08:00:30 GMT", 30_000],
  ["Sat, 21 Nov 2026 07:00:00 GMT", 0],
])("reads %j", (header, expected) => {
  expect(retryAfterMs(header, now)).toBe(expected);
});
