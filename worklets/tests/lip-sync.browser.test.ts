/** B7 in a real audio thread: the mouth against the sound, through a stall of 300 ms and a passage that is 15 % longer. */
import { expect, test } from "vitest";
import playoutUrl from "../audio/playout.processor.ts?worker&url";
import { createMouthTrack, MouthReader } from "../dsp/mouth-track.ts";
import { createControl } from "../dsp/playout.ts";
import { createRing, RingWriter } from "../dsp/ring.ts";
import { createSegments, SegmentWriter } from "../dsp/segments.ts";
import {
  lagsMs,
  OUTPUT_LATENCY_MS,
  percentile95,
  RATE_HZ,
  SCREEN_HZ,
  type Seen,
  STALL_AFTER_MS,
  STALL_MS,
  speech,
} from "../dsp/testing/lip-sync.ts";
import type { PlayoutMemory } from "../ports/memory.ts";
import { PLAYOUT_PROCESSOR, type PlayoutOptions } from "../ports/playout.ts";

interface Watched {
  rendered: Float32Array;
  seen: Seen[];
  /** Where the playhead said it was, samples since the talkspurt began, for each of `seen`. */
  playedSamples: number[];
}

/** Plays `source` through the stall; at each frame of a screen looks where the loudspeaker is by then. */
async function watch(source: Float32Array): Promise<Watched> {
  const quanta = Math.ceil((source.length + 0.6 * RATE_HZ) / 128);
  const context = new OfflineAudioContext(1, quanta * 128, RATE_HZ);
  await context.audioWorklet.addModule(playoutUrl);
  const memory: PlayoutMemory = {
    ring: createRing(2 * source.length),
    segments: createSegments(),
    control: createControl(),
    mouth: createMouthTrack(),
  };
  const processorOptions: PlayoutOptions = { memory };
  const outputs = { numberOfInputs: 0, numberOfOutputs: 1, outputChannelCount: [1] };
  const node = new AudioWorkletNode(context, PLAYOUT_PROCESSOR, { ...outputs, processorOptions });
  node.connect(context.destination);
  const writer = new RingWriter(memory.ring);
  const given = (STALL_AFTER_MS * RATE_HZ) / 1000;
  new SegmentWriter(memory.segments).mark("begin", 1, 0);
  writer.push(source.subarray(0, given));
  const mouth = new MouthReader(memory.mouth);
  const watched: Watched = { rendered: new Float32Array(), seen: [], playedSamples: [] };
  let isWhole = false;
  for (let frame = 1; frame < ((quanta - 1) * 128 * SCREEN_HZ) / RATE_HZ; frame++) {
    const timeS = (Math.ceil((frame * RATE_HZ) / SCREEN_HZ / 128) * 128) / RATE_HZ;
    void context.suspend(timeS).then(() => {
      if (!isWhole && timeS >= (STALL_AFTER_MS + STALL_MS) / 1000) isWhole = writer.push(source.subarray(given));
      const audibleS = timeS - OUTPUT_LATENCY_MS / 1000;
      const isRead = mouth.seek(audibleS);
      const open = isRead ? mouth.weights.reduce((sum, weight) => sum + weight, 0) : 0;
      watched.seen.push({ audibleS, open });
      watched.playedSamples.push(isRead ? mouth.playedSamples : 0);
      return context.resume();
    });
  }
  watched.rendered = (await context.startRendering()).getChannelData(0);
  return watched;
}

test("the mouth that is read from the sound stays within a frame of the screen of it", async () => {
  const { rendered, seen } = await watch(speech());
  const lags = lagsMs(rendered, seen);
  expect(lags.length).toBeGreaterThanOrEqual(18);
  expect(percentile95(lags), `lags ${lags.map((ms) => ms.toFixed(1))}`).toBeLessThanOrEqual(17);
});

test("the playhead by which timed shapes are shown stays within a frame of the screen of the sound", async () => {
  // Each sample says which one it is.
  const source = Float32Array.from({ length: 4 * RATE_HZ }, (_, i) => 0.1 + (0.8 * i) / (4 * RATE_HZ));
  const { rendered, seen, playedSamples } = await watch(source);
  const errors: number[] = [];
  seen.forEach(({ audibleS }, i) => {
    const sample = rendered[Math.round(audibleS * RATE_HZ)] ?? 0;
    // In the stall and for the 4 ms of the rise after it no sample says where it is.
    const before = rendered[Math.round((audibleS - 0.006) * RATE_HZ)] ?? 0;
    if (sample < 0.1 || Math.abs(sample - before) > 0.01) return;
    const heard = ((sample - 0.1) / 0.8) * 4 * RATE_HZ;
    errors.push(((playedSamples[i]! - heard) * 1000) / RATE_HZ);
  });
  expect(errors.length).toBeGreaterThan(200);
  expect(percentile95(errors)).toBeLessThanOrEqual(17);
  // Silence of a stall: the playhead stands.
  const stalled = seen.flatMap(({ audibleS }, i) =>
    audibleS * 1000 > STALL_AFTER_MS + 40 && audibleS * 1000 < STALL_AFTER_MS + STALL_MS - 40
      ? [playedSamples[i]!]
      : [],
  );
  expect(Math.max(...stalled) - Math.min(...stalled)).toBe(0);
});
