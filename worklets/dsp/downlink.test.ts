import { describe, expect, test } from "vitest";
import { AHEAD_MS, Downlink } from "./downlink.ts";
import { FixedJitter } from "./jitter.ts";
import { createRing, RingReader, RingWriter } from "./ring.ts";
import { createSegments, SegmentReader, SegmentWriter } from "./segments.ts";

/** 40 ms by its first byte: two frames of 20 ms. */
const PACKET = Uint8Array.of(0b01111_0_01, 7);
const FRAME = new Float32Array(1920).fill(0.1);

class Bench {
  readonly #ring = createRing(65_536);
  readonly #marks = createSegments();
  readonly reader = new RingReader(this.#ring);
  readonly marks = new SegmentReader(this.#marks);
  readonly downlink = new Downlink(
    new RingWriter(this.#ring),
    new SegmentWriter(this.#marks),
    new FixedJitter(),
    48_000,
  );

  send(spurt: number, frames: number): this {
    for (let i = 0; i < frames; i++) this.downlink.push(spurt, PACKET);
    return this;
  }

  /** Decodes all that may be decoded now. @returns frames */
  pump(): number {
    for (let frames = 0; ; frames++) {
      if (!this.downlink.next()) return frames;
      this.downlink.decoded(FRAME);
    }
  }

  play(samples: number): this {
    this.reader.skip(samples);
    return this;
  }

  readMarks(): string[] {
    const list: string[] = [];
    for (; this.marks.peek(); this.marks.next()) {
      list.push(`${this.marks.kind} ${this.marks.spurt} at ${this.marks.index}`);
    }
    return list;
  }
}

describe("downlink", () => {
  test("one frame starts it, and the ring is kept only a little ahead", () => {
    const bench = new Bench().send(1, 1);
    expect(bench.pump()).toBe(1);
    bench.send(1, 29);
    expect(bench.pump()).toBe(AHEAD_MS / 40 - 1);
    bench.play(1920);
    expect(bench.pump()).toBe(1);
  });

  test("a credit is given for each frame when its last sample is played", () => {
    const bench = new Bench().send(1, 4);
    bench.pump();
    expect(bench.downlink.takeCredit()).toBe(0);
    expect(bench.play(1919).downlink.takeCredit()).toBe(0);
    expect(bench.play(1).downlink.takeCredit()).toBe(1);
    expect(bench.play(5760).downlink.takeCredit()).toBe(3);
    expect(bench.downlink.takeCredit()).toBe(0);
  });

  test("marks stand at the first sample and after the last", () => {
    const bench = new Bench().send(7, 2);
    bench.pump();
    bench.downlink.finish(7);
    bench.pump();
    expect(bench.readMarks()).toEqual(["begin 7 at 0", "end 7 at 3840"]);
    expect(bench.play(3840).downlink.takeCredit()).toBe(2);
    expect(bench.downlink.idle).toBe(true);
  });

  test("a stall gathers the target before it goes on", () => {
    const bench = new Bench().send(1, 1);
    bench.pump();
    bench.play(1920);
    expect(bench.pump()).toBe(0);
    expect(bench.send(1, 1).pump()).toBe(0);
    expect(bench.send(1, 1).pump()).toBe(2);
  });

  test("a stall in one spurt does not delay the next", () => {
    const bench = new Bench().send(1, 1);
    bench.pump();
    bench.play(1920).pump();
    bench.downlink.discard(1);
    expect(bench.send(2, 1).pump()).toBe(1);
  });

  test("discarding credits what waits and what is in the ring, once", () => {
    const bench = new Bench().send(1, 20);
    bench.pump();
    bench.play(1920);
    expect(bench.downlink.takeCredit()).toBe(1);
    bench.downlink.discard(1);
    expect(bench.downlink.takeCredit()).toBe(19);
    bench.play(65_536);
    expect(bench.downlink.takeCredit()).toBe(0);
    expect(bench.pump()).toBe(0);
  });

  test("late frames of a discarded spurt are credited and never played", () => {
    const bench = new Bench().send(1, 1);
    bench.downlink.discard(1);
    bench.send(1, 3);
    expect(bench.pump()).toBe(0);
    expect(bench.downlink.takeCredit()).toBe(4);
  });

  test("a frame that is being decoded while it is discarded is credited once", () => {
    const bench = new Bench().send(1, 2);
    expect(bench.downlink.next()).toBe(PACKET);
    bench.downlink.discard(1);
    bench.downlink.decoded(FRAME);
    expect(bench.downlink.takeCredit()).toBe(2);
    expect(bench.reader.available).toBe(0);
  });

  test("the next spurt plays after one that was discarded, and after one that never ended", () => {
    const bench = new Bench().send(1, 2);
    bench.pump();
    bench.downlink.discard(1);
    bench.send(2, 1);
    expect(bench.pump()).toBe(1);
    bench.send(3, 1);
    expect(bench.pump()).toBe(1);
    expect(bench.readMarks()).toEqual(["begin 1 at 0", "begin 2 at 3840", "end 2 at 5760", "begin 3 at 5760"]);
  });

  test("an end that comes after the last sample was played is marked still", () => {
    const bench = new Bench().send(1, 1);
    bench.pump();
    bench.play(1920).pump();
    bench.downlink.finish(1);
    bench.pump();
    expect(bench.readMarks()).toEqual(["begin 1 at 0", "end 1 at 1920"]);
  });
});
