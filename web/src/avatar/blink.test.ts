import { expect, it } from "vitest";
import { Blinker, type BlinkMood, blinkInterval, lidAt } from "./blink.ts";
import { seeded } from "./random.ts";

const STEP = 1 / 60;

function blinksIn(seconds: number, mood: BlinkMood, seed: number): number {
  const blinker = new Blinker(seeded(seed));
  let count = 0;
  let shut = false;
  for (let t = 0; t < seconds; t += STEP) {
    const closed = blinker.step(STEP, mood);
    if (closed > 0.9 && !shut) count++;
    shut = closed > 0.9 || (shut && closed > 0.1);
  }
  return count;
}

it("falls faster than it rises, and shuts", () => {
  const samples = Array.from({ length: 246 }, (_, ms) => lidAt(ms / 1000));
  expect(Math.max(...samples)).toBe(1);
  expect(samples.indexOf(1)).toBe(70);
  expect(lidAt(0)).toBe(0);
  expect(lidAt(0.245)).toBe(0);
});

it("blinks as often as people do: 10 to 25 times a minute, more when speaking than when listening", () => {
  const minutes = 20;
  const speaking = blinksIn(minutes * 60, "speaking", 7) / minutes;
  const listening = blinksIn(minutes * 60, "listening", 7) / minutes;
  expect(speaking).toBeGreaterThan(listening);
  expect(listening).toBeGreaterThan(10);
  expect(speaking).toBeLessThan(25);
});

it("never waits less than 1.2 or more than 9 s", () => {
  const random = seeded(3);
  for (let i = 0; i < 2000; i++) {
    const wait = blinkInterval(random, "rest");
    expect(wait).toBeGreaterThanOrEqual(1.2);
    expect(wait).toBeLessThanOrEqual(9);
  }
});

it("blinks at once when asked, and finishes that blink before another", () => {
  const blinker = new Blinker(seeded(1));
  blinker.blink();
  let peak = 0;
  for (let i = 0; i < 8; i++) peak = Math.max(peak, blinker.step(STEP, "rest"));
  expect(peak).toBe(1);
  const rising = blinker.step(STEP, "rest");
  blinker.blink();
  expect(blinker.step(STEP, "rest")).toBeLessThan(rising);
});

it("waits log-normally: the median of the mood, and a spread of one half", () => {
  const random = seeded(31);
  const logs = Array.from({ length: 20_000 }, () => Math.log(blinkInterval(random, "rest"))).sort((a, b) => a - b);
  expect(Math.exp(logs[10_000]!)).toBeCloseTo(3.4, 1);
  // One standard deviation to either side, where nothing is cut off yet.
  expect((logs[16_827]! - logs[3_173]!) / 2).toBeCloseTo(0.5, 1);
});

it("begins no blink while an expression shuts the eyes", () => {
  const blinker = new Blinker(seeded(32));
  for (let t = 0; t < 30; t += STEP) expect(blinker.step(STEP, "rest", false)).toBe(0);
});
