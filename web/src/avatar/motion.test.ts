import fc from "fast-check";
import { expect, it } from "vitest";
import type { Phase } from "../session/talk.ts";
import { GESTURE_NAMES } from "./gestures.ts";
import { CHANNELS, channelOf, JOINTS } from "./joints.ts";
import { Motion, type Wish } from "./motion.ts";
import { EMOTION_NAMES, type Emotion } from "./mouth.ts";
import { ATTITUDES } from "./posture.ts";
import { seeded } from "./random.ts";
import { DOZES_AFTER_S } from "./wakefulness.ts";

const SILENT = new Float32Array(5);
const PHASES = Object.keys(ATTITUDES) as Phase[];
const STEP = 1 / 60;

const wish = (phase: Phase, more: Partial<Wish> = {}): Wish => ({
  ...{ phase, emotion: null, quiet: false, mouth: SILENT, viewer: { yaw: 0, pitch: 0 }, touched: null },
  ...{ voiceDbfs: -100, microphoneDbfs: -100, look: null, gesture: null },
  ...more,
});

function run(motion: Motion, seconds: number, asked: Wish, see?: () => void): void {
  for (let t = 0; t < seconds; t += STEP) {
    motion.step(STEP, asked);
    see?.();
  }
}

const weightOf = ({ faces }: Motion, name: Emotion): number => faces.weights[EMOTION_NAMES.indexOf(name)]!;

/** Degrees by which the whole trunk nods forward. */
const lean = ({ pose }: Motion): number => pose.angles[channelOf("spine")]! + pose.angles[channelOf("chest")]!;

/**
 * Watches every angle of every joint through a motion.
 * @returns the greatest speed, degrees a second, and acceleration, degrees a second squared
 */
function fastest(motion: Motion, drive: (see: () => void) => void): { speed: number; acceleration: number } {
  const { angles } = motion.pose;
  const before = Float64Array.from(angles);
  const speeds = new Float64Array(CHANNELS);
  let [speed, acceleration] = [0, 0];
  drive(() => {
    for (let i = 0; i < CHANNELS; i++) {
      const now = (angles[i]! - before[i]!) / STEP;
      acceleration = Math.max(acceleration, Math.abs(now - speeds[i]!) / STEP);
      speed = Math.max(speed, Math.abs(now));
      speeds[i] = now;
      before[i] = angles[i]!;
    }
  });
  return { speed, acceleration };
}

it("leans in to hear, and straightens up again", () => {
  const motion = new Motion(seeded(1));
  run(motion, 4, wish("hearing"));
  expect(lean(motion)).toBeGreaterThan(2.5);
  run(motion, 4, wish("idle"));
  expect(Math.abs(lean(motion))).toBeLessThan(0.1);
});

it("goes from every phase to every other without a jerk of head or trunk", () => {
  for (const from of PHASES)
    for (const to of PHASES) {
      const motion = new Motion(seeded(7));
      run(motion, 5, wish(from));
      const { speed, acceleration } = fastest(motion, (see) => run(motion, 3, wish(to), see));
      expect(speed, `${from} to ${to}`).toBeLessThan(160);
      expect(acceleration, `${from} to ${to}`).toBeLessThan(2_600);
    }
});

it("never jumps, whatever phases, gestures, touches and emotions come in whatever order", () => {
  const event = fc.record({
    phase: fc.constantFrom(...PHASES),
    seconds: fc.double({ min: 0.02, max: 1.5, noNaN: true }),
    gesture: fc.option(fc.constantFrom(...GESTURE_NAMES), { nil: null }),
    emotion: fc.option(fc.constantFrom("happy", "sad", "surprised", "thinking"), { nil: null }),
    touched: fc.option(
      fc.record({
        yaw: fc.double({ min: -30, max: 30, noNaN: true }),
        pitch: fc.double({ min: -20, max: 20, noNaN: true }),
      }),
      { nil: null },
    ),
    voiceDbfs: fc.constantFrom(-100, -60, -20),
    quiet: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.integer(), fc.array(event, { minLength: 1, maxLength: 12 }), (seed, events) => {
      const motion = new Motion(seeded(seed));
      const { speed, acceleration } = fastest(motion, (see) => {
        for (const { phase, seconds, gesture, emotion, touched, voiceDbfs, quiet } of events) {
          if (gesture !== null) motion.perform(gesture);
          const asked = wish(phase, { voiceDbfs, quiet, emotion: emotion && { name: emotion, weight: 1 } });
          motion.step(STEP, { ...asked, touched });
          see();
          run(motion, seconds, asked, see);
        }
      });
      // An arm that is raised for a wave is the fastest there is.
      expect(speed).toBeLessThan(900);
      expect(acceleration).toBeLessThan(20_000);
      for (const [i, angle] of motion.pose.angles.entries())
        expect(Math.abs(angle), JOINTS[Math.floor(i / 3)]).toBeLessThan(180);
    }),
    { numRuns: 120 },
  );
});

it("goes on from where it was when a tab comes back after an hour", () => {
  const motion = new Motion(seeded(2));
  run(motion, 5, wish("idle"));
  const before = Float64Array.from(motion.pose.angles);
  motion.step(3600, wish("hearing"));
  for (const [i, angle] of motion.pose.angles.entries()) expect(Math.abs(angle - before[i]!)).toBeLessThan(2);
  motion.step(Number.NaN, wish("hearing"));
  expect(motion.pose.angles.every(Number.isFinite)).toBe(true);
});

