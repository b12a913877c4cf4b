import { expect, test } from "vitest";
import { FixedJitter } from "./jitter.ts";

test("the first frame is played at once", () => {
  const jitter = new FixedJitter();
  expect(jitter.mayPlay(0, 0, false)).toBe(false);
  expect(jitter.mayPlay(40, 0, false)).toBe(true);
  expect(jitter.stalls).toBe(0);
});

test("an empty queue is no stall while there is sound ahead", () => {
  const jitter = new FixedJitter();
  jitter.mayPlay(40, 0, false);
  expect(jitter.mayPlay(0, 10, false)).toBe(false);
  expect(jitter.mayPlay(40, 5, false)).toBe(true);
  expect(jitter.stalls).toBe(0);
});

test("after a stall the target is gathered first", () => {
  const jitter = new FixedJitter();
  jitter.mayPlay(40, 0, false);
  expect(jitter.mayPlay(0, 0, false)).toBe(false);
  expect(jitter.mayPlay(40, 0, false)).toBe(false);
  expect(jitter.mayPlay(80, 0, false)).toBe(true);
  expect(jitter.mayPlay(40, 40, false)).toBe(true);
  expect(jitter.stalls).toBe(1);
});

test("a short rest is played although it is below the target, and the end is no stall", () => {
  const jitter = new FixedJitter();
  jitter.mayPlay(40, 0, false);
  jitter.mayPlay(0, 0, false);
  expect(jitter.mayPlay(40, 0, true)).toBe(true);
  expect(jitter.mayPlay(0, 0, true)).toBe(false);
  expect(jitter.stalls).toBe(1);
});

test("the next talkspurt starts at its first frame again", () => {
  const jitter = new FixedJitter();
  jitter.mayPlay(40, 0, false);
  jitter.mayPlay(0, 0, false);
  jitter.restart();
  expect(jitter.mayPlay(40, 0, false)).toBe(true);
});
