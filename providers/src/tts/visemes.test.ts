import { describe, expect, it } from "vitest";
import { CLOSED, cuesOf, delayCues, type MouthShape, shiftCues } from "./visemes.ts";

const shapes: Record<string, MouthShape> = { a: ["aa", 1], o: ["oh", 0.9], t: ["ih", 0.3], d: ["ih", 0.3] };
const shapeOf = (phone: string) => shapes[phone] ?? CLOSED;

describe("mouth cues", () => {
  it("come where the shape changes, and end closed", () => {
    const phones = [
      { phone: "pau", endMs: 100 },
      { phone: "t", endMs: 150 },
      { phone: "d", endMs: 180 },
      { phone: "a", endMs: 300 },
    ];
    expect(cuesOf(phones, shapeOf, 400)).toEqual([
      [0, "sil", 0],
      [100, "ih", 0.3],
      [180, "aa", 1],
      [300, "sil", 0],
    ]);
  });

  it("stay inside the audio and never go back", () => {
    const phones = [
      { phone: "a", endMs: 200 },
      { phone: "o", endMs: 150 },
      { phone: "t", endMs: 900 },
      { phone: "a", endMs: 950 },
    ];
    expect(cuesOf(phones, shapeOf, 500)).toEqual([
      [0, "aa", 1],
      [200, "oh", 0.9],
      [200, "ih", 0.3],
      [500, "sil", 0],
    ]);
  });

  it("move with a cut: what was on at the cut is on from 0", () => {
    const cues = cuesOf(
      [
        { phone: "pau", endMs: 100 },
        { phone: "a", endMs: 200 },
        { phone: "o", endMs: 300 },
      ],
      shapeOf,
      300,
    );
    expect(shiftCues(cues, 130.5)).toEqual([
      [0, "aa", 1],
      [69, "oh", 0.9],
      [169, "sil", 0],
    ]);
    expect(shiftCues([], 10)).toEqual([]);
    expect(delayCues([[5, "aa", 1]], 10)).toEqual([[15, "aa", 1]]);
  });
});
