import { expect, test } from "vitest";
import { Concealer } from "./conceal.ts";

const tone = (): Float32Array => Float32Array.from({ length: 1920 }, (_, i) => 0.5 * Math.sin(i / 20));
const largestStep = (pcm: Float32Array): number =>
  pcm.reduce((max, x, i) => (i === 0 ? 0 : Math.max(max, Math.abs(x - pcm[i - 1]!))), 0);

test("a lost frame goes on from the last sample and leads back without a step", () => {
  const concealer = new Concealer();
  const before = concealer.good(tone());
  const cover = concealer.cover(1920);
  const after = concealer.good(tone().map((x) => x + 0));
  const whole = Float32Array.from([...before, ...cover, ...after]);
  expect(largestStep(whole.subarray(0, 3840))).toBeLessThan(0.06);
  expect(after[0]).toBe(0);
  expect(concealer.concealed).toBe(1);
});

test("a long loss fades to silence", () => {
  const concealer = new Concealer();
  concealer.good(tone());
  concealer.cover(1920);
  const second = concealer.cover(1920);
  expect(Math.max(...second.subarray(1000))).toBe(0);
});

test("a loss before any sound is silence", () => {
  expect(new Concealer().cover(960).every((x) => x === 0)).toBe(true);
});
