import { expect, test } from "vitest";
import { packetSamples } from "./opus-packet.ts";

test.each([
  ["hybrid fullband 20 ms", [120], 960],
  ["two hybrid frames of 20 ms", [0b01111_0_01, 9], 1920],
  ["SILK 60 ms", [0b00011_0_00], 2880],
  ["CELT 2.5 ms", [0b11100_0_00], 120],
  ["CELT 20 ms, six of them counted", [0b11111_0_11, 6], 5760],
  ["more than 120 ms", [0b11111_0_11, 7], undefined],
  ["a count of none", [0b11111_0_11, 0], undefined],
  ["a count that is missing", [0b11111_0_11], undefined],
  ["nothing", [], undefined],
])("%s", (_, bytes, samples) => {
  expect(packetSamples(Uint8Array.from(bytes))).toBe(samples);
});
