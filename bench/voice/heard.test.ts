import { describe, expect, it } from "vitest";
import { seededRandom } from "../statistics.ts";
import { scriptBehindS } from "./heard.ts";

const RATE_HZ = 16_000;

/** Noise below 1 kHz, as even as speech never is. */
function noise(seconds: number): Float32Array {
  const random = seededRandom(7);
  let level = 0;
  return Float32Array.from({ length: seconds * RATE_HZ }, () => {
    level += 0.2 * (random() - 0.5 - level);
    return level;
  });
}

describe("where what was heard lies in the script", () => {
  it.each([-0.4, 0, 0.73])("is found when the script runs %s s behind the microphone's clock", (behindS) => {
    const script = noise(12);
    const from = Math.round((5 - behindS) * RATE_HZ);
    const pcm = script.slice(from, from + 3 * RATE_HZ).map((sample) => 0.3 * sample);
    expect(scriptBehindS(script, { pcm, fromS: 5 }, 5.5)).toBeCloseTo(behindS, 2);
  });
});
