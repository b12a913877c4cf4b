import { describe, expect, it } from "vitest";
import type { SpeechChunk } from "./port.ts";
import { leadSamples, trimLead } from "./trim.ts";

/** Silence, then sound, at 1 kHz: a sample a millisecond. */
function chunk(silentMs: number, soundMs: number, visemes?: SpeechChunk["visemes"]): SpeechChunk {
  const pcm = new Float32Array(silentMs + soundMs).fill(0.5, silentMs);
  return { pcm, sampleRateHz: 1_000, ...(visemes === undefined ? {} : { visemes }) };
}

async function trimmed(...chunks: SpeechChunk[]): Promise<SpeechChunk[]> {
  async function* given() {
    yield* chunks;
  }
  const out: SpeechChunk[] = [];
  for await (const one of trimLead(given())) out.push(one);
  return out;
}

describe("the silence before the first word", () => {
  it("is cut to 30 ms, and the cues move along, also those of later chunks", async () => {
    const [first, second] = await trimmed(
      chunk(200, 100, [
        [0, "sil", 0],
        [200, "aa", 1],
      ]),
      chunk(50, 50, [[350, "oh", 1]]),
    );
    expect(first!.pcm.length).toBe(130);
    expect(first!.visemes).toEqual([
      [0, "sil", 0],
      [30, "aa", 1],
    ]);
    expect(second!.pcm.length).toBe(100);
    expect(second!.visemes).toEqual([[180, "oh", 1]]);
  });

  it("may be a chunk of its own, or everything", async () => {
    const chunks = await trimmed(chunk(400, 0), chunk(10, 90, [[410, "aa", 1]]));
    expect(chunks).toHaveLength(1);
    expect(chunks[0]!.visemes).toEqual([[10, "aa", 1]]);
    expect(await trimmed(chunk(400, 0))).toEqual([]);
  });

  it("is left alone when it is short", () => {
    expect(leadSamples(chunk(20, 10).pcm, 1_000)).toBe(0);
  });
});
