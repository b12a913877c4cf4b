import { describe, expect, it } from "vitest";
import { measureEcho, outline } from "./echo.ts";

const RATE_HZ = 16_000;
const LEAD = RATE_HZ / 2;

/** The same numbers every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** Noise in syllables of uneven length and loudness, as speech has them. */
function sentence(seconds = 3, seed = 7): Float32Array {
  const random = seeded(seed);
  const sound = new Float32Array(seconds * RATE_HZ);
  let at = 0;
  while (at < sound.length) {
    const length = Math.round(RATE_HZ * (0.09 + 0.06 * random()));
    const pause = Math.round(RATE_HZ * (0.06 + 0.05 * random()));
    const loudness = 0.25 + 0.15 * random();
    for (let i = 0; i < length && at + i < sound.length; i++) {
      sound[at + i] = loudness * Math.sin((Math.PI * i) / length) * random();
    }
    at += length + pause;
  }
  return sound;
}

interface Room {
  echoDb?: number;
  delayMs?: number;
  noiseDbfs?: number;
  /** A reverberation that has lost 60 dB after so long. */
  reverberationMs?: number;
  other?: Float32Array;
}

function hear(played: Float32Array, room: Room): Float32Array {
  const { echoDb = Number.NEGATIVE_INFINITY, delayMs = 40, noiseDbfs = -70, reverberationMs = 0, other } = room;
  const random = seeded(99);
  const heard = new Float32Array(LEAD + played.length + 1.2 * RATE_HZ);
  const noise = 10 ** (noiseDbfs / 20) * Math.sqrt(3);
  for (let i = 0; i < heard.length; i++) heard[i] = 0.002 + noise * random();
  const taps = reverberationMs === 0 ? 1 : 24;
  const shares = Array.from({ length: taps }, (_, tap) => 10 ** ((-3 * tap) / taps));
  const power = Math.sqrt(shares.reduce((total, share) => total + share * share, 0));
  const gain = 10 ** (echoDb / 20) / power;
  for (const [tap, share] of shares.entries()) {
    const from = LEAD + Math.round(((delayMs + (tap * reverberationMs) / taps) * RATE_HZ) / 1000);
    for (let i = 0; i < played.length; i++) if (from + i < heard.length) heard[from + i]! += gain * share * played[i]!;
  }
  for (const [i, sample] of (other ?? []).entries()) if (LEAD + i < heard.length) heard[LEAD + i]! += sample;
  return heard;
}

const measured = (room: Room, played = sentence()) => measureEcho(played, hear(played, room), LEAD, RATE_HZ);

describe("measureEcho", () => {
  it("finds nothing where nothing comes back", () => {
    expect(measured({})).toMatchObject({ returnDb: -100, delayMs: null, disturbed: false });
    expect(measured({}).noiseDbfs).toBeCloseTo(-70, 0);
  });

  it.each([0, -10, -20, -30])("measures %d dB within 1.5 dB, whatever the delay", (echoDb) => {
    for (const delayMs of [10, 80, 200, 400]) {
      const { returnDb, delayMs: found } = measured({ echoDb, delayMs });
      expect(Math.abs(returnDb - echoDb), `${delayMs} ms`).toBeLessThan(1.5);
      expect(Math.abs(found! - delayMs)).toBeLessThanOrEqual(10);
    }
  });

  it("takes an echo of -40 dB for at most that, in a quiet and in a loud room", () => {
    expect(measured({ echoDb: -40, noiseDbfs: -75 }).returnDb).toBeLessThan(-38);
    expect(measured({ echoDb: -40, noiseDbfs: -45 }).returnDb).toBeLessThan(-34);
  });

  it.each([-60, -45])("measures -20 dB within 3 dB over noise of %d dBFS and a reverberation", (noiseDbfs) => {
    const { returnDb } = measured({ echoDb: -20, noiseDbfs, reverberationMs: 300 });
    expect(Math.abs(returnDb + 20)).toBeLessThan(3);
  });

  it("says that somebody else was talking rather than taking them for an echo", () => {
    expect(measured({ other: sentence(3, 12_345) })).toMatchObject({ disturbed: true, delayMs: null });
  });

  it("tells how loud the echo is at the microphone", () => {
    const loud = measured({ echoDb: 0 });
    const soft = measured({ echoDb: -20 });
    expect(loud.returnedDbfs - soft.returnedDbfs).toBeCloseTo(20, 0);
  });

  it("answers for sound that is empty or shorter than the play", () => {
    const nothing = { returnDb: -100, delayMs: null, disturbed: false };
    expect(measureEcho(sentence(), new Float32Array(0), 0, RATE_HZ)).toMatchObject(nothing);
    expect(measureEcho(new Float32Array(0), new Float32Array(RATE_HZ), 0, RATE_HZ)).toMatchObject(nothing);
    expect(measureEcho(sentence(), new Float32Array(RATE_HZ), LEAD, RATE_HZ)).toMatchObject(nothing);
  });
});

describe("outline", () => {
  it("shows a sound as bars against the loudest part of another", () => {
    const loud = new Float32Array(100).map((_, i) => (i < 50 ? 0.8 : 0.2));
    expect(outline(loud, 2)).toEqual([1, expect.closeTo(0.25)]);
    expect(
      outline(
        loud.map((x) => x / 2),
        2,
        loud,
      ),
    ).toEqual([expect.closeTo(0.5), expect.closeTo(0.125)]);
    expect(outline(new Float32Array(100), 2)).toEqual([0, 0]);
  });
});
