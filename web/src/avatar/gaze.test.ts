import { expect, it } from "vitest";
import { type Attention, fixationSeconds, Gaze, glanceDegrees, saccadeSeconds } from "./gaze.ts";
import { seeded } from "./random.ts";

const STEP = 1 / 60;

function watch(attention: Attention, seconds: number, see: (gaze: Gaze) => void, seed = 11): void {
  const gaze = new Gaze(seeded(seed));
  for (let t = 0; t < seconds; t += STEP) {
    gaze.step(STEP, attention);
    see(gaze);
  }
}

it("stays on the viewer's face while the person speaks", () => {
  watch("viewer", 120, ({ yaw, pitch }) => expect(Math.hypot(yaw, pitch)).toBeLessThan(2));
});

it("glances aside now and then when present, never far, and comes back", () => {
  let away = 0;
  let frames = 0;
  watch("present", 600, ({ yaw, pitch }) => {
    frames++;
    if (Math.hypot(yaw, pitch) > 2) away++;
    expect(Math.hypot(yaw, pitch)).toBeLessThan(15.1);
  });
  expect(away / frames).toBeGreaterThan(0.02);
  expect(away / frames).toBeLessThan(0.3);
});

it("thinks up and to her right, and returns to the person within 1.8 s each time", () => {
  let longest = 0;
  let current = 0;
  let seen = false;
  watch("aside", 60, ({ yaw, pitch }) => {
    const aside = yaw < -8 && pitch > 4;
    seen ||= aside;
    current = aside ? current + STEP : 0;
    longest = Math.max(longest, current);
  });
  expect(seen).toBe(true);
  expect(longest).toBeLessThan(1.9);
});

it("jumps and holds: the eyes are still in most frames", () => {
  let still = 0;
  let frames = 0;
  let before = 0;
  watch("viewer", 60, ({ yaw }) => {
    frames++;
    if (yaw === before) still++;
    before = yaw;
  });
  expect(still / frames).toBeGreaterThan(0.85);
});

it("takes 21 ms and 2.2 ms a degree for a movement", () => {
  expect(saccadeSeconds(10)).toBeCloseTo(0.043);
});

it("moves the same again from the same seed", () => {
  const path = (seed: number) => {
    const yaws: number[] = [];
    watch("present", 20, ({ yaw }) => yaws.push(yaw), seed);
    return yaws;
  };
  expect(path(4)).toEqual(path(4));
  expect(path(4)).not.toEqual(path(5));
});

it("draws glances from an exponential with a mean of 4 degrees, at most 15", () => {
  const random = seeded(21);
  const glances = Array.from({ length: 20_000 }, () => glanceDegrees(random));
  const mean = glances.reduce((sum, degrees) => sum + degrees, 0) / glances.length;
  // Cut at 15 degrees an exponential of mean 4 has a mean of 4·(1 - exp(-15/4)).
  expect(mean).toBeCloseTo(4 * (1 - Math.exp(-15 / 4)), 1);
  expect(Math.max(...glances)).toBe(15);
  const median = glances.sort((a, b) => a - b)[10_000]!;
  expect(median).toBeCloseTo(4 * Math.LN2, 1);
});

it("fixates for a second on average, 0.6 to 1.8 s", () => {
  const random = seeded(22);
  const spans = Array.from({ length: 20_000 }, () => fixationSeconds(random));
  const mean = spans.reduce((sum, s) => sum + s, 0) / spans.length;
  expect(Math.abs(mean - 1)).toBeLessThan(0.06);
  expect(Math.min(...spans)).toBe(0.6);
  expect(Math.max(...spans)).toBe(1.8);
});

it("looks at the person three quarters of the time while she speaks, where the person is", () => {
  const gaze = new Gaze(seeded(23));
  let [on, frames] = [0, 0];
  for (let t = 0; t < 900; t += STEP) {
    gaze.step(STEP, "speaking", { yaw: 12, pitch: -3 });
    frames++;
    if (Math.hypot(gaze.yaw - 12, gaze.pitch + 3) < 1.8) on++;
  }
  // Some of the glances are so small that they stay on the face.
  expect(on / frames).toBeGreaterThan(0.74);
  expect(on / frames).toBeLessThan(0.88);
});

it("takes the head along on far looks, later and less", () => {
  const gaze = new Gaze(seeded(24));
  for (let t = 0; t < 2; t += STEP) gaze.step(STEP, "viewer");
  gaze.at(25, 0);
  for (let t = 0; t < 0.1; t += STEP) gaze.step(STEP, "viewer");
  expect(gaze.yaw).toBe(25);
  expect(gaze.head.yaw).toBeLessThan(0.5);
  for (let t = 0; t < 0.5; t += STEP) gaze.step(STEP, "viewer");
  expect(gaze.head.yaw).toBeGreaterThan(13);
  expect(gaze.head.yaw).toBeLessThan(15.1);
});
