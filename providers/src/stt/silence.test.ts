import { describe, expect, it } from "vitest";
import { withShortPauses } from "./silence.ts";

const RATE_HZ = 16_000;

/** Seconds of tone (positive) and of faint noise on a constant offset (negative), one after the other. */
function sound(...stretches: number[]): Float32Array {
  const parts = stretches.flatMap((seconds) =>
    Array.from({ length: Math.abs(seconds) * RATE_HZ }, (_, i) =>
      seconds > 0 ? 0.3 * Math.sin((2 * Math.PI * 200 * i) / RATE_HZ) + 0.004 : 0.0003 * Math.sin(i * i),
    ),
  );
  return Float32Array.from(parts);
}

const seconds = (pcm: Float32Array): number => pcm.length / RATE_HZ;

describe("pauses", () => {
  it.each<[string, number[], number]>([
    ["before speech", [-4, 2], 2.1],
    ["after speech", [2, -3], 2.5],
    ["inside speech", [1, -2, 1], 2.5],
    ["everywhere", [-2, 1, -2, 1, -2], 3.1],
  ])("%s are cut down", (_name, stretches, left) => {
    expect(Math.abs(seconds(withShortPauses(sound(...stretches), RATE_HZ)) - left)).toBeLessThanOrEqual(
      0.021 * stretches.length,
    );
  });

  it("that are short, and speech, stay as they are", () => {
    const pcm = sound(1, -0.4, 1);
    expect(withShortPauses(pcm, RATE_HZ)).toBe(pcm);
    const loud = withShortPauses(sound(-3, 2), RATE_HZ).subarray(-2 * RATE_HZ);
    expect(loud).toEqual(sound(-3, 2).subarray(-2 * RATE_HZ));
  });

  it("make nothing of nothing", () => {
    expect(withShortPauses(new Float32Array(0), RATE_HZ)).toHaveLength(0);
  });
});
