import { describe, expect, it } from "vitest";
import { commitPoint } from "./partial-window.ts";

const RATE_HZ = 16_000;

/** A voice-like hum with silent stretches, given in seconds. */
function speech(seconds: number, pauses: readonly (readonly [from: number, to: number])[]): Float32Array {
  return Float32Array.from({ length: seconds * RATE_HZ }, (_, i) => {
    const t = i / RATE_HZ;
    return pauses.some(([from, to]) => t >= from && t < to) ? 0 : 0.3 * Math.sin(2 * Math.PI * 150 * t);
  });
}

describe("where partial words are agreed", () => {
  it("is nowhere while the speech is short or without a pause", () => {
    expect(commitPoint(speech(3, [[1.5, 1.8]]))).toBe(0);
    expect(commitPoint(speech(6, []))).toBe(0);
  });

  it("is inside a pause, the later of two", () => {
    const cut =
      commitPoint(
        speech(6, [
          [2, 2.4],
          [4, 4.4],
        ]),
      ) / RATE_HZ;
    expect(cut).toBeGreaterThan(4);
    expect(cut).toBeLessThan(4.4);
  });

  it("is never in the newest second, where words may still change", () => {
    expect(commitPoint(speech(6, [[5.3, 5.8]]))).toBe(0);
  });

  it("comes at the quietest moment when there is no pause for too long", () => {
    const cut =
      commitPoint(speech(9, []).map((x, i) => (i > 5 * RATE_HZ && i < 5.2 * RATE_HZ ? x * 0.5 : x))) / RATE_HZ;
    expect(cut).toBeGreaterThan(5);
    expect(cut).toBeLessThan(5.2);
  });
});
