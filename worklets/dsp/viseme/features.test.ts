import { expect, test } from "vitest";
import { syntheticVowel } from "../testing/vowel.ts";
import { BANDS, VisemeFeatures } from "./features.ts";

const vowel = (rateHz: number, seconds = 1): Float32Array =>
  syntheticVowel([700, 1200, 2500, 3500, 4400], { rateHz, pitchHz: 120, seconds, peak: 0.3 });

function framesOf(samples: Float32Array, rateHz: number, quantum = 128): number[][] {
  const frames: number[][] = [];
  const features: VisemeFeatures = new VisemeFeatures(rateHz, () => frames.push([...features.bands]));
  for (let at = 0; at < samples.length; at += quantum) features.push(samples.subarray(at, at + quantum));
  return frames;
}

const furthest = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((most, x, i) => Math.max(most, Math.abs(x - other[i]!)), 0);

test.each([16_000, 22_050, 44_100, 48_000, 96_000])("at %i Hz there is a frame every 10 ms", (rateHz) => {
  const frames = framesOf(vowel(rateHz), rateHz);
  expect(frames.length).toBeGreaterThanOrEqual(99);
  expect(frames.length).toBeLessThanOrEqual(100);
  expect(frames.flat().every(Number.isFinite)).toBe(true);
});

test("a vowel's bands are much the same at every rate of a page's sound", () => {
  const at = (rateHz: number): number[] => {
    const frames = framesOf(vowel(rateHz), rateHz).slice(40, 60);
    return Array.from({ length: BANDS }, (_, band) => frames.reduce((sum, frame) => sum + frame[band]! / 20, 0));
  };
  expect(furthest(at(44_100), at(48_000))).toBeLessThan(0.35);
});

test("a gain changes nothing once the voice was heard", () => {
  const loud = framesOf(vowel(48_000), 48_000);
  const soft = framesOf(
    vowel(48_000).map((x) => x / 1.5),
    48_000,
  );
  expect(furthest(loud[60]!, soft[60]!)).toBeLessThan(0.02);
});

test("the size of the quanta changes nothing", () => {
  expect(framesOf(vowel(48_000, 0.3), 48_000, 100).at(-1)).toEqual(framesOf(vowel(48_000, 0.3), 48_000, 128).at(-1));
});

test("silence and what is no number do not break what follows", () => {
  const samples = new Float32Array(48_000);
  samples.set(vowel(48_000, 0.5), 24_000);
  expect(framesOf(samples, 48_000).flat().every(Number.isFinite)).toBe(true);
  samples[100] = Number.NaN;
  samples[101] = Number.POSITIVE_INFINITY;
  expect(framesOf(samples, 48_000).slice(50).flat().every(Number.isFinite)).toBe(true);
});
