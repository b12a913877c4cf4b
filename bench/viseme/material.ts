/** Sound and what is said in it, as the engines hear it: clean, through a codec, from afar, beside noise. */
import type { Corpus } from "@hisho/models/viseme/speech/corpus.ts";
import { labelFrames } from "@hisho/models/viseme/speech/labels.ts";
import { seeded } from "@hisho/models/viseme/speech/random.ts";
import {
  addNoise,
  babbleNoise,
  pinkNoise,
  throughOpus,
  toPlayed,
  whiteNoise,
} from "@hisho/models/viseme/speech/sound.ts";
import type { Part, Utterance } from "@hisho/models/viseme/speech/utterance.ts";
import { plain } from "@hisho/models/viseme/train/augment.ts";

/** 48 kHz samples and a label at 5, 15, 25 … ms. */
export interface Clip {
  samples: Float32Array;
  labels: Uint8Array;
}

/** Before each sentence, so that no engine is judged by its first breath alone. */
const LEAD_MS = 300;
const SNR_DB = 15;
const OPUS_BITS_PER_SECOND = 32_000;
const BABBLE_VOICES = 6;

export function clipOf(utterance: Utterance): Clip {
  const { samples, phones } = plain(utterance, LEAD_MS);
  return { samples, labels: labelFrames(phones, utterance.set, 5, Math.floor(samples.length / 480)) };
}

/** At most `each` sentences of each voice. */
export async function clipsOf(
  corpus: Corpus,
  parts: readonly Part[],
  each: number,
  signal: AbortSignal,
): Promise<Clip[]> {
  const clips: Clip[] = [];
  for (const part of parts) clips.push(...(await corpus.speech(part, signal)).slice(0, each).map(clipOf));
  return clips;
}

export type Condition =
  | "clean"
  | "Opus 32 kbit/s"
  | "gain x0.3"
  | "gain x0.1"
  | "white 15 dB"
  | "pink 15 dB"
  | "babble 15 dB";
export const CONDITIONS: readonly Condition[] = [
  "clean",
  "Opus 32 kbit/s",
  "gain x0.3",
  "gain x0.1",
  "white 15 dB",
  "pink 15 dB",
  "babble 15 dB",
];

/** @param company others, for babble */
export function heardUnder(condition: Condition, clip: Clip, company: readonly Clip[], seed: number): Clip {
  const random = seeded(seed);
  const { samples } = clip;
  switch (condition) {
    case "clean":
      return clip;
    case "Opus 32 kbit/s":
      return { ...clip, samples: throughOpus(samples, OPUS_BITS_PER_SECOND) };
    case "gain x0.3":
      return { ...clip, samples: samples.map((x) => 0.3 * x) };
    case "gain x0.1":
      return { ...clip, samples: samples.map((x) => 0.1 * x) };
    case "white 15 dB":
      return { ...clip, samples: addNoise(samples, whiteNoise(samples.length, random), SNR_DB) };
    case "pink 15 dB":
      return { ...clip, samples: addNoise(samples, pinkNoise(samples.length, random), SNR_DB) };
    case "babble 15 dB": {
      const others = company.filter((other) => other !== clip);
      const voices = Array.from({ length: BABBLE_VOICES }, () => others[Math.floor(random() * others.length)]!.samples);
      return { ...clip, samples: addNoise(samples, babbleNoise(samples.length, voices, random), SNR_DB) };
    }
    default:
      return condition satisfies never;
  }
}

/** Sound of any rate with labels of its own. */
export function clipFrom(samples: Float32Array, rateHz: number, phones: Utterance["phones"]): Clip {
  return clipOf({ samples: toPlayed(samples, rateHz).samples, rateHz: 48_000, phones, set: "arpabet" });
}
