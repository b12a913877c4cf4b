import { expect, test } from "vitest";
import { CueTrack } from "./cues.ts";

const read = (track: CueTrack, tMs: number): number[] => {
  const weights = new Float32Array(5);
  track.read(tMs, weights);
  return [...weights].map((x) => Math.round(x * 100) / 100);
};

function hello(): CueTrack {
  const track = new CueTrack();
  track.add([
    [300, "sil", 0],
    [100, "aa", 1],
    [200, "oh", 0.8],
  ]);
  return track;
}

test("each shape stands in the middle of its time, in whatever order the cues came", () => {
  expect(read(hello(), 150)).toEqual([1, 0, 0, 0, 0]);
  expect(read(hello(), 250)).toEqual([0, 0, 0, 0, 0.8]);
  expect(read(hello(), 400)).toEqual([0, 0, 0, 0, 0]);
});

test("half of the way is done at the cue's own time", () => {
  expect(read(hello(), 100)).toEqual([0.5, 0, 0, 0, 0]);
  expect(read(hello(), 200)).toEqual([0.5, 0, 0, 0, 0.4]);
});

test("no step between two frames of a screen is larger than half", () => {
  let before = read(hello(), 0);
  for (let t = 16; t < 400; t += 16) {
    const now = read(hello(), t);
    now.forEach((weight, i) => {
      expect(Math.abs(weight - before[i]!)).toBeLessThan(0.5);
    });
    before = now;
  }
});

test("outside of the cues the sound is read instead", () => {
  expect([0, 90, 300, 549, 551].map((t) => hello().covers(t))).toEqual([false, true, true, true, false]);
  expect(new CueTrack().covers(0)).toBe(false);
});

test("cues that cannot be are left out, unknown shapes close the mouth, weights stay within 1", () => {
  const track = new CueTrack();
  track.add([
    [Number.NaN, "aa", 1],
    [-5, "aa", 1],
    [0, "zz", 1],
    [100, "ih", 7],
  ]);
  expect(read(track, 50)).toEqual([0, 0, 0, 0, 0]);
  expect(read(track, 200)).toEqual([0, 1, 0, 0, 0]);
});
