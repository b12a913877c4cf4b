import { describe, expect, it } from "vitest";
import { isAudible, loudestFrameDbfs, speechLevel } from "./speech-level.ts";

function tone(amplitude: number, samples: number): Float32Array {
  return Float32Array.from({ length: samples }, (_, i) => amplitude * Math.sin((2 * Math.PI * 200 * i) / 16_000));
}

describe("speech level", () => {
  it("is that of the loudest 20 ms, however long the silence around it", () => {
    const pcm = new Float32Array(32_000);
    pcm.set(tone(0.1, 3_200), 16_000);
    expect(loudestFrameDbfs(pcm)).toBeCloseTo(20 * Math.log10(0.1) - 3.01, 1);
    expect(isAudible(pcm)).toBe(true);
  });

  it("does not count a constant offset as sound", () => {
    expect(isAudible(new Float32Array(16_000).fill(0.2))).toBe(false);
  });

  it("calls digital silence, nothing at all and a quiet hiss silent", () => {
    expect(isAudible(new Float32Array(16_000))).toBe(false);
    expect(isAudible(new Float32Array(0))).toBe(false);
    expect(isAudible(tone(0.0005, 16_000))).toBe(false);
  });
});

describe("the level of a stretch", () => {
  it("tells its loudest frame, its floor and how long something stood out", () => {
    const pcm = tone(0.001, 32_000);
    pcm.set(tone(0.1, 8_000), 16_000);
    const { loudestDbfs, floorDbfs, activeSeconds } = speechLevel(pcm);
    expect(loudestDbfs).toBeCloseTo(-23.01, 1);
    expect(floorDbfs).toBeCloseTo(-63.01, 1);
    expect(activeSeconds).toBeCloseTo(0.5, 2);
  });

  it("counts a short gap in speech as speech, and a long one not", () => {
    const spoken = (gapSamples: number) => {
      const pcm = tone(0.001, 48_000);
      pcm.set(tone(0.1, 3_200), 16_000);
      pcm.set(tone(0.1, 3_200), 16_000 + 3_200 + gapSamples);
      return speechLevel(pcm).activeSeconds;
    };
    expect(spoken(3_200)).toBeCloseTo(0.6, 2);
    expect(spoken(4_800)).toBeCloseTo(0.4, 2);
  });

  it("knows the floor of a room although a program has put zeros between", () => {
    const pcm = new Float32Array(32_000);
    pcm.set(tone(0.01, 16_000), 0);
    expect(speechLevel(pcm).floorDbfs).toBeCloseTo(-43.01, 1);
  });

  it("of nothing is nothing", () => {
    const nothing = { loudestDbfs: Number.NEGATIVE_INFINITY, floorDbfs: Number.NEGATIVE_INFINITY, activeSeconds: 0 };
    expect(speechLevel(new Float32Array(0))).toEqual(nothing);
    expect(speechLevel(new Float32Array(1_000))).toEqual(nothing);
  });
});