it("moves alike at 20 and at 60 frames a second", () => {
  const bowed = (fps: number): number => {
    const motion = new Motion(seeded(3));
    run(motion, 4, wish("idle", { quiet: true }));
    motion.perform("bow-polite");
    let deepest = 0;
    for (let t = 0; t < 3; t += 1 / fps) {
      motion.step(1 / fps, wish("idle"));
      deepest = Math.max(deepest, lean(motion));
    }
    return deepest;
  };
  expect(bowed(20)).toBeGreaterThan(14);
  expect(Math.abs(bowed(20) - bowed(60))).toBeLessThan(0.5);
});

it("breathes and blinks in quiet motion, and neither leans, sways nor gesticulates", () => {
  const motion = new Motion(seeded(3));
  let closed = 0;
  const chest: number[] = [];
  run(motion, 10, wish("hearing", { quiet: true }));
  motion.perform("wave");
  const arm = motion.pose.angles[channelOf("rightUpperArm") + 2]!;
  run(motion, 30, wish("hearing", { quiet: true }), () => {
    closed = Math.max(closed, motion.eyes.closed);
    chest.push(motion.pose.angles[channelOf("upperChest")]!);
    expect(Math.abs(lean(motion))).toBeLessThan(0.01);
    expect(Math.abs(motion.pose.angles[channelOf("head") + 2]!)).toBeLessThan(0.01);
    expect(Math.abs(motion.pose.angles[channelOf("rightUpperArm") + 2]! - arm)).toBeLessThan(0.5);
  });
  expect(Math.min(...chest)).toBeLessThan(-0.6);
  expect(Math.max(...chest)).toBeGreaterThan(0.6);
  expect(closed).toBeGreaterThan(0.9);
});

it("nods at a pause of the person, and at most once in 3 s", () => {
  const motion = new Motion(seeded(6));
  run(motion, 4, wish("listening", { microphoneDbfs: -65 }));
  let nods = 0;
  let nodding = false;
  for (let i = 0; i < 4; i++)
    for (const [seconds, microphoneDbfs] of [
      [1, -25],
      [0.5, -65],
    ] as const)
      run(motion, seconds, wish("hearing", { microphoneDbfs }), () => {
        const now = motion.acting.name === "small-nod";
        if (now && !nodding) nods++;
        nodding = now;
      });
  expect(nods).toBe(2);
});

it("brings a hand up in a long thought, and lets it sink with the answer", () => {
  const motion = new Motion(seeded(8));
  run(motion, 4, wish("listening"));
  const forearm = channelOf("rightLowerArm") + 1;
  const rest = motion.pose.angles[forearm]!;
  run(motion, 30, wish("thinking"));
  expect(motion.pose.angles[forearm]! - rest).toBeGreaterThan(30);
  run(motion, 2, wish("speaking"));
  expect(motion.pose.angles[forearm]! - rest).toBeLessThan(3);
});

it("dozes off when nobody is there, and wakes at a touch with a bow", () => {
  const motion = new Motion(seeded(9));
  run(motion, DOZES_AFTER_S + 3, wish("listening"));
  expect(motion.asleep).toBe(true);
  expect(motion.eyes.closed).toBeCloseTo(1);
  motion.step(STEP, wish("listening", { touched: { yaw: 0, pitch: -10 } }));
  expect(motion.asleep).toBe(false);
  expect(motion.acting.name).toBe("bow");
  run(motion, 4, wish("listening"));
  expect(motion.eyes.closed).toBeLessThan(0.5);
});

it("looks at where it is touched, and then at the person again", () => {
  const motion = new Motion(seeded(12));
  run(motion, 5, wish("listening"));
  motion.step(STEP, wish("listening", { touched: { yaw: 20, pitch: -10 } }));
  run(motion, 0.5, wish("listening"));
  const head = motion.pose.angles[channelOf("head") + 1]! + motion.pose.angles[channelOf("neck") + 1]!;
  expect(motion.eyes.yaw + head).toBeGreaterThan(15);
  run(motion, 3, wish("listening"));
  expect(Math.abs(motion.eyes.yaw)).toBeLessThan(4);
});

it("holds a laugh back while she speaks, and lets it out after", () => {
  const motion = new Motion(seeded(4));
  const happy = { name: "happy", weight: 1 };
  run(motion, 1, wish("speaking", { emotion: happy, mouth: Float32Array.from([0.8, 0, 0, 0, 0]) }));
  expect(weightOf(motion, "happy")).toBeLessThan(0.52);
  expect(motion.lips.open).toBeGreaterThan(0.7);
  run(motion, 2, wish("idle", { emotion: { ...happy, name: "smile" } }));
  expect(weightOf(motion, "happy")).toBeGreaterThan(0.95);
  expect(motion.lips.open).toBe(0);
});

it("keeps the phase's own face for an emotion it does not know", () => {
  const motion = new Motion(seeded(5));
  run(motion, 4, wish("hearing", { emotion: { name: "constructor", weight: 1 } }));
  expect(weightOf(motion, "relaxed")).toBeGreaterThan(0.1);
  run(motion, 2, wish("hearing", { emotion: { name: "neutral", weight: 1 } }));
  expect(weightOf(motion, "relaxed")).toBe(0);
});
