import { expect, it } from "vitest";
import { isEmotion, Lips } from "./mouth.ts";

const FRAME = 1 / 60;
const read = (...weights: number[]) => Float32Array.from(weights);

it("follows what is heard within 60 ms and shuts entirely in silence", () => {
  const lips = new Lips();
  for (let i = 0; i < 4; i++) lips.step(read(0.9, 0, 0, 0, 0), FRAME);
  expect(lips.open).toBeGreaterThan(0.8);
  for (let i = 0; i < 15; i++) lips.step(read(0, 0, 0, 0, 0), FRAME);
  expect(lips.open).toBe(0);
  expect([...lips.weights]).toEqual([0, 0, 0, 0, 0]);
});

it("never opens wider than one whole mouth, nor for a number that is none", () => {
  const lips = new Lips();
  for (let i = 0; i < 60; i++) lips.step(read(1, 1, 3, -2, 0.5), FRAME);
  expect(lips.open).toBeLessThanOrEqual(1.000_001);
  expect(Math.min(...lips.weights)).toBeGreaterThanOrEqual(0);
  for (let i = 0; i < 60; i++) lips.step(read(Number.NaN, 0, 0, 0, Number.POSITIVE_INFINITY), FRAME);
  expect(lips.open).toBeLessThanOrEqual(1.000_001);
  expect([...lips.weights].every(Number.isFinite)).toBe(true);
});

it("knows an emotion by its name alone", () => {
  expect(isEmotion("happy")).toBe(true);
  expect(isEmotion("toString")).toBe(false);
});
