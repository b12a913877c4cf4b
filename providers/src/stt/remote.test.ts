/** What every recogniser behind an HTTP server has to do, whichever its wire; the figures of each wire are in its own test. */
import { afterEach, describe, expect, it } from "vitest";
import { ProviderError } from "../errors.ts";
import { startAsrService } from "../testing/servers/asr-service.ts";
import { FAULTS, type Fault } from "../testing/servers/faults.ts";
import type { Hear } from "../testing/servers/hearing.ts";
import { startOpenAiTranscriptions } from "../testing/servers/openai-transcriptions.ts";
import { startWhisperServer } from "../testing/servers/whisper-server.ts";
import { createFasterWhisper } from "./faster-whisper.ts";
import { createOpenAiStt } from "./openai.ts";
import type { SpeechToText } from "./port.ts";
import { createWhisperCpp } from "./whisper-cpp.ts";

interface Server {
  url: string;
  requests: readonly { fields: Readonly<Record<string, string>>; seconds: number | undefined; hungUp: boolean }[];
  close(): Promise<void>;
}
interface Wire {
  name: string;
  final: boolean;
  start(script: { hear: Hear; fault?: Fault | (() => Fault | undefined) }): Promise<Server>;
  create(endpoint: string, timeoutMs: number): SpeechToText;
  /** The field that carries what was said before. */
  prompt: string;
}

const model = "whisper-1";
const WIRES: readonly Wire[] = [
  {
    name: "whisper-cpp",
    final: true,
    start: startWhisperServer,
    create: (endpoint, timeoutMs) => createWhisperCpp({ endpoint, timeoutMs, probeMs: 0 }),
    prompt: "prompt",
  },
  ...[true, false].map((final) => ({
    name: `faster-whisper ${final ? "stream" : "at once"}`,
    final,
    start: startAsrService,
    create: (endpoint: string, timeoutMs: number) => createFasterWhisper({ endpoint, timeoutMs, probeMs: 0 }),
    prompt: "initial_prompt",
  })),
  {
    name: "openai",
    final: true,
    start: startOpenAiTranscriptions,
    create: (endpoint, timeoutMs) => createOpenAiStt({ endpoint, model, timeoutMs, probeMs: 0 }),
    prompt: "prompt",
  },
];

/** A fault may take so long to be noticed; none is judged by the time it takes. */
const PATIENCE_MS = 300;
const LONG_MS = 60_000;
const closing: (() => Promise<void>)[] = [];
const live = () => new AbortController().signal;
const tone = (seconds: number) =>
  Float32Array.from({ length: seconds * 16_000 }, (_, i) => 0.3 * Math.sin((2 * Math.PI * 200 * i) / 16_000));

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

