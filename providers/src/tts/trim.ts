import type { SpeechChunk } from "./port.ts";
import { shiftCues } from "./visemes.ts";

/** Silence kept before the first sound: enough that an attack is not clipped. */
const KEPT_MS = 30;
/** About -46 dBFS: an engine's dither stays below, the weakest fricative lies above. */
const AUDIBLE = 0.005;

/** How much of the silence an engine puts before the first word is taken off, in samples; all of it when there is no sound. */
export function leadSamples(pcm: Float32Array, sampleRateHz: number): number {
  const sound = pcm.findIndex((sample) => Math.abs(sample) > AUDIBLE);
  if (sound === -1) return pcm.length;
  return Math.max(0, sound - Math.round((KEPT_MS * sampleRateHz) / 1000));
}

/**
 * One clause's chunks without the silence before the first word, their cues moved along and in whole ms. Silence alone
 * becomes nothing.
 */
export async function* trimLead(chunks: AsyncIterable<SpeechChunk>): AsyncIterable<SpeechChunk> {
  let cutMs = 0;
  let started = false;
  for await (const { pcm, sampleRateHz, visemes } of chunks) {
    const cut = started ? 0 : leadSamples(pcm, sampleRateHz);
    cutMs += (cut * 1000) / sampleRateHz;
    if (cut === pcm.length) continue;
    started = true;
    yield {
      pcm: pcm.subarray(cut),
      sampleRateHz,
      ...(visemes === undefined ? {} : { visemes: shiftCues(visemes, cutMs) }),
    };
  }
}
