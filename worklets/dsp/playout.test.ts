import { beforeEach, describe, expect, test } from "vitest";
import { createMouthTrack, MouthReader } from "./mouth-track.ts";
import {
  CONTROL_DUCKED,
  CONTROL_STOPPED_THROUGH,
  CONTROL_UNDERRUN_SAMPLES,
  createControl,
  PlayoutCore,
} from "./playout.ts";
import { createRing, RingWriter } from "./ring.ts";
import { createSegments, SegmentWriter } from "./segments.ts";

const RATE_HZ = 48_000;

let writer: RingWriter;
let marks: SegmentWriter;
let control: Int32Array;
let mouth: MouthReader;
let core: PlayoutCore;
let log: string[];
let quantum: number;

beforeEach(() => {
  const memory = {
    ring: createRing(65_536),
    segments: createSegments(),
    control: createControl(),
    mouth: createMouthTrack(),
  };
  writer = new RingWriter(memory.ring);
  marks = new SegmentWriter(memory.segments);
  control = new Int32Array(memory.control);
  mouth = new MouthReader(memory.mouth);
  log = [];
  quantum = 0;
  core = new PlayoutCore(memory, RATE_HZ, {
    begun: (spurt, timeS) => log.push(`begun ${spurt} at ${Math.round(timeS * RATE_HZ)}`),
    stalled: (spurt, played) => log.push(`stalled ${spurt} after ${played}`),
    ended: (spurt, played, timeS) => log.push(`ended ${spurt} after ${played} at ${Math.round(timeS * RATE_HZ)}`),
  });
});

function render(quanta: number): Float32Array {
  const out = new Float32Array(quanta * 128);
  for (let i = 0; i < quanta; i++) {
    core.render(out.subarray(i * 128, i * 128 + 128), (quantum++ * 128) / RATE_HZ);
  }
  return out;
}

const say = (spurt: number, samples: number, value = 0.5): void => {
  marks.mark("begin", spurt, writer.index);
  writer.push(new Float32Array(samples).fill(value));
};

describe("playing", () => {
  test("samples pass unchanged, and the first and the last are told to the sample", () => {
    render(2);
    say(1, 1000);
    marks.mark("end", 1, writer.index);
    const out = render(10);
    expect(out.subarray(0, 1000).every((x) => x === 0.5)).toBe(true);
    expect(out.at(-1)).toBeLessThan(0.01);
    expect(log).toEqual(["begun 1 at 256", "ended 1 after 1000 at 1256"]);
  });

  test("two spurts in one quantum are told apart", () => {
    say(1, 50, 0.2);
    marks.mark("end", 1, writer.index);
    say(2, 500, 0.4);
    const out = render(1);
    expect([out[49], out[50]]).toEqual([Math.fround(0.2), Math.fround(0.4)]);
    expect(log).toEqual(["begun 1 at 0", "ended 1 after 50 at 50", "begun 2 at 50"]);
  });

  test("a stall is told once, counted in samples, without a click before or after", () => {
    say(1, 256);
    const before = render(6);
    expect(log).toEqual(["begun 1 at 0", "stalled 1 after 256"]);
    expect(control[CONTROL_UNDERRUN_SAMPLES]).toBe(512);
    expect(Math.abs(before[256]! - before[255]!)).toBeLessThan(0.05);
    writer.push(new Float32Array(1024).fill(0.5));
    const after = render(4);
    expect(after[0]).toBeLessThan(0.05);
    expect(after.at(-1)).toBe(0.5);
  });

  test("silence between spurts is no stall", () => {
    say(1, 128);
    marks.mark("end", 1, writer.index);
    render(10);
    expect(log.join()).not.toContain("stalled");
    expect(control[CONTROL_UNDERRUN_SAMPLES]).toBe(0);
  });
});

describe("the person talks over it", () => {
  test("ducking comes down to a fifth within 40 ms, without a step, and back", () => {
    say(1, 48_000);
    render(10);
    Atomics.store(control, CONTROL_DUCKED, 1);
    const down = render(15);
    expect(down.at(-1)).toBeCloseTo(0.1, 3);
    expect(Math.max(...down.map((x, i) => (i ? Math.abs(x - down[i - 1]!) : 0)))).toBeLessThan(0.001);
    Atomics.store(control, CONTROL_DUCKED, 0);
    expect(render(15).at(-1)).toBeCloseTo(0.5, 3);
  });

  test("stopping is silent within 10 ms, drops the rest and needs nobody else", () => {
    say(1, 48_000);
    render(10);
    Atomics.store(control, CONTROL_STOPPED_THROUGH, 1);
    const out = render(20);
    const lastLoud = out.findLastIndex((x) => Math.abs(x) > 0.001);
    expect(lastLoud).toBeLessThan(480);
    expect(core.ring.available).toBe(0);
    expect(log.join()).not.toMatch(/stalled|ended/);
  });

  test("samples of a stopped spurt that come later are passed over, the next spurt is whole", () => {
    say(1, 4800);
    render(10);
    Atomics.store(control, CONTROL_STOPPED_THROUGH, 1);
    render(20);
    writer.push(new Float32Array(1920).fill(0.9));
    say(2, 1280, 0.3);
    const out = render(10);
    expect(out.every((x) => x === Math.fround(0.3))).toBe(true);
  });

  test("a spurt that was stopped before it began is never heard", () => {
    Atomics.store(control, CONTROL_STOPPED_THROUGH, 3);
    say(3, 4800);
    expect(render(40).every((x) => x === 0)).toBe(true);
    expect(log).toEqual([]);
  });
});

describe("the mouth's record", () => {
  test("it says what was played when, and mixes between two slots", () => {
    say(5, 48_000);
    render(40);
    expect(mouth.seek((10 * 512) / RATE_HZ)).toBe(true);
    expect([mouth.spurt, mouth.playedSamples]).toEqual([5, 5120]);
    mouth.seek((9.5 * 512) / RATE_HZ);
    expect(mouth.playedSamples).toBeCloseTo(4864, 3);
    expect(mouth.levelDbfs).toBeGreaterThan(-10);
  });

  test("after the end nothing plays and the level is silence", () => {
    say(5, 1280);
    marks.mark("end", 5, writer.index);
    render(200);
    mouth.seek(Number.POSITIVE_INFINITY);
    expect([mouth.spurt, mouth.levelDbfs, Math.max(...mouth.weights)]).toEqual([0, -100, 0]);
  });

  test("before anything was played there is no state", () => {
    expect(mouth.seek(1)).toBe(false);
  });
});