describe.each(WIRES)("$name", ({ start, create, prompt, final }) => {
  async function connect(hear: Hear, { fault, timeoutMs = LONG_MS }: { fault?: Fault; timeoutMs?: number } = {}) {
    const server = await start({ hear, ...(fault === undefined ? {} : { fault }) });
    const stt = create(server.url, timeoutMs);
    closing.push(server.close, () => stt.close());
    return { server, stt };
  }

  it("hears what the server hears, to the sample", async () => {
    const pcm = tone(1.5);
    let heard: Float32Array | undefined;
    const { server, stt } = await connect((sound, { language }) => {
      heard = sound;
      return { text: `a tone in ${language}`, noSpeech: 0.25 };
    });
    const transcript = await stt.transcribe({ pcm, language: "ja-JP", final }, live());
    expect(transcript.text).toBe("a tone in ja");
    expect(transcript.language).toBe("ja");
    expect(transcript.noSpeech).toBe(0.25);
    expect(heard?.length).toBe(pcm.length);
    expect(heard?.every((sample, i) => Math.abs(sample - pcm[i]!) < 1 / 16_000)).toBe(true);
    expect(server.requests).toMatchObject([{ seconds: 1.5, hungUp: false }]);
    expect(stt.health()).toEqual({ status: "ok" });
  });

  it.each(["ja", "en", "ko"])("hears %s when told and when it has to guess", async (language) => {
    const { server, stt } = await connect(() => ({ text: "はい", language }));
    expect(await stt.transcribe({ pcm: tone(1), language, final }, live())).toMatchObject({ language });
    expect(await stt.transcribe({ pcm: tone(1), language: "auto", final }, live())).toMatchObject({ language });
    const [told, guessed] = server.requests.map(({ fields }) => fields.language);
    expect(told).toBe(language);
    expect([undefined, "auto"]).toContain(guessed);
  });

  it("gives the words before along, as many as Whisper reads", async () => {
    const { server, stt } = await connect(() => "ok");
    await stt.transcribe({ pcm: tone(1), language: "en", final, previousText: "Ask not." }, live());
    await stt.transcribe({ pcm: tone(1), language: "en", final, previousText: "word ".repeat(1_000) }, live());
    await stt.transcribe({ pcm: tone(1), language: "en", final }, live());
    const prompts = server.requests.map(({ fields }) => fields[prompt]);
    expect(prompts[0]).toBe("Ask not.");
    expect(prompts[1]?.length).toBeGreaterThan(200);
    expect(prompts[1]?.length).toBeLessThanOrEqual(223);
    expect(prompts[2]).toBeUndefined();
  });

  it("asks nothing about silence", async () => {
    const { server, stt } = await connect(() => "ご視聴ありがとうございました");
    const transcript = await stt.transcribe({ pcm: new Float32Array(16_000), language: "ja", final }, live());
    expect(transcript).toEqual({ text: "", language: "ja" });
    expect(server.requests).toHaveLength(0);
  });

  it("does not ask for a language that Whisper does not know", async () => {
    const { server, stt } = await connect(() => "nuqneH");
    const asking = stt.transcribe({ pcm: tone(1), language: "tlh", final }, live());
    await expect(asking).rejects.toMatchObject({ role: "stt", reason: "language" });
    expect(server.requests).toHaveLength(0);
  });

  it("hangs up when aborted, and the server knows", async () => {
    const abort = new AbortController();
    let told: AbortSignal | undefined;
    const { server, stt } = await connect((_, { signal }) => {
      told = signal;
      setImmediate(() => abort.abort(new Error("superseded")));
      return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
    });
    const asking = stt.transcribe({ pcm: tone(1), language: "en", final }, abort.signal);
    await expect(asking).rejects.toThrow("superseded");
    await expect.poll(() => told?.aborted).toBe(true);
    expect(server.requests).toMatchObject([{ hungUp: true }]);
    await expect(stt.transcribe({ pcm: tone(1), language: "en", final }, abort.signal)).rejects.toThrow("superseded");
    expect(server.requests).toHaveLength(1);
  });

  const REASONS: Record<Fault, object> = {
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

  it.each(FAULTS)("ends %s in a reason that can be acted on, and knows it is unwell", async (fault) => {
    const timeoutMs = fault.startsWith("slow") ? PATIENCE_MS : LONG_MS;
    const { stt } = await connect(() => "the right answer, which is long enough to be cut", { fault, timeoutMs });
    const asking = stt.transcribe({ pcm: tone(1), language: "en", final }, live());
    const failure: unknown = await asking.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ProviderError);
    expect(failure).toMatchObject({ role: "stt", ...REASONS[fault] });
    expect(["down", "degraded"]).toContain(stt.health().status);
  });

  it("is well again after the next answer", async () => {
    let fault: Fault | undefined = "http-500";
    const server = await start({ hear: () => "hello", fault: () => fault });
    const stt = create(server.url, LONG_MS);
    closing.push(server.close, () => stt.close());
    const ask = () => stt.transcribe({ pcm: tone(1), language: "en", final }, live());
    await expect(ask()).rejects.toMatchObject({ reason: "unavailable" });
    expect(stt.health().status).toBe("down");
    fault = undefined;
    expect((await ask()).text).toBe("hello");
    expect(stt.health()).toEqual({ status: "ok" });
  });

  it("never says in an error what the server said", async () => {
    const { stt } = await connect(() => "secret words", { fault: "http-500" });
    const failure = await stt.transcribe({ pcm: tone(1), language: "en", final }, live()).catch(String);
    expect(failure).not.toMatch(/secret|Internal Server Error/);
  });
});
