import { describe, expect, test } from "vitest";
import { FRAME_SAMPLES } from "./framer.ts";
import type { GateEvent } from "./gate.ts";
import { HOP_SAMPLES, Uplink } from "./uplink.ts";

interface Sent {
  position: number;
  dropped: number;
  first: number;
}

/** A microphone whose samples are their own positions, judged by a voice that speaks in given spans (samples). */
class Microphone {
  readonly log: (GateEvent | Sent)[] = [];
  readonly uplink: Uplink;
  readonly #speaks: (position: number) => boolean;
  #hop = new Float32Array(HOP_SAMPLES);
  #hops = 0;
  captured = 0;

  constructor(speaks: (position: number) => boolean = () => false, rateHz = 48_000) {
    this.#speaks = speaks;
    this.uplink = new Uplink(rateHz, {
      event: (event) => this.log.push(event),
      frame: (frame, position, dropped) => this.log.push({ position, dropped, first: frame[0]! }),
    });
  }

  run(samples: number): this {
    for (let i = 0; i < samples; i += 128) {
      this.capture(128);
      while (this.uplink.nextHop(this.#hop)) this.uplink.judge(this.#speaks(this.#hops++ * 1536) ? 0.9 : 0.01);
    }
    return this;
  }

  /** Nobody judges yet. */
  capture(samples: number): this {
    this.uplink.push(Float32Array.from({ length: samples }, () => this.captured++ / 1e6));
    return this;
  }

  get frames(): Sent[] {
    return this.log.filter((entry) => "position" in entry);
  }

  get events(): GateEvent[] {
    return this.log.filter((entry) => "type" in entry);
  }
}

const between = (from: number, to: number) => (position: number) => position >= from && position < to;

describe("hands-free", () => {
  test("the start comes first, then the pre-roll, then the rest without a hole, then the end", () => {
    const mic = new Microphone(between(61_440, 122_880));
    mic.uplink.setMode("vad");
    mic.run(192_000);
    expect(mic.events.map((event) => event.type)).toEqual(["speech_start", "speech_confirmed", "speech_end"]);
    expect(mic.log[0]).toEqual({ type: "speech_start", at: 61_440 });
    expect(mic.log.at(-1)).toEqual({ type: "speech_end", at: 122_880 });
    expect(mic.frames[0]!.position).toBe(61_440 - 14_400);
    mic.frames.forEach((frame, i) => {
      expect(frame.position).toBe(47_040 + i * FRAME_SAMPLES);
      expect(frame.first).toBeCloseTo(frame.position / 1e6, 6);
    });
    expect(mic.frames.at(-1)!.position + FRAME_SAMPLES).toBeGreaterThan(122_880);
  });

  test("speech that goes on after a proposed end is sent once", () => {
    const mic = new Microphone((at) => between(61_440, 122_880)(at) || between(138_240, 180_000)(at));
    mic.uplink.setMode("vad");
    mic.run(240_000);
    const starts = mic.frames.map((frame) => frame.position);
    expect(mic.events.filter((event) => event.type === "speech_start")).toHaveLength(2);
    for (let i = 1; i < starts.length; i++) expect(starts[i]! - starts[i - 1]!).toBeGreaterThanOrEqual(FRAME_SAMPLES);
  });

  test("a detector that is late puts nothing of the next utterance into the last, and nothing between them is missing", () => {
    const next = between(138_240, 180_000);
    const mic = new Microphone((at) => between(61_440, 122_880)(at) || next(at));
    mic.uplink.setMode("vad");
    // A whole second is captured while the first word is judged, and more before the next.
    mic.run(96_000).capture(64_000).run(80_000);
    const second = mic.log.findLastIndex((entry) => "type" in entry && entry.type === "speech_start");
    const isFrame = (entry: GateEvent | Sent): entry is Sent => "position" in entry;
    const before = mic.log.slice(0, second).filter(isFrame);
    const after = mic.log.slice(second).filter(isFrame);
    expect(before.at(-1)!.position + FRAME_SAMPLES).toBeLessThanOrEqual(138_240);
    expect(after[0]!.position).toBe(before.at(-1)!.position + FRAME_SAMPLES);
    for (const frame of mic.frames) expect(frame.first).toBeCloseTo(frame.position / 1e6, 6);
  });

  test("lost samples are missing from the sound and counted in every position", () => {
    const mic = new Microphone(between(30_720, 300_000));
    mic.uplink.setMode("vad");
    mic.run(96_000);
    mic.uplink.lose(5000);
    mic.captured += 5000;
    mic.run(96_000);
    const after = mic.frames.find((frame) => frame.dropped > 0)!;
    expect(after.position).toBe(101_000);
    expect(after.first).toBeCloseTo(0.101, 6);
    expect(after.dropped).toBeGreaterThanOrEqual(5000);
    expect(after.dropped).toBeLessThan(5000 + FRAME_SAMPLES);
    expect(mic.uplink.position).toBe(197_000);
  });

  test("what was said before the detector was there is found when it comes", () => {
    const mic = new Microphone(between(61_440, 122_880));
    mic.uplink.setMode("vad");
    mic.capture(192_000).run(12_800);
    expect(mic.events.map((event) => event.type)).toEqual(["speech_start", "speech_confirmed", "speech_end"]);
    expect(mic.frames[0]!.position).toBe(61_440 - 14_400);
  });

  test("what is older than is kept is passed over without moving the clock", () => {
    const mic = new Microphone(between(0, 61_440));
    mic.uplink.setMode("vad");
    mic.capture(48_000 * 30).run(48_000);
    const start = mic.events[0]!;
    expect(start.type === "speech_start" ? start.at : 0).toBeGreaterThan(48_000 * 8);
  });

  test("another device rate keeps the clock at 48 kHz", () => {
    const mic = new Microphone(between(48_000, 96_000), 44_100);
    mic.uplink.setMode("vad");
    mic.run(44_100 * 3);
    expect(Math.abs(mic.uplink.position - 144_000)).toBeLessThan(200);
    expect(mic.events.at(-1)!.type).toBe("speech_end");
  });
});

describe("push-to-talk", () => {
  test("a press that is told 300 ms late still begins before the press", () => {
    const mic = new Microphone();
    mic.uplink.setMode("held");
    mic.run(48_000);
    const pressedAt = mic.uplink.position;
    mic.run(14_336);
    mic.uplink.press();
    expect(mic.frames[0]!.position).toBeLessThanOrEqual(pressedAt);
  });

  test("the release ends it at once, the last frame filled up", () => {
    const mic = new Microphone();
    mic.uplink.setMode("held");
    mic.run(48_000);
    mic.uplink.press();
    expect(mic.events.map((event) => event.type)).toEqual(["speech_start", "speech_confirmed"]);
    mic.run(24_064);
    mic.uplink.release();
    expect(mic.events.at(-1)).toEqual({ type: "speech_end", at: mic.uplink.position });
    const last = mic.frames.at(-1)!;
    expect(last.position + FRAME_SAMPLES).toBeGreaterThanOrEqual(mic.uplink.position);
    const sent = mic.log.length;
    mic.run(24_064);
    expect(mic.log).toHaveLength(sent);
  });

  test("what was said while the gate was shut never leaves", () => {
    const mic = new Microphone();
    mic.run(48_000);
    mic.uplink.press();
    expect(mic.log).toEqual([]);
    mic.uplink.setMode("held");
    mic.uplink.press();
    mic.run(9600);
    expect(mic.frames[0]!.position).toBe(48_000);
  });

  test("a button pressed in the middle of speech holds that utterance", () => {
    const mic = new Microphone(between(30_720, 61_440));
    mic.uplink.setMode("vad");
    mic.run(48_000);
    mic.uplink.setMode("held");
    mic.uplink.press();
    mic.run(96_000);
    mic.uplink.release();
    expect(mic.events.filter((event) => event.type === "speech_start")).toHaveLength(1);
    expect(mic.events.at(-1)).toEqual({ type: "speech_end", at: 144_000 });
  });

  test("shutting in the middle ends the utterance", () => {
    const mic = new Microphone();
    mic.uplink.setMode("held");
    mic.uplink.press();
    mic.run(48_000);
    mic.uplink.setMode("shut");
    expect(mic.events.at(-1)!.type).toBe("speech_end");
  });
});
