import type { IncomingMessage } from "node:http";
import { afterEach, describe, expect, it } from "vitest";
import { type ElevenLabsServerOptions, startElevenLabsServer } from "../testing/servers/elevenlabs.ts";
import { createElevenLabsTts, type ElevenLabsOptions } from "./elevenlabs.ts";
import type { TextToSpeech } from "./port.ts";

const live = () => new AbortController().signal;
const closing: (() => Promise<void>)[] = [];
const VOICES = [
  { voice_id: "a b/c", name: "Odd" },
  { voice_id: "21m00Tcm4TlvDq8ikWAM", name: "Rachel" },
];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(options: Partial<ElevenLabsOptions> = {}, script: Partial<ElevenLabsServerOptions> = {}) {
  const server = await startElevenLabsServer({ apiKey: "k", voices: VOICES, ...script });
  const tts = createElevenLabsTts({
    endpoint: server.url,
    apiKey: "k",
    defaultVoice: "Rachel",
    probeMs: 0,
    ...options,
  });
  closing.push(server.close, () => tts.close());
  await tts.prepare(live());
  return { server, tts };
}

async function say(tts: TextToSpeech, more: { voice?: string; speakingRate?: number; language?: string } = {}) {
  let rateHz: number | undefined;
  for await (const chunk of tts.speak({ text: "こんばんは。", language: "ja-JP", ...more }, live()))
    rateHz = chunk.sampleRateHz;
  return rateHz;
}

describe("ElevenLabs", () => {
  it("streams samples of a voice known by its name", async () => {
    const { server, tts } = await serve();
    expect(await say(tts)).toBe(24_000);
    const [asked] = server.requests;
    expect(asked?.url).toBe("/v1/text-to-speech/21m00Tcm4TlvDq8ikWAM/stream?output_format=pcm_24000");
    expect(asked?.headers["xi-api-key"]).toBe("k");
    expect(asked?.body).toEqual({ text: "こんばんは。", model_id: "eleven_flash_v2_5", language_code: "ja" });
  });

  it("offers the account's voices, and writes their ids safely into the path", async () => {
    const { server, tts } = await serve();
    expect(tts.voices.map(({ name }) => name)).toEqual(["Odd", "Rachel"]);
    await say(tts, { voice: "Odd" });
    expect(server.requests[0]?.url).toContain("/a%20b%2Fc/stream");
  });

  it("asks the account for no list when voices are configured", async () => {
    const voices = [{ name: "Rei", id: "21m00Tcm4TlvDq8ikWAM", licence: "own clone" }];
    const { server, tts } = await serve({ voices, defaultVoice: "Rei" });
    expect(tts.voices).toEqual([{ name: "Rei", language: "*", licence: "own clone" }]);
    await say(tts);
    expect(server.requests[0]?.url).toContain("21m00");
  });

  it("speaks by id when the account may not list its voices", async () => {
    const fault = ({ url }: IncomingMessage) => (url === "/v1/voices" ? ("http-401" as const) : undefined);
    const { tts } = await serve({ defaultVoice: "21m00Tcm4TlvDq8ikWAM" }, { fault });
    expect(tts.voices.map(({ name }) => name)).toEqual(["21m00Tcm4TlvDq8ikWAM"]);
    expect(await say(tts)).toBe(24_000);
  });

  it("keeps the pace within what the interface takes", async () => {
    const { server, tts } = await serve();
    for (const speakingRate of [0.5, 1.1, 2]) await say(tts, { speakingRate });
    expect(server.requests.map(({ body }) => body.voice_settings?.speed)).toEqual([0.7, 1.1, 1.2]);
  });

  it("names the language only to models that take it, and speaks any where it cannot know", async () => {
    const { server, tts } = await serve({ model: "eleven_multilingual_v2", sampleRateHz: 44_100 });
    expect(await say(tts, { language: "ta" })).toBe(44_100);
    expect(server.requests[0]?.body).not.toHaveProperty("language_code");
    expect(tts.languages).toEqual(["*"]);
    await expect(say((await serve()).tts, { language: "sw" })).rejects.toMatchObject({ reason: "language" });
  });

  it("is down with a wrong key, and says so", async () => {
    const { tts } = await serve({ apiKey: "wrong" });
    expect(tts.health()).toMatchObject({ status: "down", reason: expect.stringContaining("refused the key") });
    await expect(say(tts)).rejects.toMatchObject({ reason: "unavailable", retryable: false });
  });
});
