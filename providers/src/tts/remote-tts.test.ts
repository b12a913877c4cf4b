import { setImmediate } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { ProviderError } from "../errors.ts";
import { toneWords, writeTones } from "../scripted/tones.ts";
import { startElevenLabsServer } from "../testing/servers/elevenlabs.ts";
import type { Fault } from "../testing/servers/faults.ts";
import { FAULTS } from "../testing/servers/faults.ts";
import { startFishSpeechServer } from "../testing/servers/fish-speech.ts";
import { deadUrl } from "../testing/servers/listen.ts";
import { startOpenAiSpeechServer } from "../testing/servers/openai-speech.ts";
import type { SpeakingServer, SpeakingServerOptions } from "../testing/servers/say.ts";
import { startVoicevoxServer } from "../testing/servers/voicevox.ts";
import { createElevenLabsTts } from "./elevenlabs.ts";
import { createOpenAudioS1Tts } from "./open-audio-s1.ts";
import { createOpenAiTts } from "./openai.ts";
import type { SpeechChunk, TextToSpeech } from "./port.ts";
import type { RemoteTtsOptions } from "./remote-tts.ts";
import { createVoicevoxTts } from "./voicevox.ts";

type Start = (options: SpeakingServerOptions) => Promise<SpeakingServer>;
type Make = (options: Pick<RemoteTtsOptions, "endpoint" | "silenceMs" | "probeMs">) => TextToSpeech;

const KEY = "xi-test";
const PROVIDERS: readonly [name: string, start: Start, make: Make][] = [
  [
    "open-audio-s1",
    (options) => startFishSpeechServer({ ...options, references: ["secretary"] }),
    createOpenAudioS1Tts,
  ],
  ["openai", startOpenAiSpeechServer, (options) => createOpenAiTts({ ...options, model: "tts-1" })],
  ["voicevox", startVoicevoxServer, createVoicevoxTts],
  [
    "elevenlabs",
    (options) => startElevenLabsServer({ ...options, apiKey: KEY }),
    (options) => createElevenLabsTts({ ...options, apiKey: KEY, defaultVoice: "21m00Tcm4TlvDq8ikWAM" }),
  ],
];

/** The end of each fault, for a voice that asks for sound. */
const ENDS: Readonly<Record<Fault, Partial<ProviderError>>> = {
  down: { reason: "unavailable", retryable: true },
  "http-500": { reason: "unavailable", retryable: true },
  "http-429": { reason: "rate-limited", retryable: true, retryAfterMs: 2_000 },
  "http-401": { reason: "unavailable", retryable: false },
  "slow-headers": { reason: "timeout", retryable: true },
  "slow-drip": { reason: "timeout", retryable: true },
  cut: { reason: "bad-answer", retryable: true },
  "wrong-type": { reason: "bad-answer", retryable: true },
  endless: { reason: "bad-answer", retryable: true },
  garbage: { reason: "bad-answer", retryable: true },
};

const WORDS = "さくらさくら、やよいの空は。";
const live = () => new AbortController().signal;
const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function collect(
  chunks: AsyncIterable<SpeechChunk>,
): Promise<{ samples: number; ms: number; chunks: SpeechChunk[] }> {
  const all: SpeechChunk[] = [];
  for await (const chunk of chunks) all.push(chunk);
  const samples = all.reduce((sum, { pcm }) => sum + pcm.length, 0);
  return { samples, ms: (samples * 1000) / (all[0]?.sampleRateHz ?? 1), chunks: all };
}

const loudness = ({ chunks, samples }: { chunks: SpeechChunk[]; samples: number }) =>
  Math.sqrt(chunks.reduce((sum, { pcm }) => sum + pcm.reduce((part, s) => part + s * s, 0), 0) / samples);

