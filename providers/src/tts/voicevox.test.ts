import { afterEach, describe, expect, it } from "vitest";
import { startVoicevoxServer, type VoicevoxServerOptions } from "../testing/servers/voicevox.ts";
import type { SpeechChunk, TextToSpeech } from "./port.ts";
import { createVoicevoxTts, type VoicevoxOptions } from "./voicevox.ts";

const live = () => new AbortController().signal;
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(options: Partial<VoicevoxOptions> = {}, script: VoicevoxServerOptions = {}) {
  const server = await startVoicevoxServer(script);
  const tts = createVoicevoxTts({ endpoint: server.url, probeMs: 0, ...options });
  closing.push(server.close, () => tts.close());
  return { server, tts };
}

async function prepared(...how: Parameters<typeof serve>) {
  const served = await serve(...how);
  await served.tts.prepare(live());
  return served;
}

async function say(
  tts: TextToSpeech,
  more: { text?: string; voice?: string; speakingRate?: number; language?: string } = {},
) {
  const chunks: SpeechChunk[] = [];
  for await (const chunk of tts.speak({ text: "ことりがうたう。", language: "ja-JP", ...more }, live()))
    chunks.push(chunk);
  const pcm = chunks.flatMap((chunk) => [...chunk.pcm]);
  return { chunks, pcm, ms: pcm.length / 24, cues: chunks[0]?.visemes };
}

const speakerOf = (url: string | undefined) => new URL(url ?? "", "http://h").searchParams.get("speaker");
const rms = (pcm: readonly number[], fromMs: number, toMs: number) => {
  const part = pcm.slice(Math.round(fromMs * 24), Math.round(toMs * 24));
  return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / part.length);
};

describe("VOICEVOX", () => {
  it("offers every style that talks, Japanese, with terms", async () => {
    const { tts } = await prepared();
    expect(tts.languages).toEqual(["ja"]);
    expect(tts.voices.map(({ name, language }) => `${name} ${language}`)).toEqual([
      "ずんだもん/ノーマル ja",
      "ずんだもん/あまあま ja",
      "四国めたん/ノーマル ja",
    ]);
    // The voice that is used has its character's own words, the others say where theirs are.
    expect(tts.voices.map(({ licence }) => licence)).toEqual([
      expect.stringContaining("「VOICEVOX:ずんだもん」と表記してください。"),
      expect.stringContaining("「VOICEVOX:ずんだもん」と表記してください。"),
      expect.stringContaining("/speaker_info"),
    ]);
  });

  it.each([
    ["a style", "ずんだもん/あまあま", "1"],
    ["a style's number", "2", "2"],
    ["a character", "四国めたん", "2"],
    ["nobody it knows", "誰か", "3"],
    ["a song's style", "3003", "3"],
  ])("speaks as %s", async (_what, voice, speaker) => {
    const { server, tts } = await prepared();
    await say(tts, { voice });
    expect(speakerOf(server.requests[0]?.url)).toBe(speaker);
  });

  it("offers configured voices only, in their order, with each character's terms", async () => {
    const voices = ["四国めたん", { name: "sweet", id: "1", licence: "own deal" }, "誰か"];
    const { server, tts } = await prepared({ voices, defaultVoice: "四国めたん" });
    expect(tts.voices).toEqual([
      { name: "四国めたん", language: "ja", licence: expect.stringContaining("VOICEVOX:四国めたん") },
      { name: "sweet", language: "ja", licence: "own deal" },
    ]);
    await say(tts, { voice: "sweet" });
    await say(tts);
    expect(server.requests.map(({ url }) => speakerOf(url))).toEqual(["1", "2"]);
  });

  it("says when the engine has not the voice it was given", async () => {
    const { tts } = await prepared({ defaultVoice: "誰か" });
    await expect(say(tts)).rejects.toMatchObject({ reason: "unavailable", message: expect.stringContaining("誰か") });
  });

  it("asks an engine that came up late for its voices then", async () => {
    let up = false;
    const { server, tts } = await serve({}, { fault: () => (up ? undefined : "http-500") });
    await tts.prepare(live());
    expect(tts.voices).toEqual([]);
    up = true;
    expect((await say(tts)).ms).toBeGreaterThan(500);
    expect(server.requests).toHaveLength(1);
  });

  it("moves the mouth when the sound does", async () => {
    const { tts } = await prepared();
    for (const speakingRate of [1, 1.6]) {
      const { pcm, ms, cues } = await say(tts, { speakingRate });
      expect(cues?.filter(([, shape]) => shape !== "sil")).toHaveLength(3);
      for (const [i, [atMs, shape]] of cues!.entries()) {
        const untilMs = cues![i + 1]?.[0] ?? ms;
        if (untilMs - atMs < 40) continue;
        // The tones fade in and out within 15 ms.
        const level = rms(pcm, atMs + 16, untilMs - 16);
        if (shape === "sil") expect(level).toBeLessThan(0.01);
        else expect(level).toBeGreaterThan(0.05);
      }
    }
  });

  it("speaks sooner than the engine would by itself, and as fast as it is asked to", async () => {
    const { server, tts } = await prepared();
    const { pcm } = await say(tts);
    expect(pcm.findIndex((sample) => Math.abs(sample) > 0.005) / 24).toBeLessThan(40);
    const fast = await say(tts, { speakingRate: 2 });
    expect(fast.pcm.length / pcm.length).toBeCloseTo(0.5, 1);
    expect(server.requests[1]?.body).toMatchObject({ speedScale: 2, outputStereo: false, kana: "ことりがうたう。" });
  });

  it("gives no cues where the engine gives no lengths", async () => {
    const { tts } = await prepared(
      {},
      { withoutLengths: true, say: () => ({ pcm: new Float32Array(24_000).fill(0.1), sampleRateHz: 24_000 }) },
    );
    const { ms, cues } = await say(tts);
    expect(ms).toBeGreaterThan(900);
    expect(cues).toBeUndefined();
  });

  it("speaks through engines that tell no terms", async () => {
    const { tts } = await prepared(
      {},
      { fault: ({ url }) => (url?.startsWith("/speaker_info") ? "http-500" : undefined) },
    );
    expect(tts.voices).toHaveLength(3);
    expect((await say(tts)).ms).toBeGreaterThan(500);
    expect(tts.health()).toEqual({ status: "ok" });
  });

  it("speaks Japanese only, unless it is told", async () => {
    const english = { text: "Good evening.", language: "en-US" };
    await expect(say((await prepared()).tts, english)).rejects.toMatchObject({ reason: "language" });
    expect((await say((await prepared({ languages: ["ja", "en"] })).tts, english)).ms).toBeGreaterThan(300);
  });

  it("says what the engine runs on, as far as it tells", async () => {
    const gpu = { cpu: true, cuda: true, dml: false };
    expect(await (await serve()).tts.device?.(live())).toBe("cpu");
    expect(await (await serve({}, { devices: gpu })).tts.device?.(live())).toBe("unknown");
  });

  it("is known by its engine, for licences", async () => {
    expect((await serve()).tts.model).toBe("voicevox");
    expect((await serve({ model: "aivisspeech" })).tts.model).toBe("aivisspeech");
  });
});
