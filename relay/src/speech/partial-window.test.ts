import { describe, expect, it } from "vitest";
import { hasVoice, quietestPlace, silenceBelow, windowMove } from "./partial-window.ts";

const RATE_HZ = 16_000;

/** A voice-like hum with silent stretches, given in seconds. */
function speech(seconds: number, pauses: readonly (readonly [from: number, to: number])[]): Float32Array {
  return Float32Array.from({ length: seconds * RATE_HZ }, (_, i) => {
    const t = i / RATE_HZ;
    return pauses.some(([from, to]) => t >= from && t < to) ? 0 : 0.3 * Math.sin(2 * Math.PI * 150 * t);
  });
}

/** In seconds. */
function moved(pcm: Float32Array): { end: number; next: number } | undefined {
  const move = windowMove(pcm);
  return move && { end: move.end / RATE_HZ, next: move.next / RATE_HZ };
}

describe("the window of a partial transcript", () => {
  it("stays while the speech is short or without a pause", () => {
    expect(moved(speech(2, [[0.8, 1.1]]))).toBeUndefined();
    expect(moved(speech(3, [[0.8, 1.1]]))).toBeUndefined();
    expect(moved(speech(3, []))).toBeUndefined();
  });

  it("moves over a pause, the later of two, and leaves the silence out", () => {
    const pauses = [
      [1.5, 1.9],
      [2.4, 3.2],
    ] as const;
    const { end, next } = moved(speech(5, pauses))!;
    expect(end).toBeGreaterThanOrEqual(2.4);
    expect(end).toBeLessThan(2.6);
    expect(next).toBeGreaterThan(3);
    expect(next).toBeLessThanOrEqual(3.2);
  });

  it("does not take the silence inside a plosive for a pause", () => {
    expect(moved(speech(3.4, [[1.5, 1.6]]))).toBeUndefined();
  });

  it("keeps the newest second, where words may still change", () => {
    expect(moved(speech(3.5, [[2.9, 3.3]]))).toBeUndefined();
  });

  it("moves to the quietest moment when there is no pause for too long", () => {
    const { end, next } = moved(speech(5, []).map((x, i) => (i > 3 * RATE_HZ && i < 3.2 * RATE_HZ ? x * 0.5 : x)))!;
    expect(end).toBeGreaterThan(3);
    expect(end).toBeLessThan(3.2);
    expect(next).toBe(end);
  });

  it("moves to a quiet moment when the only pause is long ago: what stays is never long", () => {
    const { end } = moved(speech(5, [[1.3, 1.6]]))!;
    expect(5 - end).toBeLessThanOrEqual(2.4);
  });
});

it("tells silence from voice by the level of what was heard before", () => {
  const heard = speech(3, [[1, 2]]);
  const below = silenceBelow(heard);
  expect(hasVoice(heard.subarray(0, RATE_HZ), below)).toBe(true);
  expect(hasVoice(heard.subarray(RATE_HZ, 2 * RATE_HZ), below)).toBe(false);
  expect(hasVoice(heard, 0)).toBe(true);
});

it("finds the quietest place in a range, louder speech or silence elsewhere", () => {
  const heard = speech(6, [[1, 1.5]]).map((x, i) => (i > 4 * RATE_HZ && i < 4.3 * RATE_HZ ? x * 0.1 : x));
  const at = quietestPlace(heard, 3 * RATE_HZ, 6 * RATE_HZ) / RATE_HZ;
  expect(at).toBeGreaterThan(4);
  expect(at).toBeLessThan(4.3);
});
