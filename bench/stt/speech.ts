/** Real speech of given lengths: the recordings of the machine joined with short pauses. */

import { STT_SAMPLE_RATE_HZ } from "@hisho/providers/stt/port.ts";
import { inauguralClip, pocketsphinxClips } from "@hisho/providers/testing/clips.ts";
import { withPauses } from "../../web/e2e/microphone.ts";

/** Between two recordings, s: a breath. */
const PAUSE_S = 0.3;

/**
 * @param first which recording begins, so that excerpts differ
 * @returns mono, 16 kHz, exactly `seconds` long; undefined where the machine has too little speech
 */
export function speechOf(seconds: number, first: number): Float32Array | undefined {
  const clip = inauguralClip();
  const clips = [...(clip === undefined ? [] : [clip]), ...pocketsphinxClips()];
  const recordings = clips.map(({ read }) => read()).filter(({ sampleRateHz }) => sampleRateHz === STT_SAMPLE_RATE_HZ);
  const turned = recordings.map((_, i) => recordings[(i + first) % recordings.length]!);
  if (turned.length === 0) return undefined;
  const { pcm } = withPauses(turned, [0, ...turned.map(() => PAUSE_S)]);
  const samples = Math.round(seconds * STT_SAMPLE_RATE_HZ);
  return pcm.length < samples ? undefined : pcm.slice(0, samples);
}
