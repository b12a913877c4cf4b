/** The two processors in a real audio thread. */
import { VISEMES } from "@hisho/protocol";
import { describe, expect, test } from "vitest";
import captureUrl from "../audio/capture.processor.ts?worker&url";
import playoutUrl from "../audio/playout.processor.ts?worker&url";
import { createMouthTrack, MouthReader } from "../dsp/mouth-track.ts";
import { CONTROL_DUCKED, CONTROL_STOPPED_THROUGH, createControl } from "../dsp/playout.ts";
import { createRing, RingReader, RingWriter } from "../dsp/ring.ts";
import { createSegments, SegmentWriter } from "../dsp/segments.ts";
import { syntheticVowel } from "../dsp/testing/vowel.ts";
import { CAPTURE_PROCESSOR, type CaptureOptions } from "../ports/capture.ts";
import type { PlayoutMemory } from "../ports/memory.ts";
import { type FromPlayout, PLAYOUT_PROCESSOR, type PlayoutOptions } from "../ports/playout.ts";

const RATE_HZ = 48_000;

async function capture(context: OfflineAudioContext, seconds: number): Promise<RingReader> {
  await context.audioWorklet.addModule(captureUrl);
  const ring = createRing(seconds * context.sampleRate);
  const node = new AudioWorkletNode(context, CAPTURE_PROCESSOR, {
    numberOfInputs: 1,
    numberOfOutputs: 0,
    channelCount: 1,
    channelCountMode: "explicit",
    processorOptions: { ring } satisfies CaptureOptions,
  });
  const oscillator = new OscillatorNode(context, { frequency: 440 });
  oscillator.connect(node);
  oscillator.start();
  return new RingReader(ring);
}

describe("capture", () => {
  test("every sample of an oscillator reaches the ring, in order", async () => {
    const context = new OfflineAudioContext(1, RATE_HZ, RATE_HZ);
    const reader = await capture(context, 1);
    await context.startRendering();
    const samples = new Float32Array(RATE_HZ);
    expect(reader.pull(samples)).toBe(RATE_HZ);
    expect(reader.takeDropped()).toBe(0);
    const worst = samples.reduce(
      (max, x, i) => Math.max(max, Math.abs(x - Math.sin((2 * Math.PI * 440 * i) / RATE_HZ))),
      0,
    );
    expect(worst).toBeLessThan(0.01);
  });

  test("what nobody reads is dropped and counted", async () => {
    const context = new OfflineAudioContext(1, RATE_HZ, RATE_HZ);
    const reader = await capture(context, 0.25);
    await context.startRendering();
    expect(reader.available).toBe(16_384);
    expect(reader.takeDropped()).toBe(RATE_HZ - 16_384);
  });
});

interface Stage {
  context: OfflineAudioContext;
  memory: PlayoutMemory;
  writer: RingWriter;
  marks: SegmentWriter;
  told: FromPlayout[];
}

async function playout(seconds: number): Promise<Stage> {
  const context = new OfflineAudioContext(1, seconds * RATE_HZ, RATE_HZ);
  await context.audioWorklet.addModule(playoutUrl);
  const memory: PlayoutMemory = {
    ring: createRing(2 * seconds * RATE_HZ),
    segments: createSegments(),
    control: createControl(),
    mouth: createMouthTrack(),
  };
  const node = new AudioWorkletNode(context, PLAYOUT_PROCESSOR, {
    numberOfInputs: 0,
    numberOfOutputs: 1,
    outputChannelCount: [1],
    processorOptions: { memory } satisfies PlayoutOptions,
  });
  const told: FromPlayout[] = [];
  node.port.onmessage = ({ data }) => told.push(data);
  node.connect(context.destination);
  return { context, memory, writer: new RingWriter(memory.ring), marks: new SegmentWriter(memory.segments), told };
}

/** Renders; at `atS` the control cell is set, as the page would. */
async function renderWith(stage: Stage, atS: number, cell: number, value: number): Promise<Float32Array> {
  const { context, memory } = stage;
  void context.suspend(atS).then(() => {
    Atomics.store(new Int32Array(memory.control), cell, value);
    return context.resume();
  });
  return (await context.startRendering()).getChannelData(0);
}

const lastLoud = (samples: Float32Array): number => samples.findLastIndex((x) => Math.abs(x) > 0.001);

describe("playout", () => {
  test("a talkspurt is played whole, its edges are told to the sample", async () => {
    const stage = await playout(1);
    stage.marks.mark("begin", 4, 0);
    stage.writer.push(new Float32Array(20_000).fill(0.25));
    stage.marks.mark("end", 4, 20_000);
    const samples = (await stage.context.startRendering()).getChannelData(0);
    expect(samples.subarray(0, 20_000).every((x) => x === 0.25)).toBe(true);
    await expect.poll(() => stage.told).toHaveLength(2);
    expect(stage.told).toEqual([
      { type: "begun", spurt: 4, timeS: 0 },
      { type: "ended", spurt: 4, playedSamples: 20_000, timeS: expect.closeTo(20_000 / RATE_HZ, 9) },
    ]);
  });

  test("a stop is silence within 60 ms, counted in samples", async () => {
    const stage = await playout(1);
    stage.marks.mark("begin", 1, 0);
    stage.writer.push(new Float32Array(RATE_HZ).fill(0.5));
    const stopAt = 128 * 150;
    const samples = await renderWith(stage, stopAt / RATE_HZ, CONTROL_STOPPED_THROUGH, 1);
    expect(lastLoud(samples)).toBeGreaterThanOrEqual(stopAt);
    expect(lastLoud(samples) - stopAt).toBeLessThan(0.06 * RATE_HZ);
  });

  test("ducking leaves a fifth", async () => {
    const stage = await playout(1);
    stage.marks.mark("begin", 1, 0);
    stage.writer.push(new Float32Array(RATE_HZ).fill(0.5));
    const samples = await renderWith(stage, 0.4, CONTROL_DUCKED, 1);
    expect(samples[19_000]).toBe(0.5);
    expect(samples[24_000]).toBeCloseTo(0.1, 4);
  });

  test("the mouth is open on a vowel, says which, and is closed in silence before and after", async () => {
    const stage = await playout(1);
    const vowel = syntheticVowel([750, 1150, 2500, 3500, 4400], { rateHz: RATE_HZ, pitchHz: 120, seconds: 0.4 });
    stage.marks.mark("begin", 1, 0);
    stage.writer.push(new Float32Array(9600));
    stage.writer.push(vowel);
    stage.writer.push(new Float32Array(19_200));
    await stage.context.startRendering();
    const mouth = new MouthReader(stage.memory.mouth);
    const weightsAt = (timeS: number): number[] => {
      mouth.seek(timeS);
      return [...mouth.weights];
    };
    expect(Math.max(...weightsAt(0.15))).toBe(0);
    const open = weightsAt(0.45);
    expect(VISEMES[open.indexOf(Math.max(...open))]).toBe("aa");
    expect(Math.max(...open)).toBeGreaterThan(0.4);
    expect(Math.max(...weightsAt(0.78))).toBe(0);
  });
});
