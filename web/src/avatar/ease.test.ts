import { expect, it } from "vitest";
import { Follower, glide, gliding, LONGEST_STEP_S, safeStep, TARGET, VALUE } from "./ease.ts";

it("lets no clock make a leap", () => {
  expect(safeStep(3600)).toBe(LONGEST_STEP_S);
  expect(safeStep(-1)).toBe(0);
  expect(safeStep(Number.NaN)).toBe(0);
  expect(safeStep(0.016)).toBe(0.016);
});

it("goes half of the way in its half-life, at any frame rate", () => {
  const [fine, coarse] = [gliding(0), gliding(0)];
  fine[TARGET] = 1;
  coarse[TARGET] = 1;
  for (let i = 0; i < 100; i++) glide(fine, 0.2, 0.002);
  glide(coarse, 0.2, 0.2);
  expect(fine[VALUE]).toBeCloseTo(0.5);
  expect(coarse[VALUE]).toBeCloseTo(0.5);
});

it("follows without overshoot, the same in large steps as in small", () => {
  const run = (step: number) => {
    const follower = new Follower(0.1);
    const path: number[] = [];
    for (let t = step; t < 1.0001; t += step) {
      follower.target = 1;
      follower.step(step);
      path.push(follower.value);
    }
    return path;
  };
  const fine = run(0.01);
  expect(Math.max(...fine)).toBeLessThanOrEqual(1);
  expect(fine[9]).toBeCloseTo(0.5, 1);
  expect(run(0.1)[0]).toBeCloseTo(fine[9]!, 6);
  expect(fine.at(-1)).toBeGreaterThan(0.99);
});
