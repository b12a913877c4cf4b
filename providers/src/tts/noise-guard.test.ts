import { existsSync, readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { toneWords, writeTones } from "../scripted/tones.ts";
import { readRecording } from "../testing/wav.ts";
import { NoiseGuard } from "./noise-guard.ts";

const RECORDINGS = new URL("../../../../shared/speech/", import.meta.url).pathname;
const wavs = existsSync(RECORDINGS)
  ? readdirSync(RECORDINGS, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".wav"))
  : [];

/** Marsaglia's xorshift32. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state / 2 ** 31;
  };
}

describe("the noise guard", () => {
  it("knows random bytes, cut anywhere", () => {
    const next = random(7);
    const noise = Float32Array.from({ length: 2_000 }, next);
    const guard = new NoiseGuard();
    const found = [0, 100, 700, 701, 1_500].map((from, i, all) => guard.push(noise.subarray(from, all[i + 1])));
    expect(found).toContain(true);
  });

  it("lets silence, loud vowels and soft hiss pass", () => {
    const vowels = writeTones(toneWords("la le li lo lu", 300), 24_000).map((sample) => sample * 2);
    const next = random(9);
    const hiss = Float32Array.from({ length: 24_000 }, () => 0.4 * next());
    for (const pcm of [new Float32Array(4_096), vowels, hiss]) expect(new NoiseGuard().push(pcm)).toBe(false);
  });

  it.skipIf(wavs.length === 0)("lets speech pass, at full level too", () => {
    for (const name of wavs.slice(0, 40)) {
      const { pcm } = readRecording(RECORDINGS + name);
      const peak = pcm.reduce((most, sample) => Math.max(most, Math.abs(sample)), 1e-6);
      expect(new NoiseGuard().push(pcm.map((sample) => sample / peak)), name).toBe(false);
    }
  });
});
