import { createMouthTrack, MouthWriter } from "@hisho/worklets/dsp/mouth-track.ts";
import { beforeEach, describe, expect, test } from "vitest";
import { PlayedMouth } from "./mouth.ts";

const TURN = 7;
const SPURT = 3;
const RATE_HZ = 48_000;
const SLOT_SAMPLES = 480;
/** What was read from the sound: a little "ih". */
const FROM_SOUND = Float32Array.of(0, 0.4, 0, 0, 0);

let mouth: PlayedMouth;
let writer: MouthWriter;
let audibleS: number;

beforeEach(() => {
  const memory = createMouthTrack();
  writer = new MouthWriter(memory);
  audibleS = 0;
  mouth = new PlayedMouth(memory, {
    audibleTimeS: () => audibleS,
    turnOf: (spurt) => (spurt === SPURT ? TURN : undefined),
    rateHz: RATE_HZ,
  });
});

/** One second of a talkspurt at a level; the playhead moves. */
function play(levelDbfs: number): void {
  for (let slot = 1; slot <= 100; slot++) {
    writer.write((slot * SLOT_SAMPLES) / RATE_HZ, SPURT, slot * SLOT_SAMPLES, levelDbfs, FROM_SOUND);
  }
}

function at(ms: number): number[] {
  audibleS = ms / 1000;
  const weights = new Float32Array(5);
  mouth.read(weights);
  return [...weights];
}

const open = (weights: readonly number[]): number => weights.reduce((sum, weight) => sum + weight, 0);

describe("timed shapes", () => {
  beforeEach(() => {
    mouth.addCues(TURN, [
      [200, "oh", 1],
      [400, "sil", 0],
      [480, "aa", 1],
      [700, "sil", 0],
    ]);
  });

  test("lead over what is read from the sound, at the playhead", () => {
    play(-18);
    const weights = at(300);
    expect(weights.indexOf(Math.max(...weights))).toBe(4);
    expect(weights[4]).toBeGreaterThan(0.9);
    expect(weights[1]).toBe(0);
  });

  test("shut the lips for a closure however loud it is", () => {
    play(-18);
    expect(open(at(440))).toBe(0);
  });

  test("show nothing over silence", () => {
    play(-70);
    for (let ms = 130; ms < 900; ms += 20) expect(open(at(ms)), `at ${ms} ms`).toBe(0);
  });

  test("are wider in a loud voice than in a soft one", () => {
    play(-18);
    const loud = open(at(300));
    play(-45);
    expect(open(at(300))).toBeLessThan(0.9 * loud);
    expect(open(at(300))).toBeGreaterThan(0.5 * loud);
  });

  test("are of their turn alone, and are forgotten with it", () => {
    play(-18);
    mouth.dropCues(TURN);
    expect(at(300)[1]).toBeCloseTo(0.4);
  });
});

test("where no shape is timed, the sound is read", () => {
  play(-18);
  mouth.addCues(TURN, [
    [500, "aa", 1],
    [600, "sil", 0],
  ]);
  expect(at(200)[1]).toBeCloseTo(0.4);
});

test("nothing was played: the mouth is shut", () => {
  expect(open(at(100))).toBe(0);
});
