/** Utterances as the network hears them, each with what it should say. */
import { BANDS, VisemeFeatures } from "@hisho/worklets/dsp/viseme/features.ts";
import { labelFrames, type TimedPhone } from "../speech/labels.ts";
import { PLAYED_HZ } from "../speech/sound.ts";
import type { Utterance } from "../speech/utterance.ts";

/** A network's answer is about this long before the end of the samples it has. */
export const ANSWER_BEHIND_MS = 15;
const QUANTUM = 128;

export interface Heard {
  /** `2 * BANDS` a frame: the bands, then the voice. */
  inputs: Float32Array;
  labels: Uint8Array;
}

/** @param samples at 48 kHz @param phones in the time of `samples` */
export function hear(samples: Float32Array, phones: readonly TimedPhone[], set: Utterance["set"]): Heard {
  const frames: number[] = [];
  const features: VisemeFeatures = new VisemeFeatures(PLAYED_HZ, () =>
    frames.push(...features.bands, ...features.voice),
  );
  for (let at = 0; at + QUANTUM <= samples.length; at += QUANTUM) features.push(samples.subarray(at, at + QUANTUM));
  const inputs = Float32Array.from(frames);
  return { inputs, labels: labelFrames(phones, set, 10 - ANSWER_BEHIND_MS, inputs.length / (2 * BANDS)) };
}
