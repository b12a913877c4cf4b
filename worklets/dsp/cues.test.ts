import { describe, expect, test } from "vitest";
import { type Cue, CueTrack } from "./cues.ts";

const read = (track: CueTrack, tMs: number): number[] => {
  const weights = new Float32Array(5);
  track.read(tMs, weights);
  return [...weights];
};
const open = (track: CueTrack, tMs: number): number => read(track, tMs).reduce((sum, x) => sum + x, 0);

function trackOf(...cues: Cue[]): CueTrack {
  const track = new CueTrack();
  track.add(cues);
  return track;
}

/** a, then o, in the order in which they did not come. */
const hello = (): CueTrack => trackOf([500, "sil", 0], [100, "aa", 1], [300, "oh", 0.8]);
/** "ama": two open vowels with the lips together between them. */
const ama = (): CueTrack => trackOf([0, "aa", 1], [150, "sil", 0], [230, "aa", 1], [400, "sil", 0]);

test("each shape stands in the middle of its time, in whatever order the cues came", () => {
  expect(read(hello(), 200)).toEqual([1, 0, 0, 0, 0]);
  expect(read(hello(), 410)[4]).toBeCloseTo(0.8);
  expect(open(hello(), 700)).toBe(0);
});

test("the lips set out 80 ms before a long sound's end and are on their way for 60 ms", () => {
  expect(read(hello(), 219)[4]).toBe(0);
  expect(read(hello(), 240)[4]).toBeGreaterThan(0.1);
  expect(read(hello(), 285)[4]).toBeGreaterThan(0.3);
  expect(read(hello(), 300)[4]).toBeGreaterThan(read(hello(), 300)[0]!);
});

test("what was said lingers for 110 ms", () => {
  expect(read(hello(), 300)[0]).toBeGreaterThan(0.05);
  expect(read(hello(), 331)[0]).toBe(0);
});

describe("a closure between two sounds", () => {
  test("shuts the lips for as long as it lasts", () => {
    for (let t = 150; t <= 230; t += 5) expect(open(ama(), t), `at ${t}`).toBe(0);
  });

  test("does not make the vowels beside it smaller", () => {
    expect(open(ama(), 90)).toBe(1);
    expect(open(ama(), 290)).toBe(1);
  });

  test("shuts them however short it is", () => {
    const track = trackOf([0, "oh", 1], [100, "sil", 0], [125, "ih", 1], [260, "sil", 0]);
    expect(open(track, 112)).toBe(0);
    expect(open(track, 60)).toBeGreaterThan(0.5);
  });
});

test("a pause lets go slowly and is prepared for early", () => {
  const track = trackOf([0, "aa", 1], [200, "sil", 0], [700, "ee", 1], [900, "sil", 0]);
  expect(open(track, 200)).toBeGreaterThan(0.1);
  expect(open(track, 260)).toBe(0);
  expect(open(track, 600)).toBe(0);
  expect(read(track, 690)[3]).toBeGreaterThan(0.5);
});

test("a vowel shows through a short consonant beside it, and less through a long one", () => {
  const around = (ms: number): number[] =>
    read(trackOf([0, "oh", 1], [150, "ih", 0.3], [150 + ms, "oh", 1], [500, "sil", 0]), 150 + ms / 2);
  const [short, long] = [around(50), around(120)];
  expect(short[4]).toBeGreaterThan(short[1]!);
  expect(long[4]).toBeLessThan(short[4]!);
});

test("no step between two frames of a screen is larger than about half, and no sum is above 1", () => {
  const shapes = ["aa", "sil", "ih", "ou", "ee", "sil", "oh", "ih"];
  const track = trackOf(...shapes.map((shape, i): Cue => [80 * i, shape, shape === "sil" ? 0 : 1]));
  let before = read(track, -100);
  for (let t = -100; t < 1000; t += 16) {
    const now = read(track, t);
    expect(now.reduce((sum, x) => sum + x, 0)).toBeLessThanOrEqual(1.000_001);
    now.forEach((weight, i) => {
      expect(Math.abs(weight - before[i]!)).toBeLessThan(0.55);
    });
    before = now;
  }
});

test("outside of the cues the sound is read instead", () => {
  expect([0, 19, 21, 500, 749, 751].map((t) => hello().covers(t))).toEqual([false, false, true, true, true, false]);
  expect(new CueTrack().covers(0)).toBe(false);
});

test("cues that cannot be are left out, unknown shapes close the mouth, weights stay within 1", () => {
  const track = trackOf([Number.NaN, "aa", 1], [-5, "aa", 1], [0, "zz", 1], [100, "ih", 7]);
  expect(open(track, 10)).toBe(0);
  expect(read(track, 200)).toEqual([0, 1, 0, 0, 0]);
});

test("of cues that begin together the last one counts: a shut mouth of no length shuts nothing", () => {
  const track = trackOf([0, "aa", 1], [200, "sil", 0], [200, "aa", 1], [400, "sil", 0]);
  expect(open(track, 200)).toBeCloseTo(1);
});
