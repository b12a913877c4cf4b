import { afterEach, describe, expect, it } from "vitest";
import { type OpenAiSpeechServerOptions, startOpenAiSpeechServer } from "../testing/servers/openai-speech.ts";
import { createOpenAiTts, type OpenAiTtsOptions } from "./openai.ts";
import type { TextToSpeech } from "./port.ts";

/** 0.4 s of a sine of 440 Hz, made by opusenc. */
const OPUS = Buffer.from(
  [
    "T2dnUwACAAAAAAAAAAABAAAAAAAAAF3pgQoBE09wdXNIZWFkAQE4AcBdAAAAAABPZ2dTAAAAAAAAAAAAAAEAAAABAAAA/hjCGgGuT3B1c1Rh",
    "Z3MfAAAAbGlib3B1cyAxLjMuMSwgbGlib3B1c2VuYyAwLjIuMQIAAAAjAAAARU5DT0RFUj1vcHVzZW5jIGZyb20gb3B1cy10b29scyAwLjJU",
    "AAAARU5DT0RFUl9PUFRJT05TPS0tYml0cmF0ZSA2IC0tZnJhbWVzaXplIDYwIC0tcGFkZGluZyAwIC0tZGlzY2FyZC1jb21tZW50cyAtLXNl",
    "cmlhbCAxT2dnUwAEOEwAAAAAAAABAAAAAgAAAKpW3IwHMi80LjEwShjhOR1vsunfGGbnE/a4Gk2pFxXclFZE8955v4GrHjHLg0gBUSqfqoHN",
    "zGTTozZgctDAGOumkr/7kBq99A3R+rD+xbU4KBNZPlRViXgJr0oABB7k9Y9zZOwyoT4i78ZlLxAY66aSv/uQG3z7zQvW+g5z3yLoFy9joCfs",
    "yo+Z9xSsG0XhRkb4eg1lAU29ezabdVZb9EQgGOumkr/7kBtow2PUidhRblRJyZ1UbbmMbL6F96U4H0hl1mrFmz13+beXvnLnEBjro1jAWC96",
    "Nv5C6wa/4VvpH9Myc8bSOvXerBUN+NSv00XhxTVJMP7ytSs6sxPxFYAY66NYwFgvcaFN40+yRx5Po5qvFa5UibczgG1J9mq9PyRQaDDKLKTw",
    "l7D5QpvBL/AY66aSv/uQGObwkuSTri94j+9y5cHSqFir2gNpuA8bx1ReLSN+zTr/VXRMH/rQtFMllD10tPiYJUbPMyTCu6u6m14NztcCB8Ch",
    "7A==",
  ].join(""),
  "base64",
);
const live = () => new AbortController().signal;
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function serve(script: OpenAiSpeechServerOptions = {}, options: Partial<OpenAiTtsOptions> = {}) {
  const server = await startOpenAiSpeechServer(script);
  const tts = createOpenAiTts({ endpoint: server.url, model: "gpt-4o-mini-tts", probeMs: 0, ...options });
  closing.push(server.close, () => tts.close());
  return { server, tts };
}

async function say(tts: TextToSpeech, more: { voice?: string; speakingRate?: number } = {}) {
  const pcm: number[] = [];
  let rateHz = 1;
  for await (const chunk of tts.speak({ text: "Good evening.", language: "en-US", ...more }, live())) {
    pcm.push(...chunk.pcm);
    rateHz = chunk.sampleRateHz;
  }
  return { pcm, rateHz, ms: (pcm.length * 1000) / rateHz };
}

