import { expect, it } from "vitest";
import type { Phase } from "../session/talk.ts";
import { Motion, type Wish } from "./motion.ts";
import { seeded } from "./random.ts";

const SILENT = new Float32Array(5);
const wish = (phase: Phase, more: Partial<Wish> = {}): Wish => ({
  phase,
  emotion: null,
  quiet: false,
  mouth: SILENT,
  ...more,
});

function run(motion: Motion, seconds: number, asked: Wish): void {
  for (let t = 0; t < seconds; t += 1 / 60) motion.step(1 / 60, asked);
}

it("leans in to hear, and straightens up again", () => {
  const motion = new Motion(seeded(1));
  run(motion, 2, wish("hearing"));
  expect(motion.body.lean).toBeGreaterThan(2.5);
  run(motion, 2, wish("idle"));
  expect(Math.abs(motion.body.lean)).toBeLessThan(0.1);
});

it("does not leap when a tab comes back after an hour", () => {
  const motion = new Motion(seeded(2));
  run(motion, 3, wish("idle"));
  const before = { ...motion.body };
  motion.step(3600, wish("hearing"));
  for (const key of Object.keys(before) as (keyof typeof before)[])
    expect(Math.abs(motion.body[key] - before[key]), key).toBeLessThan(2);
});

it("breathes and blinks in quiet motion, and neither leans nor sways", () => {
  const motion = new Motion(seeded(3));
  const breaths = new Set<number>();
  let closed = 0;
  for (let i = 0; i < 60 * 30; i++) {
    motion.step(1 / 60, wish("hearing", { quiet: true }));
    breaths.add(Math.sign(motion.body.breath));
    closed = Math.max(closed, motion.eyes.closed);
    if (i > 60 * 10) {
      expect(Math.abs(motion.body.lean)).toBeLessThan(0.01);
      expect(Math.abs(motion.body.headZ)).toBeLessThan(0.01);
    }
  }
  expect(breaths).toEqual(new Set([-1, 1]));
  expect(closed).toBeGreaterThan(0.9);
});

it("holds a laugh back while she speaks, and lets it out after", () => {
  const motion = new Motion(seeded(4));
  const happy = { name: "happy", weight: 1 };
  run(motion, 1, wish("speaking", { emotion: happy, mouth: Float32Array.from([0.8, 0, 0, 0, 0]) }));
  expect(motion.emotions.happy).toBeLessThan(0.52);
  expect(motion.lips.open).toBeGreaterThan(0.7);
  run(motion, 2, wish("idle", { emotion: happy }));
  expect(motion.emotions.happy).toBeGreaterThan(0.95);
  expect(motion.lips.open).toBe(0);
});

it("keeps the phase's own face for an emotion it does not know", () => {
  const motion = new Motion(seeded(5));
  run(motion, 1, wish("hearing", { emotion: { name: "constructor", weight: 1 } }));
  expect(motion.emotions.relaxed).toBeGreaterThan(0.1);
});
