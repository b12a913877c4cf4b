import { expect, test } from "vitest";
import { Halver } from "./halve.ts";

const sine = (hz: number, rateHz: number, length: number): Float32Array =>
  Float32Array.from({ length }, (_, i) => Math.sin((2 * Math.PI * hz * i) / rateHz));

function halved(input: Float32Array, sizes: readonly number[], pairs: number): number[] {
  const halver = new Halver(128, pairs);
  const out = new Float32Array(128);
  const all: number[] = [];
  for (let at = 0, turn = 0; at < input.length; turn++) {
    const count = Math.min(sizes[turn % sizes.length]!, input.length - at);
    const written = halver.push(input, at, count, out);
    all.push(...out.subarray(0, written));
    at += count;
  }
  return all;
}

const loudest = (samples: readonly number[]): number => Math.max(...samples.slice(50).map(Math.abs));

test("a low tone passes at half of the rate, a tone that would fold onto it is gone", () => {
  expect(loudest(halved(sine(2900, 24_000, 2400), [128], 6))).toBeCloseTo(1, 2);
  expect(loudest(halved(sine(9000, 24_000, 2400), [128], 6))).toBeLessThan(0.01);
});

test("quanta of any size give the same samples", () => {
  const input = sine(700, 24_000, 1000);
  expect(halved(input, [1, 7, 128, 30], 3)).toEqual(halved(input, [128], 3));
});
