import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numberedSpeech, recogniseNumbers } from "../../tests/numbered-speech.ts";
import { GrowingPcm } from "./growing-pcm.ts";
import { PCM_RATE_HZ } from "./microphone.ts";
import { MovingTranscript } from "./moving-transcript.ts";

const FRAME = PCM_RATE_HZ / 50;
const WORD_MS = 280;

/** Asks for a pass after each 20 ms frame where one is due, at most four times a second. */
async function follow(pcm: Float32Array) {
  const heard = new GrowingPcm();
  const calls: number[] = [];
  const moving = new MovingTranscript(heard, async (window) => {
    calls.push(window.length / PCM_RATE_HZ);
    return recogniseNumbers(window, WORD_MS);
  });
  const texts: string[] = [];
  let lastAt = 0;
  for (let at = 0; at < pcm.length; at += FRAME) {
    heard.append(pcm.subarray(at, at + FRAME));
    if (at - lastAt < PCM_RATE_HZ / 4 || !moving.due) continue;
    lastAt = at;
    texts.push(await moving.pass(new AbortController().signal));
  }
  return { calls, texts, moving };
}

const numbersIn = (text: string): string[] => text.split(" ").map((word) => word.replace(/\D/g, ""));

/** Speech of 2 to 40 s with pauses of up to 900 ms behind any words. */
const everySpeech = (holds: (pcm: Float32Array) => Promise<void>): Promise<void> =>
  fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 2, max: 40 }),
      fc.array(fc.constantFrom(0, 0, 0, 0, 100, 300, 900), { minLength: 1 }),
      (seconds, pausesMs) => holds(numberedSpeech(seconds, WORD_MS, (index) => pausesMs[index % pausesMs.length]!)),
    ),
    { numRuns: 40 },
  );

describe("the partial transcript of long speech", () => {
  it("recognises at most three seconds of sound for one of speech from two seconds on", async () => {
    await everySpeech(async (pcm) => {
      const { calls } = await follow(pcm);
      const recognised = calls.reduce((sum, seconds) => sum + seconds, 0);
      expect(recognised / (pcm.length / PCM_RATE_HZ)).toBeLessThanOrEqual(3);
    });
  });

  it("never hears a long window, with pauses or without", async () => {
    await everySpeech(async (pcm) => {
      expect(Math.max(...(await follow(pcm)).calls)).toBeLessThan(6.5);
    });
    const breathless = numberedSpeech(60, WORD_MS, () => 0);
    expect(Math.max(...(await follow(breathless)).calls)).toBeLessThan(6.5);
  });

  it("says every word once, in order", async () => {
    await everySpeech(async (pcm) => {
      const { texts } = await follow(pcm);
      const numbers = numbersIn(texts.at(-1) ?? "").map(Number);
      expect(numbers).toEqual(numbers.map((_, index) => index));
    });
  });

  it("takes back at most a tenth of its characters", async () => {
    const pcm = numberedSpeech(30, WORD_MS, (index) => (index % 9 === 0 ? 300 : 0));
    const { texts } = await follow(pcm);
    let retracted = 0;
    for (const [i, text] of texts.entries()) {
      const before = texts[i - 1] ?? "";
      let same = 0;
      while (same < before.length && before[same] === text[same]) same += 1;
      retracted += before.length - same;
    }
    expect(texts.at(-1)!.length).toBeGreaterThan(200);
    expect(retracted / texts.at(-1)!.length).toBeLessThanOrEqual(0.1);
  });

  it("asks for nothing in a pause, and for no sound that it has heard enough of", async () => {
    const pcm = numberedSpeech(2, WORD_MS, () => 0);
    const paused = new Float32Array(pcm.length + PCM_RATE_HZ);
    paused.set(pcm);
    const { moving, calls } = await follow(pcm);
    const later = await follow(paused);
    expect(later.calls.length - calls.length).toBeLessThanOrEqual(2);
    expect(moving.windowStart).toBeLessThan(pcm.length);
  });

  it("keeps its words when a recogniser fails or their sound is gone", async () => {
    const heard = new GrowingPcm();
    let fails = false;
    const moving = new MovingTranscript(heard, async (window) => {
      if (fails) throw new Error("down");
      return recogniseNumbers(window, WORD_MS);
    });
    const pcm = numberedSpeech(12, WORD_MS, () => 0);
    const { signal } = new AbortController();
    heard.append(pcm.subarray(0, 2 * PCM_RATE_HZ));
    await moving.pass(signal);
    const before = await moving.pass(signal);
    fails = true;
    await expect(moving.pass(signal)).rejects.toThrow("down");
    fails = false;
    heard.append(pcm.subarray(2 * PCM_RATE_HZ, 4 * PCM_RATE_HZ));
    heard.forget(2 * PCM_RATE_HZ);
    moving.skipTo(2 * PCM_RATE_HZ);
    const text = await moving.pass(signal);
    expect(text.startsWith(before)).toBe(true);
    expect(text).toContain("w9");
  });
});
