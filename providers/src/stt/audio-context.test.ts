import { expect, it } from "vitest";
import { audioContextOf } from "./audio-context.ts";

it.each([
  [0, 128],
  [1, 184], // 50 + 128 = 178, up to the next 8
  [2, 232],
  [10, 632],
  [27.4, 1_500],
  [29, 1_500],
  [120, 1_500],
])("%d s need %d positions", (seconds, positions) => {
  expect(audioContextOf(seconds * 16_000)).toBe(positions);
});

it("always has room for the sound and a margin, in steps of 8", () => {
  for (let samples = 0; samples < 27 * 16_000; samples += 997) {
    const positions = audioContextOf(samples);
    expect(positions % 8).toBe(0);
    expect(positions - (samples / 16_000) * 50).toBeGreaterThanOrEqual(128);
    expect(positions - (samples / 16_000) * 50).toBeLessThan(128 + 9);
  }
});