describe.each(PROVIDERS)("%s", (name, start, make) => {
  async function serve(options: SpeakingServerOptions = {}, silenceMs = 5_000) {
    const server = await start(options);
    const tts = make({ endpoint: server.url, silenceMs, probeMs: 0 });
    closing.push(server.close, () => tts.close());
    return { server, tts };
  }
  const speak = (tts: TextToSpeech, signal = live()) => tts.speak({ text: WORDS, language: "ja-JP" }, signal);

  it("speaks what its server says", async () => {
    const { server, tts } = await serve();
    await tts.prepare(live());
    expect(tts.health()).toEqual({ status: "ok" });
    expect(tts).toMatchObject({ name, isMock: false, endpoint: server.url, model: expect.any(String) });
    expect(tts.voices.length).toBeGreaterThan(0);
    const said = await collect(speak(tts));
    const tones = writeTones(toneWords(WORDS, 300), 24_000);
    // Silence before the first word is taken off or was put there by the engine.
    expect(Math.abs(said.ms - tones.length / 24)).toBeLessThan(200);
    expect(loudness(said)).toBeCloseTo(Math.sqrt(tones.reduce((sum, s) => sum + s * s, 0) / tones.length), 1);
    expect(await server.requests[0]?.ended).toBe("answered");
  });

  it("reads sound cut into odd pieces", async () => {
    const whole = await collect(speak((await serve()).tts));
    const odd = await collect(speak((await serve({ pieceBytes: 1_237, pace: () => setImmediate() })).tts));
    expect(odd.samples).toBe(whole.samples);
    expect(loudness(odd)).toBeCloseTo(loudness(whole), 6);
    for (const { pcm, sampleRateHz } of odd.chunks.slice(1, -1))
      expect(pcm.length).toBeGreaterThanOrEqual(sampleRateHz / 50);
  });

  it("gives the first sound while the rest is being made", async () => {
    let release = () => {};
    const rest = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { tts } = await serve({ pieceBytes: 20_000, pace: (piece) => (piece < 2 ? Promise.resolve() : rest) });
    const chunks = speak(tts)[Symbol.asyncIterator]();
    expect((await chunks.next()).value?.pcm.length).toBeGreaterThan(0);
    release();
    let more = 0;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) more += next.value.pcm.length;
    expect(more).toBeGreaterThan(0);
  });

  it("hangs up when it is interrupted, with the signal's reason", async () => {
    const never = new Promise<void>(() => {});
    const { server, tts } = await serve({
      pieceBytes: 20_000,
      pace: (piece) => (piece < 2 ? Promise.resolve() : never),
    });
    const interruption = new AbortController();
    const chunks = speak(tts, interruption.signal)[Symbol.asyncIterator]();
    await chunks.next();
    const rest = (async () => {
      while (!(await chunks.next()).done);
    })();
    interruption.abort(new Error("barge in"));
    await expect(rest).rejects.toThrow("barge in");
    expect(await server.requests[0]?.ended).toBe("hung-up");
    expect(tts.health().status).not.toBe("degraded");
  });

  it("hangs up when its listener leaves", async () => {
    const never = new Promise<void>(() => {});
    const { server, tts } = await serve({
      pieceBytes: 20_000,
      pace: (piece) => (piece < 2 ? Promise.resolve() : never),
    });
    for await (const { pcm } of speak(tts)) {
      expect(pcm.length).toBeGreaterThan(0);
      break;
    }
    expect(await server.requests[0]?.ended).toBe("hung-up");
  });

  it("asks for nothing when it is interrupted before, or has nothing to say", async () => {
    const { server, tts } = await serve();
    await expect(collect(speak(tts, AbortSignal.abort(new Error("too late"))))).rejects.toThrow("too late");
    expect((await collect(tts.speak({ text: " \n", language: "ja" }, live()))).samples).toBe(0);
    expect(server.requests).toEqual([]);
  });

  it("takes no sound at all for a bad answer", async () => {
    const { tts } = await serve({ say: () => ({ pcm: new Float32Array(0), sampleRateHz: 24_000 }) });
    // VOICEVOX's engine adds silence around the words.
    if (name === "voicevox") expect((await collect(speak(tts))).ms).toBeLessThan(100);
    else await expect(collect(speak(tts))).rejects.toMatchObject({ reason: "bad-answer", role: "tts" });
  });

  it("waits for its listener as long as he likes", async () => {
    const { tts } = await serve({ pieceBytes: 20_000 }, 150);
    let samples = 0;
    for await (const { pcm } of speak(tts)) {
      samples += pcm.length;
      if (samples === pcm.length) await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect(samples).toBeGreaterThan(0);
  });

  it("is down where nobody listens, and does not refuse to start", async () => {
    const tts = make({ endpoint: await deadUrl(), probeMs: 0 });
    await tts.prepare(live());
    expect(tts.health().status).toBe("down");
    await expect(collect(speak(tts))).rejects.toMatchObject({ reason: "unavailable", retryable: true });
  });

  it.each(FAULTS)("ends rightly when its server fails by %s", async (fault) => {
    const { tts } = await serve({ fault, pieceBytes: 2_000 }, 400);
    const failure: unknown = await collect(speak(tts)).then(
      () => "no failure",
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(ProviderError);
    expect(failure).toMatchObject({ role: "tts", ...ENDS[fault] });
    expect(tts.health().status).not.toBe("ok");
  });

  it.each(FAULTS)("ends rightly when its server fails by %s as it speaks", async (fault) => {
    const isSpeaking = /\/(tts|speech|synthesis|stream)(\?|$)/;
    const { tts } = await serve(
      { pieceBytes: 2_000, fault: ({ url }) => (isSpeaking.test(url ?? "") ? fault : undefined) },
      400,
    );
    await tts.prepare(live());
    const failure: unknown = await collect(speak(tts)).catch((error: unknown) => error);
    expect(failure).toMatchObject({ role: "tts", ...ENDS[fault] });
  });
});
