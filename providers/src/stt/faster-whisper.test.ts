import { afterEach, describe, expect, it } from "vitest";
import { type AsrServiceScript, startAsrService } from "../testing/servers/asr-service.ts";
import { listen } from "../testing/servers/listen.ts";
import { createFasterWhisper, type FasterWhisperOptions } from "./faster-whisper.ts";

const closing: (() => Promise<void>)[] = [];
const live = () => new AbortController().signal;
const tone = (seconds: number) =>
  Float32Array.from({ length: seconds * 16_000 }, (_, i) => 0.3 * Math.sin((2 * Math.PI * 200 * i) / 16_000));

async function connect(options: Partial<FasterWhisperOptions> = {}, script: Partial<AsrServiceScript> = {}) {
  const server = await startAsrService({ hear: () => "ok", ...script });
  const stt = createFasterWhisper({ endpoint: server.url, probeMs: 0, ...options });
  closing.push(server.close, () => stt.close());
  return { server, stt };
}

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

it("asks for partials at once and for finals as a stream, with its defaults", async () => {
  const { server, stt } = await connect();
  for (const final of [false, true]) {
    await stt.transcribe({ pcm: tone(2), language: "ja", final, previousText: "今日は" }, live());
  }
  const fields = {
    language: "ja",
    no_speech_threshold: "0.6",
    condition_on_previous_text: "true",
    initial_prompt: "今日は",
    window_s: "1",
    overlap_ms: "120",
    partial_flush_ms: "250",
    final_flush_ms: "350",
  };
  expect(server.requests).toMatchObject([
    { path: "/transcribe-sync", fields },
    { path: "/transcribe", fields },
  ]);
  expect(server.requests.map((request) => Object.keys(request.fields).length)).toEqual([8, 8]);
});

it("asks for what the operator has set", async () => {
  const { server, stt } = await connect(
    {
      model: "medium",
      computeType: "int8_float16",
      language: "ko",
      beamSize: 2,
      temperature: 0.2,
      noSpeechThreshold: 0.5,
      windowS: 0.9,
      overlapMs: 100,
      previousText: false,
      partialFlushMs: 200,
      finalFlushMs: 300,
    },
    { models: ["large-v3", "medium"] },
  );
  await stt.transcribe({ pcm: tone(2), language: "auto", final: true, previousText: "오늘은" }, live());
  expect(server.requests[0]?.fields).toEqual({
    model: "medium",
    compute_type: "int8_float16",
    language: "ko",
    beam_size: "2",
    temperature: "0.2",
    no_speech_threshold: "0.5",
    condition_on_previous_text: "false",
    window_s: "0.9",
    overlap_ms: "100",
    partial_flush_ms: "200",
    final_flush_ms: "300",
  });
});

it("reads the final transcript of a long stream, not a partial of it", async () => {
  const { stt } = await connect({}, { hear: () => ({ text: "one two three four five", noSpeech: 0.1 }) });
  expect(await stt.transcribe({ pcm: tone(6), language: "en", final: true }, live())).toEqual({
    text: "one two three four five",
    language: "en",
    noSpeech: 0.1,
  });
});

it.each([
  ["cuda", "gpu"],
  ["cpu", "cpu"],
] as const)("tells that %s is a %s", async (told, device) => {
  const { stt } = await connect({}, { device: told });
  expect(await stt.device?.(live())).toBe(device);
});

it("sends its key and is told when it is wrong", async () => {
  const { stt } = await connect({ apiKey: "k" }, { apiKey: "k" });
  expect((await stt.transcribe({ pcm: tone(1), language: "en", final: true }, live())).text).toBe("ok");
  const { stt: wrong } = await connect({ apiKey: "no" }, { apiKey: "k" });
  const asking = wrong.transcribe({ pcm: tone(1), language: "en", final: true }, live());
  await expect(asking).rejects.toMatchObject({ reason: "unavailable", retryable: false });
});

it("says that a model is not there", async () => {
  const { stt } = await connect({ model: "tiny" });
  const asking = stt.transcribe({ pcm: tone(1), language: "en", final: false }, live());
  await expect(asking).rejects.toMatchObject({ reason: "unavailable", message: expect.stringContaining("404") });
});

describe("a stream", () => {
  const final = { type: "final", text: "yes" };
  const partial = { type: "partial", text: "y" };

  async function read(...lines: unknown[]): Promise<string> {
    const { url, close } = await listen((request, response) => {
      request.resume();
      response.writeHead(200, { "Content-Type": "application/x-ndjson; charset=utf-8" });
      response.end(lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join(""));
    });
    const stt = createFasterWhisper({ endpoint: url, probeMs: 0 });
    closing.push(close, () => stt.close());
    return (await stt.transcribe({ pcm: tone(1), language: "en", final: true }, live())).text;
  }

  it("may have empty lines and fields that are not known", async () => {
    expect(await read(partial, "", { ...final, end_s: 1, words: [] })).toBe("yes");
  });

  it.each<[string, unknown[]]>([
    ["ends in an error", [partial, { type: "error", detail: "out of memory" }]],
    ["ends without its final", [partial, partial]],
    ["is empty", []],
    ["has a line that is no JSON", [partial, "{"]],
    ["has an event that is not known", [{ type: "done" }, final]],
    ["has a text that is none", [{ type: "final", text: 7 }]],
    ["has a probability that is none", [{ ...final, no_speech_prob: 2 }]],
    ["has a line without an end", ["x".repeat(300_000)]],
  ])("that %s is a bad answer", async (_, lines) => {
    await expect(read(...lines)).rejects.toMatchObject({ role: "stt", reason: "bad-answer", retryable: true });
  });
});
