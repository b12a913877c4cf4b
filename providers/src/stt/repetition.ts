import { deflateSync } from "node:zlib";
import { normalised } from "./hallucination-phrases.ts";

/** A decoder that goes round in circles fills its context of 224 tokens; longer texts are judged by that much of them. */
const MOST_CHARACTERS = 2_000;
const LONGEST_UNIT = 60;
/** Shorter texts do not compress whatever they say. */
const LEAST_BYTES = 60;

/**
 * How often one word or phrase is said over and over in the longest such run, when the run is half of the text or more;
 * else 1. Rows of digits are numbers.
 */
export function timesRepeated(text: string): number {
  const letters = normalised(text).slice(0, MOST_CHARACTERS);
  let most = 1;
  for (let unit = 1; unit <= Math.min(LONGEST_UNIT, letters.length >> 1); unit += 1) {
    let run = 0;
    for (let at = 0; at + unit < letters.length; at += 1) {
      run = letters[at] === letters[at + unit] ? run + 1 : 0;
      const times = Math.floor(run / unit) + 1;
      if (times <= most || (run + unit) * 2 < letters.length) continue;
      if (!/^\p{N}+$/u.test(letters.slice(at + 1, at + 1 + unit))) most = times;
    }
  }
  return most;
}

/** Bytes of the text for one of its zlib form, as Whisper measures repetition (openai/whisper, whisper/utils.py); 1 for short texts. */
export function compressionRatio(text: string): number {
  const bytes = Buffer.from(text);
  return bytes.length < LEAST_BYTES ? 1 : bytes.length / deflateSync(bytes).length;
}
