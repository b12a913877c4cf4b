import OpenAI, { AuthenticationError, BadRequestError, NotFoundError, RateLimitError, toFile } from "openai";
import { afterEach, describe, expect, it } from "vitest";
import { writeWav } from "../../stt/wav.ts";
import {
  type OpenAiTranscriptions,
  type OpenAiTranscriptionsScript,
  startOpenAiTranscriptions,
} from "./openai-transcriptions.ts";

let server: OpenAiTranscriptions;

afterEach(() => server.close());

/** The official package, unmodified. */
async function client(script: Partial<OpenAiTranscriptionsScript> = {}, apiKey = "sk-test"): Promise<OpenAI> {
  server = await startOpenAiTranscriptions({
    hear: () => ({ text: "ask not what", language: "en" }),
    models: ["whisper-1", "gpt-4o-transcribe"],
    ...script,
  });
  return new OpenAI({ baseURL: server.url, apiKey, maxRetries: 0, logLevel: "off" });
}

const speech = (seconds = 1, sampleRateHz = 16_000) =>
  toFile(writeWav(new Float32Array(sampleRateHz * seconds).fill(0.1), sampleRateHz), "speech.wav");

describe("OpenAI's own package", () => {
  it("gets json", async () => {
    const openai = await client();
    const answer = await openai.audio.transcriptions.create({
      file: await speech(),
      model: "gpt-4o-transcribe",
      language: "en",
      prompt: "And so",
      temperature: 0.2,
    });
    expect(answer).toEqual({ text: "ask not what", usage: { type: "duration", seconds: 1 } });
    expect(server.requests).toMatchObject([
      {
        fields: { model: "gpt-4o-transcribe", language: "en", prompt: "And so", temperature: "0.2" },
        seconds: 1,
        authorization: "Bearer sk-test",
      },
    ]);
  });

  it("gets verbose_json, of sound at another rate too", async () => {
    const openai = await client();
    const answer = await openai.audio.transcriptions.create({
      file: await speech(2, 24_000),
      model: "whisper-1",
      response_format: "verbose_json",
      timestamp_granularities: ["segment"],
    });
    expect(answer).toMatchObject({ text: "ask not what", language: "english", duration: 2 });
    expect(answer.segments).toMatchObject([{ text: " ask not what", start: 0, end: 2, no_speech_prob: 0.02 }]);
  });

  it.each([
    ["text", "ask not what\n"],
    ["srt", "1\n00:00:00,000 --> 00:00:01,000\nask not what\n\n"],
    ["vtt", "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\nask not what\n\n"],
  ] as const)("gets %s", async (response_format, expected) => {
    const openai = await client();
    const answer = await openai.audio.transcriptions.create({
      file: await speech(),
      model: "whisper-1",
      response_format,
    });
    expect(answer).toBe(expected);
  });

  it("gets a stream", async () => {
    const openai = await client();
    const stream = await openai.audio.transcriptions.create({
      file: await speech(),
      model: "gpt-4o-transcribe",
      stream: true,
    });
    const events: unknown[] = [];
    for await (const event of stream) events.push(event);
    expect(events).toEqual([
      { type: "transcript.text.delta", delta: "ask" },
      { type: "transcript.text.delta", delta: " not" },
      { type: "transcript.text.delta", delta: " what" },
      { type: "transcript.text.done", text: "ask not what" },
    ]);
  });

  it("lists the models", async () => {
    const openai = await client();
    const names: string[] = [];
    for await (const { id } of openai.models.list()) names.push(id);
    expect(names).toEqual(["whisper-1", "gpt-4o-transcribe"]);
  });

  it("throws its own errors, with code and parameter", async () => {
    const openai = await client({ apiKey: "sk-test" });
    const file = await speech();
    const create = openai.audio.transcriptions.create.bind(openai.audio.transcriptions);
    const [unknown, language, short, format, noSound] = await Promise.all(
      [
        create({ file, model: "whisper-9" }),
        create({ file, model: "whisper-1", language: "japanese" }),
        create({ file: await speech(0), model: "whisper-1" }),
        create({ file, model: "gpt-4o-transcribe", response_format: "verbose_json" }),
        create({ file: await toFile(Buffer.from("noise"), "a.wav"), model: "whisper-1" }),
      ].map((answer) => answer.catch((error: unknown) => error)),
    );
    expect(unknown).toBeInstanceOf(NotFoundError);
    expect(unknown).toMatchObject({ status: 404, code: "model_not_found" });
    expect(language).toBeInstanceOf(BadRequestError);
    expect(language).toMatchObject({ param: "language", code: "invalid_language_format" });
    expect(short).toMatchObject({ status: 400, code: "audio_too_short" });
    expect(format).toMatchObject({ status: 400, param: "response_format", code: "unsupported_value" });
    expect(noSound).toMatchObject({ status: 400, param: "file" });
  });

  it("is told of a wrong key and of too many requests", async () => {
    const wrong = await client({ apiKey: "sk-other" });
    await expect(wrong.models.list()).rejects.toBeInstanceOf(AuthenticationError);
    await server.close();
    const busy = await client({ fault: "http-429" });
    const asking = busy.audio.transcriptions.create({ file: await speech(), model: "whisper-1" });
    await expect(asking).rejects.toBeInstanceOf(RateLimitError);
  });
});
