import { expect, test } from "vitest";
import { lagsMs, percentile95 } from "./testing/lip-sync.ts";
import { playSpeech } from "./testing/play-speech.ts";

test("the mouth stays within a frame of the screen of the sound, through a stall and a stretch", () => {
  const { rendered, seen } = playSpeech();
  const lags = lagsMs(rendered, seen);
  // One burst is torn in two by the stall.
  expect(lags.length).toBeGreaterThanOrEqual(18);
  expect(percentile95(lags)).toBeLessThanOrEqual(17);
});