describe("OpenAI's speech", () => {
  it("asks for samples in the default voice", async () => {
    const { server, tts } = await serve({ apiKey: "k" }, { apiKey: "k" });
    const { ms, rateHz } = await say(tts);
    expect(rateHz).toBe(24_000);
    expect(ms).toBeGreaterThan(500);
    const [asked] = server.requests;
    expect(asked?.headers.authorization).toBe("Bearer k");
    expect(asked?.body).toMatchObject({
      model: "gpt-4o-mini-tts",
      input: "Good evening.",
      voice: "alloy",
      response_format: "pcm",
      speed: 1,
    });
  });

  it("sends the pace, a voice by its name and what was said of the manner", async () => {
    const voices = ["alloy", { name: "Nova", id: "nova", language: "en" }];
    const { server, tts } = await serve({}, { voices, instructions: "Calmly." });
    expect(tts.voices.map(({ name, language }) => name + language)).toEqual(["alloy*", "Novaen"]);
    const fast = await say(tts, { voice: "Nova", speakingRate: 2 });
    expect(server.requests[0]?.body).toMatchObject({ voice: "nova", speed: 2, instructions: "Calmly." });
    expect(fast.ms).toBeLessThan((await say(tts, { voice: "nobody" })).ms * 0.7);
    expect(server.requests[1]?.body.voice).toBe("alloy");
  });

  it("has OpenAI's voices at OpenAI only", () => {
    const made = createOpenAiTts({ endpoint: "https://api.openai.com/v1", model: "tts-1", probeMs: 0 });
    expect(made.voices).toHaveLength(13);
    expect(made.voices[0]?.licence).toMatch(/OpenAI/);
  });

  it("reads the WAV that some servers send for samples", async () => {
    const samples = await say((await serve()).tts);
    const wav = await say((await serve({ pcmAs: "wav" })).tts);
    expect(wav.pcm).toEqual(samples.pcm);
  });

  it("takes another rate of samples from the configuration", async () => {
    expect((await say((await serve({}, { sampleRateHz: 16_000 })).tts)).rateHz).toBe(16_000);
  });

  it.each([7, 64, 4_096])("decodes Opus in pieces of %i bytes", async (pieceBytes) => {
    const { server, tts } = await serve({ opus: OPUS, pieceBytes }, { responseFormat: "opus" });
    const { pcm, rateHz, ms } = await say(tts);
    expect(server.requests[0]?.body.response_format).toBe("opus");
    expect(rateHz).toBe(48_000);
    expect(Math.abs(ms - 400)).toBeLessThan(50);
    const crossings = pcm.filter((sample, i) => i > 0 && sample >= 0 && (pcm[i - 1] ?? 0) < 0).length;
    expect(Math.abs((crossings * 1000) / ms - 440)).toBeLessThan(15);
  });

  it.each<[string, OpenAiSpeechServerOptions]>([
    ["no Ogg", { opus: Buffer.from("RIFF this is a WAVE") }],
    ["an Ogg of something else", { opus: Buffer.from(OPUS).fill(7, 200) }],
    ["a fault", { opus: OPUS, fault: "garbage" }],
    ["an Ogg cut off", { opus: OPUS, fault: "cut" }],
  ])("takes %s for a bad answer where Opus was promised", async (_name, script) => {
    const { tts } = await serve(script, { responseFormat: "opus" });
    await expect(say(tts)).rejects.toMatchObject({ reason: "bad-answer" });
  });

  it("says that a model is not there, and that a voice is refused", async () => {
    await expect(say((await serve({ models: [] })).tts)).rejects.toMatchObject({
      reason: "unavailable",
      retryable: false,
    });
    await expect(say((await serve({ voices: [] })).tts)).rejects.toMatchObject({ reason: "refused", retryable: false });
  });

  it("is degraded for what it could not say, until it can", async () => {
    let fault: "endless" | undefined = "endless";
    const { tts } = await serve({ fault: ({ url }) => (url === "/v1/audio/speech" ? fault : undefined) });
    await tts.prepare(live());
    expect(tts.health()).toEqual({ status: "ok" });
    await expect(say(tts)).rejects.toMatchObject({ reason: "bad-answer", message: expect.stringContaining("longer") });
    expect(tts.health().status).toBe("degraded");
    fault = undefined;
    await say(tts);
    expect(tts.health()).toEqual({ status: "ok" });
  });
});
