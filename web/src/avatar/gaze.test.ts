import { expect, it } from "vitest";
import { type Attention, Gaze, saccadeSeconds } from "./gaze.ts";
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
    expect(Math.hypot(yaw, pitch)).toBeLessThan(11);
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
