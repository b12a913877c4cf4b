import type { Viseme } from "@hisho/protocol";

/** One hummed word: `soundMs` of a vowel from `startMs`, then a pause until the next. */
export interface ToneWord {
  startMs: number;
  soundMs: number;
  lengthMs: number;
  viseme: Viseme;
}

/** First and second formant in Hz of the five vowels of Japanese, male (rounded from common textbook figures). */
const FORMANTS_HZ: Record<Viseme, readonly [number, number]> = {
  aa: [750, 1200],
  ih: [300, 2200],
  ou: [350, 1200],
  ee: [500, 1900],
  oh: [500, 850],
};
const VOWELS = Object.keys(FORMANTS_HZ) as Viseme[];
const PITCH_HZ = 125;
const FORMANT_WIDTH_HZ = 120;
const PEAK = 0.5;
/** The share of a word that sounds. */
const SOUNDING = 0.8;
const FADE_MS = 15;

/** One word for each run of letters between spaces; scripts without spaces count three characters as one. */
export function toneWords(text: string, msPerWord: number): ToneWord[] {
  const words = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー]{1,3}|[\p{L}\p{N}\p{M}']+/gu) ?? [];
  return words.map((word, index) => ({
    startMs: index * msPerWord,
    soundMs: msPerWord * SOUNDING,
    lengthMs: msPerWord,
    viseme: VOWELS[(word.codePointAt(0) ?? 0) % VOWELS.length] ?? "aa",
  }));
}

/** @returns mono PCM, peak about 0.5, faded at both ends of each word */
export function writeTones(words: readonly ToneWord[], sampleRateHz: number): Float32Array {
  const endMs = words.reduce((end, { startMs, lengthMs }) => Math.max(end, startMs + lengthMs), 0);
  const pcm = new Float32Array(Math.round((endMs * sampleRateHz) / 1000));
  for (const { startMs, soundMs, viseme } of words) {
    const first = Math.round((startMs * sampleRateHz) / 1000);
    const count = Math.round((soundMs * sampleRateHz) / 1000);
    const fade = Math.max(1, Math.min(count / 2, (FADE_MS * sampleRateHz) / 1000));
    const period = vowelPeriod(viseme, sampleRateHz);
    for (let i = 0; i < count && first + i < pcm.length; i += 1) {
      const gain = Math.min(1, i / fade, (count - i) / fade);
      pcm[first + i] = (period[i % period.length] ?? 0) * gain;
    }
  }
  return pcm;
}

const periods = new Map<string, Float32Array>();

function vowelPeriod(viseme: Viseme, sampleRateHz: number): Float32Array {
  const key = `${viseme} ${sampleRateHz}`;
  const period = periods.get(key) ?? makePeriod(viseme, sampleRateHz);
  periods.set(key, period);
  return period;
}

/** One period of the voice's pitch, its harmonics weighted by two formants. */
function makePeriod(viseme: Viseme, sampleRateHz: number): Float32Array {
  const period = new Float32Array(Math.round(sampleRateHz / PITCH_HZ));
  const pitchHz = sampleRateHz / period.length;
  for (let harmonic = 1; harmonic * pitchHz < Math.min(4000, sampleRateHz / 2); harmonic += 1) {
    const frequencyHz = harmonic * pitchHz;
    const weight = FORMANTS_HZ[viseme].reduce(
      (sum, formantHz) => sum + 1 / (1 + ((frequencyHz - formantHz) / FORMANT_WIDTH_HZ) ** 2),
      0,
    );
    for (let i = 0; i < period.length; i += 1) {
      period[i] = (period[i] ?? 0) + weight * Math.sin((2 * Math.PI * harmonic * i) / period.length);
    }
  }
  const peak = period.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  return period.map((sample) => (sample * PEAK) / peak);
}
