/** Speech whose words are numbers, written into its samples, and a recogniser that reads them there: what was cut shows. */
import { PCM_RATE_HZ } from "../src/speech/microphone.ts";

const LEVEL = 0.3;
/** Of one word's samples over those of the word before. */
const STEP = 1e-4;
const GAP_MS = 20;

const samples = (durationMs: number): number => Math.round((durationMs * PCM_RATE_HZ) / 1000);

/**
 * @param wordMs of each word
 * @param pauseMs behind the word of that index, beside the short gap between any two
 */
export function numberedSpeech(seconds: number, wordMs: number, pauseMs: (index: number) => number): Float32Array {
  const pcm = new Float32Array(seconds * PCM_RATE_HZ);
  let at = 0;
  for (let word = 0; at + samples(wordMs) <= pcm.length; word += 1) {
    const value = LEVEL + word * STEP;
    for (let i = 0; i < samples(wordMs); i += 1) pcm[at + i] = i % 2 === 0 ? value : -value;
    at += samples(wordMs) + samples(GAP_MS) + samples(pauseMs(word));
  }
  return pcm;
}

/** Words of which less than half is there are not heard; those that are not whole are heard as something else. */
export function recogniseNumbers(pcm: Float32Array, wordMs: number): string {
  const heard = new Map<number, number>();
  for (const sample of pcm) {
    if (sample === 0) continue;
    const word = Math.round((Math.abs(sample) - LEVEL) / STEP);
    heard.set(word, (heard.get(word) ?? 0) + 1);
  }
  const text = [...heard].flatMap(([word, count]) => {
    const share = count / samples(wordMs);
    return share < 0.5 ? [] : [share < 0.95 ? `x${word}` : `w${word}`];
  });
  return text.length === 0 ? "" : `${text.join(" ")}.`;
}
