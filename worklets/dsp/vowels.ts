/**
 * Reference spectra of vowels as LPC cepstra, computed from formants instead of learnt: the cepstrum of an all-pole filter
 * is `c[n] = Σ (2/n) rᵏⁿ cos(nθₖ)` over its pole pairs (Rabiner and Schafer, "Digital Processing of Speech Signals", 1978,
 * section 7.2).
 */
import type { Viseme } from "@hisho/protocol";

interface Vowel {
  shape: Viseme;
  /** F1, F2, F3 of an adult male voice, Hz. */
  formantsHz: readonly [number, number, number];
}

/** Peterson and Barney, JASA 24 (1952), table II, men; the last row is the unrounded Japanese u. */
const VOWELS: readonly Vowel[] = [
  { shape: "ih", formantsHz: [270, 2290, 3010] },
  { shape: "ih", formantsHz: [390, 1990, 2550] },
  { shape: "ee", formantsHz: [530, 1840, 2480] },
  { shape: "aa", formantsHz: [660, 1720, 2410] },
  { shape: "aa", formantsHz: [730, 1090, 2440] },
  { shape: "oh", formantsHz: [570, 840, 2410] },
  { shape: "oh", formantsHz: [470, 820, 2450] },
  { shape: "ou", formantsHz: [440, 1020, 2240] },
  { shape: "ou", formantsHz: [300, 870, 2240] },
  { shape: "aa", formantsHz: [640, 1190, 2390] },
  { shape: "ee", formantsHz: [470, 1950, 2600] },
  { shape: "ou", formantsHz: [330, 1250, 2250] },
];
/** Formants of men, in between, of women and of children, relative to the table (women of the same paper: about 1.17). */
export const TRACT_SCALES = [1, 1.09, 1.18, 1.32] as const;
const BANDWIDTHS_HZ = [80, 110, 160, 250, 300];
const F4_HZ = 3500;
const F5_HZ = 4500;

export interface Template {
  shape: Viseme;
  /** Index in `TRACT_SCALES`. */
  scale: number;
  /** `cepstrum[n]`, n from 1; index 0 unused. */
  cepstrum: Float32Array;
}

/** All vowels at all scales, for an analysis at `rateHz` with cepstra up to `order`. */
export function vowelTemplates(rateHz: number, order: number): Template[] {
  return TRACT_SCALES.flatMap((factor, scale) =>
    VOWELS.map(({ shape, formantsHz }) => {
      const formants = [...formantsHz, F4_HZ, F5_HZ].map((hz) => hz * factor);
      return { shape, scale, cepstrum: allPoleCepstrum(formants, rateHz, order) };
    }),
  );
}

/** Cepstrum of resonances at `formantsHz` that lie below half of `rateHz`. */
export function allPoleCepstrum(formantsHz: readonly number[], rateHz: number, order: number): Float32Array {
  const cepstrum = new Float32Array(order + 1);
  formantsHz.forEach((hz, k) => {
    if (hz > 0.47 * rateHz) return;
    const radius = Math.exp((-Math.PI * BANDWIDTHS_HZ[k]!) / rateHz);
    for (let n = 1; n <= order; n++) {
      cepstrum[n]! += (2 / n) * radius ** n * Math.cos((2 * Math.PI * hz * n) / rateHz);
    }
  });
  return cepstrum;
}
