/** VOICEVOX's AudioQuery as its engine writes and reads it. Words are hummed vowels, so that nothing need be read aloud. */
import type { Viseme } from "@hisho/protocol";
import * as v from "valibot";
import { type ToneWord, toneWords } from "../../scripted/tones.ts";

const MORA = v.object({
  text: v.string(),
  consonant: v.nullish(v.string()),
  consonant_length: v.nullish(v.number()),
  vowel: v.string(),
  vowel_length: v.number(),
  pitch: v.number(),
});

/** Required fields are those of the engine's model. */
export const VOICEVOX_QUERY = v.object({
  accent_phrases: v.array(
    v.object({
      moras: v.array(MORA),
      accent: v.number(),
      pause_mora: v.nullish(MORA),
      is_interrogative: v.optional(v.boolean(), false),
    }),
  ),
  speedScale: v.number(),
  pitchScale: v.number(),
  intonationScale: v.number(),
  volumeScale: v.number(),
  prePhonemeLength: v.number(),
  postPhonemeLength: v.number(),
  pauseLength: v.nullish(v.number()),
  pauseLengthScale: v.optional(v.number(), 1),
  outputSamplingRate: v.number(),
  outputStereo: v.boolean(),
  kana: v.optional(v.string()),
});
export type VoicevoxQuery = v.InferOutput<typeof VOICEVOX_QUERY>;

export const VOICEVOX_RATE_HZ = 24_000;

const MS_PER_WORD = 300;
const FRAMES_PER_SECOND = 93.75;
const UPSPEAK_S = 0.15;
const VOWEL_OF: Readonly<Record<Viseme, string>> = { aa: "a", ih: "i", ou: "u", ee: "e", oh: "o" };
const VISEME_OF: Readonly<Record<string, Viseme>> = { a: "aa", i: "ih", u: "ou", e: "ee", o: "oh" };

/** One accent phrase a word, of one vowel and the pause after it. `kana` is the text, as AivisSpeech keeps it. */
export function queryOf(text: string, withoutLengths: boolean): VoicevoxQuery {
  const words = toneWords(text, MS_PER_WORD);
  const seconds = (ms: number) => (withoutLengths ? 0 : ms / 1000);
  const mora = (vowel: string, ms: number, pitch: number) => ({
    text: vowel,
    consonant: null,
    consonant_length: null,
    vowel,
    vowel_length: seconds(ms),
    pitch,
  });
  return {
    accent_phrases: words.map(({ viseme, soundMs, lengthMs }, index) => ({
      moras: [mora(VOWEL_OF[viseme], soundMs, 5.5)],
      accent: 1,
      pause_mora: mora("pau", lengthMs - soundMs, 0),
      is_interrogative: index === words.length - 1 && /[?？]$/.test(text),
    })),
    speedScale: 1,
    pitchScale: 0,
    intonationScale: 1,
    volumeScale: 1,
    prePhonemeLength: 0.1,
    postPhonemeLength: 0.1,
    pauseLength: null,
    pauseLengthScale: 1,
    outputSamplingRate: VOICEVOX_RATE_HZ,
    outputStereo: false,
    kana: text,
  };
}

/** When the vowels of a query sound, in whole frames as the engine makes them; a silent word comes last. */
export function wordsOf(query: VoicevoxQuery): ToneWord[] {
  const words: ToneWord[] = [];
  let frames = 0;
  const add = (phone: string, seconds: number) => {
    const from = frames;
    frames += halfToEven((seconds / query.speedScale) * FRAMES_PER_SECOND);
    const [startMs, endMs] = [from, frames].map((at) => (at * 1000) / FRAMES_PER_SECOND) as [number, number];
    const viseme = VISEME_OF[phone.toLowerCase()];
    const soundMs = viseme === undefined ? 0 : endMs - startMs;
    words.push({ startMs, soundMs, lengthMs: endMs - startMs, viseme: viseme ?? "aa" });
  };
  add("sil", query.prePhonemeLength);
  for (const { moras, pause_mora, is_interrogative } of query.accent_phrases) {
    for (const { consonant, consonant_length, vowel, vowel_length } of moras) {
      if (consonant) add(consonant, consonant_length ?? 0);
      add(vowel, vowel_length);
    }
    const last = moras.at(-1);
    if (is_interrogative && last !== undefined && last.pitch > 0) add(last.vowel, UPSPEAK_S);
    if (pause_mora) add(pause_mora.vowel, (query.pauseLength ?? pause_mora.vowel_length) * query.pauseLengthScale);
  }
  add("sil", query.postPhonemeLength);
  return words;
}

/** As numpy rounds. */
function halfToEven(value: number): number {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 === 0 ? below : below + 1;
}
