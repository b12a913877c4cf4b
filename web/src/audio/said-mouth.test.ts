import { syntheticVowel } from "@hisho/worklets/dsp/testing/vowel.ts";
import { expect, test } from "vitest";
import { saidMouth } from "./said-mouth.ts";

const RATE_HZ = 48_000;
const AA_HZ = [750, 1150, 2500, 3500, 4400];

test("opens while the sound is heard, and is shut before it and after it", () => {
  const vowel = syntheticVowel(AA_HZ, { rateHz: RATE_HZ, pitchHz: 120, seconds: 0.5 });
  const sound = new Float32Array(RATE_HZ);
  sound.set(vowel, 0.25 * RATE_HZ);
  let heardS = 0;
  const mouth = saidMouth(sound, RATE_HZ, () => heardS);
  const openAt = (seconds: number): number => {
    heardS = seconds;
    const weights = new Float32Array(5);
    mouth.read(weights);
    return weights.reduce((sum, weight) => sum + weight, 0);
  };
  expect(openAt(-0.3)).toBe(0);
  expect(openAt(0.1)).toBe(0);
  expect(openAt(0.5)).toBeGreaterThan(0.3);
  expect(mouth.levelDbfs()).toBeGreaterThan(-40);
  expect(openAt(0.95)).toBe(0);
  expect(openAt(1.5)).toBe(0);
  expect(mouth.levelDbfs()).toBe(-100);
});
