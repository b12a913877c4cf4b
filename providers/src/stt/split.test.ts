import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitAtPauses } from "./split.ts";

const RATE = 1_000; // the arithmetic is the same at any rate

describe("long audio", () => {
  it("is left whole up to 26 s", () => {
    const pcm = new Float32Array(26 * RATE).fill(0.5);
    expect(splitAtPauses(pcm, RATE)).toEqual([pcm]);
  });

  it("is cut in the middle of its pause", () => {
    const pcm = new Float32Array(40 * RATE).fill(0.5);
    pcm.fill(0, 21.4 * RATE, 21.9 * RATE);
    const [first, second] = splitAtPauses(pcm, RATE);
    expect(first!.length / RATE).toBeGreaterThanOrEqual(21.4);
    expect(first!.length / RATE).toBeLessThanOrEqual(21.9);
    expect(first!.length + second!.length).toBe(pcm.length);
  });

  it("loses no sample and leaves no piece too long", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (length) => {
        const pcm = Float32Array.from({ length }, (_, i) => (i % 977) / 977);
        const pieces = splitAtPauses(pcm, RATE);
        expect(pieces.every((piece) => piece.length <= 26 * RATE)).toBe(true);
        expect(pieces.flatMap((piece) => [...piece])).toEqual([...pcm]);
      }),
      { numRuns: 15, seed: 1 },
    );
  });
});
