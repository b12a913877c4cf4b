import { describe, expect, it } from "vitest";
import { isAudible, loudestFrameDbfs } from "./speech-level.ts";

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
