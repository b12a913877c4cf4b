import { afterEach, expect, it } from "vitest";
import {
  type OpenAiTranscriptionsScript,
  startOpenAiTranscriptions,
} from "../testing/servers/openai-transcriptions.ts";
import { createOpenAiStt, type OpenAiSttOptions } from "./openai.ts";

const closing: (() => Promise<void>)[] = [];
const live = () => new AbortController().signal;
const tone = (seconds: number) =>
  Float32Array.from({ length: seconds * 16_000 }, (_, i) => 0.3 * Math.sin((2 * Math.PI * 200 * i) / 16_000));

async function connect(options: Partial<OpenAiSttOptions> = {}, script: Partial<OpenAiTranscriptionsScript> = {}) {
  const model = options.model ?? "whisper-1";
  const server = await startOpenAiTranscriptions({ hear: () => "ok", models: [model], ...script });
  const stt = createOpenAiStt({ endpoint: server.url, model, probeMs: 0, ...options });
  closing.push(server.close, () => stt.close());
  return { server, stt };
}

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

it.each([
  ["whisper-1", "verbose_json"],
  ["Systran/faster-whisper-large-v3", "verbose_json"],
  ["gpt-4o-transcribe", "json"],
])("asks %s for %s, which it has", async (model, format) => {
  const { server, stt } = await connect({ model });
  expect((await stt.transcribe({ pcm: tone(1), language: "en", final: true }, live())).text).toBe("ok");
  expect(server.requests[0]?.fields).toEqual({ model, language: "en", response_format: format });
  expect(stt.model).toBe(model);
});

it("asks as the operator says", async () => {
  const { server, stt } = await connect({ responseFormat: "json", temperature: 0.2, language: "ja" });
  await stt.transcribe({ pcm: tone(1), language: "auto", final: true }, live());
  expect(server.requests[0]?.fields).toMatchObject({ response_format: "json", temperature: "0.2", language: "ja" });
});

it("tells what json does not tell as not known", async () => {
  const { stt } = await connect({ responseFormat: "json" }, { hear: () => ({ text: "네", language: "ko" }) });
  const transcript = await stt.transcribe({ pcm: tone(1), language: "auto", final: true }, live());
  expect(transcript).toEqual({ text: "네", language: "und" });
});

it("sends its key only when it has one", async () => {
  const { server, stt } = await connect({ apiKey: "sk-test" }, { apiKey: "sk-test" });
  await stt.transcribe({ pcm: tone(1), language: "en", final: true }, live());
  expect(server.requests[0]?.authorization).toBe("Bearer sk-test");
  const open = await connect();
  await open.stt.transcribe({ pcm: tone(1), language: "en", final: true }, live());
  expect(open.server.requests[0]?.authorization).toBeUndefined();
});

it("does not ask about less than the API takes", async () => {
  const { server, stt } = await connect();
  const pcm = tone(1).subarray(0, 1_599);
  expect(await stt.transcribe({ pcm, language: "en", final: true }, live())).toEqual({ text: "", language: "en" });
  expect(server.requests).toHaveLength(0);
  await stt.transcribe({ pcm: tone(1).subarray(0, 1_600), language: "en", final: true }, live());
  expect(server.requests).toMatchObject([{ seconds: 0.1 }]);
});

it("says that a model is not there, and lives all the same", async () => {
  const { stt } = await connect({ model: "whisper-9" }, { models: ["whisper-1"] });
  await stt.prepare(live());
  expect(stt.health()).toEqual({ status: "ok" });
  const asking = stt.transcribe({ pcm: tone(1), language: "en", final: true }, live());
  await expect(asking).rejects.toMatchObject({ reason: "unavailable", retryable: false });
});
