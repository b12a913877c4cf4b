import { afterEach, describe, expect, it } from "vitest";
import { type FishSpeechServerOptions, startFishSpeechServer } from "../testing/servers/fish-speech.ts";
import { createOpenAudioS1Tts, type OpenAudioS1Options } from "./open-audio-s1.ts";
import type { TextToSpeech } from "./port.ts";

const live = () => new AbortController().signal;
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(script: FishSpeechServerOptions = {}, options: Partial<OpenAudioS1Options> = {}, path = "") {
  const server = await startFishSpeechServer({ references: ["shiori", "taro"], ...script });
  const tts = createOpenAudioS1Tts({ endpoint: server.url + path, probeMs: 0, ...options });
  closing.push(server.close, () => tts.close());
  await tts.prepare(live());
  return { server, tts };
}

/** Milliseconds of sound. */
async function say(tts: TextToSpeech, more: { voice?: string; speakingRate?: number; language?: string } = {}) {
  let ms = 0;
  for await (const { pcm, sampleRateHz } of tts.speak({ text: "Good evening.", language: "en-US", ...more }, live())) {
    ms += (pcm.length * 1000) / sampleRateHz;
  }
  return ms;
}

describe("OpenAudio S1", () => {
  it("asks for a stream and leaves to the server what nobody set", async () => {
    const { server, tts } = await serve({ references: [] });
    await say(tts);
    expect(JSON.parse(JSON.stringify(server.requests[0]?.body))).toMatchObject({
      text: "Good evening.",
      format: "wav",
      streaming: true,
    });
    expect(server.requests[0]?.body).not.toHaveProperty("reference_id");
  });

  it("sends what was set", async () => {
    const set = { chunkLength: 120, temperature: 0.5, topP: 0.6, repetitionPenalty: 1.3, seed: 7, stream: false };
    const { server, tts } = await serve({}, { ...set, defaultVoice: "taro" });
    expect(await say(tts)).toBeGreaterThan(400);
    expect(server.requests[0]?.body).toMatchObject({
      streaming: false,
      chunk_length: 120,
      temperature: 0.5,
      top_p: 0.6,
      repetition_penalty: 1.3,
      seed: 7,
      reference_id: "taro",
      use_memory_cache: "on",
    });
  });

  it("lists the server's references, and speaks in one of them", async () => {
    const { server, tts } = await serve({}, { defaultVoice: "shiori" });
    expect(tts.voices.map(({ name, language }) => `${name} ${language}`)).toEqual(["shiori *", "taro *"]);
    for (const voice of ["taro", "a stranger"]) await say(tts, { voice });
    expect(server.requests.map(({ body }) => body.reference_id)).toEqual(["taro", "shiori"]);
  });

  it("knows configured voices by their names", async () => {
    const voices = [{ name: "Shiori", id: "shiori", language: "ja", licence: "own recording" }];
    const { server, tts } = await serve({}, { voices });
    expect(tts.voices).toEqual([{ name: "Shiori", language: "ja", licence: "own recording" }]);
    await say(tts, { voice: "Shiori" });
    expect(server.requests[0]?.body.reference_id).toBe("shiori");
  });

  it("hears streams without a header", async () => {
    expect(await say((await serve({ bareStream: true })).tts)).toBeCloseTo(await say((await serve()).tts), 0);
  });

  it.each(["/", "/v1", "/v1/", "/v1/tts"])("finds the interface below %s", async (path) => {
    const { server, tts } = await serve({}, {}, path);
    expect(tts.endpoint).toBe(server.url);
    expect(await say(tts)).toBeGreaterThan(400);
  });

  it("shows its key, and says when it is refused", async () => {
    expect(await say((await serve({ apiKey: "k" }, { apiKey: "k" })).tts)).toBeGreaterThan(0);
    const { tts } = await serve({ apiKey: "k" });
    expect(tts.health()).toMatchObject({ status: "down", reason: expect.stringContaining("key") });
    await expect(say(tts)).rejects.toMatchObject({ reason: "unavailable", retryable: false });
  });

  it("passes on that a text is refused, without the text", async () => {
    const { tts } = await serve({ maxTextLength: 3 });
    await expect(say(tts)).rejects.toMatchObject({ reason: "refused", message: expect.not.stringContaining("Good") });
  });

  it("does not take a language that the model has not learned", async () => {
    await expect(say((await serve()).tts, { language: "fi" })).rejects.toMatchObject({ reason: "language" });
  });

  it("is known by its weights, for their licence", async () => {
    expect((await serve()).tts.model).toBe("openaudio-s1-mini");
    expect((await serve({}, { model: "s2-pro" })).tts.model).toBe("s2-pro");
  });
});
