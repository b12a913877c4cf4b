/** VOICEVOX's `AudioQuery`: what is going to be said, mora by mora, and when. */
import type { VisemeCue } from "@hisho/protocol";
import * as v from "valibot";
import { japaneseShape } from "./engines/japanese-phones.ts";
import { cuesOf, type TimedPhone } from "./visemes.ts";

const SECONDS = v.pipe(v.number(), v.minValue(0), v.maxValue(60));
const MORA = v.looseObject({
  consonant: v.nullish(v.string()),
  consonant_length: v.nullish(SECONDS),
  vowel: v.string(),
  vowel_length: SECONDS,
  pitch: v.number(),
});

/** The fields that are read; an engine's own are kept beside them. Lengths are seconds at speed 1. */
export const AUDIO_QUERY = v.looseObject({
  accent_phrases: v.array(
    v.looseObject({
      moras: v.array(MORA),
      pause_mora: v.nullish(MORA),
      is_interrogative: v.nullish(v.boolean()),
    }),
  ),
  speedScale: v.number(),
  prePhonemeLength: SECONDS,
  postPhonemeLength: SECONDS,
  pauseLength: v.nullish(SECONDS),
  pauseLengthScale: v.nullish(v.number()),
});
export type AudioQuery = v.InferOutput<typeof AUDIO_QUERY>;
type Mora = v.InferOutput<typeof MORA>;

/** Sounds last whole frames of 256 samples at 24 kHz, rounded half to even. */
const FRAMES_PER_SECOND = 93.75;
/** A question's last vowel goes on for this long, in a higher pitch. */
const UPSPEAK_S = 0.15;

/**
 * Mouth cues of what the engine makes of a query (VOICEVOX ENGINE, tts_pipeline/tts_engine.py), ms from its first sample.
 * @returns undefined where its lengths are not given: AivisSpeech writes 0 everywhere
 */
export function cuesOfQuery(query: AudioQuery): VisemeCue[] | undefined {
  const { speedScale, prePhonemeLength, postPhonemeLength } = query;
  const phones: TimedPhone[] = [];
  let frames = 0;
  const add = (phone: string, seconds: number) => {
    frames += roundToEven((seconds / speedScale) * FRAMES_PER_SECOND);
    phones.push({ phone, endMs: Math.round((frames * 1000) / FRAMES_PER_SECOND) });
  };
  const addMora = ({ consonant, consonant_length, vowel, vowel_length }: Mora) => {
    if (consonant) add(consonant, consonant_length ?? 0);
    add(vowel, vowel === "pau" ? pauseOf(query, vowel_length) : vowel_length);
  };

  add("sil", prePhonemeLength);
  const silentFrames = frames;
  for (const { moras, pause_mora, is_interrogative } of query.accent_phrases) {
    for (const mora of moras) addMora(mora);
    const last = moras.at(-1);
    if (is_interrogative && last !== undefined && last.pitch > 0) add(last.vowel, UPSPEAK_S);
    if (pause_mora) addMora(pause_mora);
  }
  if (frames === silentFrames) return undefined;
  add("sil", postPhonemeLength);
  return cuesOf(phones, japaneseShape, phones.at(-1)?.endMs ?? 0);
}

const pauseOf = ({ pauseLength, pauseLengthScale }: AudioQuery, seconds: number): number =>
  (pauseLength ?? seconds) * (pauseLengthScale ?? 1);

function roundToEven(value: number): number {
  const rounded = Math.round(value);
  return Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}
