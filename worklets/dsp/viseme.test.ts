import { VISEMES } from "@hisho/protocol";
import { describe, expect, test } from "vitest";
import { syntheticVowel } from "./testing/vowel.ts";
import { VisemeEstimator } from "./viseme.ts";

const RATE_HZ = 48_000;
/** Japanese vowels of an adult man, from textbooks rather than from the estimator's own table. */
const VOWELS: Record<string, number[]> = {
  aa: [750, 1150, 2500, 3500, 4400],
  ih: [290, 2200, 2950, 3500, 4400],
  ou: [340, 1200, 2300, 3400, 4400],
  ee: [480, 1900, 2550, 3500, 4400],
  oh: [480, 830, 2450, 3400, 4400],
};

/** The weights after each 10.7 ms of `samples`. */
function track(estimator: VisemeEstimator, samples: Float32Array): number[][] {
  const weights: number[][] = [];
  for (let i = 0; i + 128 <= samples.length; i += 128) {
    estimator.push(samples.subarray(i, i + 128));
    if ((i / 128) % 4 === 3) weights.push([...estimator.weights]);
  }
  return weights;
}

const strongest = (weights: number[]): string => VISEMES[weights.indexOf(Math.max(...weights))]!;
const total = (weights: number[]): number => weights.reduce((sum, x) => sum + x, 0);

const voices = [
  { name: "a man", scale: 1, pitchHz: 110 },
  { name: "a woman", scale: 1.17, pitchHz: 210 },
  { name: "a high voice", scale: 1.2, pitchHz: 260 },
];

describe.each(voices)("$name", ({ scale, pitchHz }) => {
  test("a vowel held as no one speaks it shows its shape, in four of five at least", () => {
    const estimator = new VisemeEstimator(RATE_HZ);
    const vowels = Object.entries(VOWELS).map(
      ([shape, formants]) =>
        [
          shape,
          syntheticVowel(
            formants.map((hz) => hz * scale),
            { rateHz: RATE_HZ, pitchHz, seconds: 0.4 },
          ),
        ] as const,
    );
    for (const [, samples] of vowels) track(estimator, samples);
    const shares = vowels.map(([shape, samples]) => {
      const settled = track(estimator, samples).slice(8);
      return settled.filter((weights) => strongest(weights) === shape).length / settled.length;
    });
    const shown = shares.filter((share) => share > 0.8).length;
    expect(shown, `shares ${shares.map((x) => x.toFixed(2))}`).toBeGreaterThanOrEqual(4);
  });
});

test("silence keeps the mouth exactly closed", () => {
  const estimator = new VisemeEstimator(RATE_HZ);
  expect(track(estimator, new Float32Array(48_000)).every((weights) => total(weights) === 0)).toBe(true);
});

test("noise at -60 dBFS keeps it closed too", () => {
  const noise = Float32Array.from({ length: 48_000 }, (_, i) => 0.0014 * Math.sin(i * i));
  expect(track(new VisemeEstimator(RATE_HZ), noise).every((weights) => total(weights) === 0)).toBe(true);
});

test("it opens within 40 ms of a vowel and is closed 120 ms after its end", () => {
  const estimator = new VisemeEstimator(RATE_HZ);
  const vowel = syntheticVowel(VOWELS.aa!, { rateHz: RATE_HZ, pitchHz: 120, seconds: 0.3 });
  track(estimator, new Float32Array(4800));
  const opening = track(estimator, vowel);
  expect(total(opening[3]!)).toBeGreaterThan(0.3);
  const closing = track(estimator, new Float32Array(9600));
  expect(total(closing[11]!)).toBe(0);
});

test("a hiss does not open it wide", () => {
  const estimator = new VisemeEstimator(RATE_HZ);
  track(estimator, syntheticVowel(VOWELS.aa!, { rateHz: RATE_HZ, pitchHz: 120, seconds: 0.3 }));
  let state = 1;
  let before = 0;
  const hiss = Float32Array.from({ length: 9600 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const white = state / 2 ** 32 - 0.5;
    const high = white - before;
    before = white;
    return 0.1 * high;
  });
  expect(total(track(estimator, hiss).at(-1)!)).toBeLessThan(0.3);
});

test("the sum of the weights never leaves 0 to 1", () => {
  const estimator = new VisemeEstimator(44_100);
  const loud = syntheticVowel(VOWELS.oh!, { rateHz: 44_100, pitchHz: 150, seconds: 0.5, peak: 1 });
  for (const weights of track(estimator, loud)) {
    expect(total(weights)).toBeLessThanOrEqual(1.0001);
    expect(Math.min(...weights)).toBeGreaterThanOrEqual(0);
  }
});

test("what is no number is heard as nothing, and what follows is heard", () => {
  const estimator = new VisemeEstimator(RATE_HZ);
  const vowel = syntheticVowel(VOWELS.aa!, { rateHz: RATE_HZ, pitchHz: 120, seconds: 0.3 });
  track(
    estimator,
    vowel.map((x, i) => (i % 1000 === 0 ? Number.NaN : x)),
  );
  expect(strongest(track(estimator, vowel).at(-1)!)).toBe("aa");
});
