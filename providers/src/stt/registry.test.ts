import { describe, expect, it } from "vitest";
import { parseProvidersConfig } from "../config/providers-config.ts";
import { createStt } from "./registry.ts";

const context = {
  weightsDirectory: "/nowhere",
  dataDirectory: "/nowhere",
  desk: {} as Parameters<typeof createStt>[1]["desk"],
};

function make(yaml: string, env: Record<string, string> = {}) {
  const text = `stt:\n${yaml.replace(/^/gm, "  ")}\n`;
  return parseProvidersConfig(text, "providers.yaml", env).stt.map((entry) => createStt(entry, context));
}

it.each<[string, object]>([
  ["provider: whisper-cpp\nendpoint: http://stt:8080", { name: "whisper-cpp", endpoint: "http://stt:8080" }],
  [
    "provider: whisper-cpp\nendpoint: http://stt:8080\nmodel: large-v3-turbo\nlanguage: ja\nbeam_size: 5\nbest_of: 5\n" +
      "temperature: 0.2\naudio_ctx: auto\nno_speech_threshold: 0.6\ntimeout_ms: 5000\nprobe_ms: 0",
    { model: "large-v3-turbo", languages: ["*"] },
  ],
  ["provider: whisper-cpp\nendpoint: http://stt:8080\naudio_ctx: 768", { name: "whisper-cpp" }],
  [
    "provider: faster-whisper\nendpoint: http://stt:8100\nmodel: large-v3\ncompute_type: float16\nwindow_s: 1.0\n" +
      "overlap_ms: 120\nprevious_text: true\npartial_flush_ms: 250\nfinal_flush_ms: 350\nbeam_size: 10",
    { name: "faster-whisper", model: "large-v3" },
  ],
  [
    "provider: openai\nendpoint: https://api.openai.com/v1\nmodel: gpt-4o-transcribe\napi_key: $" +
      "{KEY}\nresponse_format: json",
    { name: "openai", endpoint: "https://api.openai.com/v1", model: "gpt-4o-transcribe" },
  ],
  ["provider: scripted\ntext: こんにちは\nwords_per_second: 3", { name: "scripted", isMock: true }],
])("makes %s", (yaml, expected) => {
  const [stt] = make(yaml, { KEY: "sk" });
  expect(stt).toMatchObject(expected);
});

it("lets a scripted recogniser hear more as the sound grows", async () => {
  const [stt] = make("provider: scripted\ntext: one two three\nwords_per_second: 1");
  const request = { pcm: new Float32Array(32_000), language: "en", final: false };
  expect((await stt?.transcribe(request, new AbortController().signal))?.text).toBe("one two");
});

describe("says what was expected", () => {
  it.each([
    ["provider: whisper-cpp", "stt.endpoint", "missing"],
    ["provider: whisper-cpp\nendpoint: stt:8080", "stt.endpoint", "http or https address"],
    ["provider: whisper-cpp\nendpoint: http://s\nlanguage: german", "stt.language", "auto, ja, en or ko"],
    ["provider: whisper-cpp\nendpoint: http://s\nbeam_size: 9", "stt.beam_size", "from 1 to 8"],
    ["provider: whisper-cpp\nendpoint: http://s\naudio_ctx: 1501", "stt.audio_ctx", "auto, or a whole number"],
    ["provider: whisper-cpp\nendpoint: http://s\naudio_ctx: some", "stt.audio_ctx", "auto, or a whole number"],
    ["provider: whisper-cpp\nendpoint: http://s\ntemperature: 2", "stt.temperature", "from 0 to 1"],
    ["provider: faster-whisper\nendpoint: http://s\nwindow_s: 60", "stt.window_s", "from 0.2 to 30"],
    ["provider: faster-whisper\nendpoint: http://s\ncompute_type: int4", "stt.compute_type", "int8_float16"],
    ["provider: openai\nendpoint: http://s", "stt.model", "missing"],
    [
      "provider: openai\nendpoint: http://s\nmodel: m\nresponse_format: srt",
      "stt.response_format",
      "json or verbose_json",
    ],
    ["provider: openai\nendpoint: http://s\nmodel: m\napi_key: sk-1", "stt.api_key", "comes from the environment"],
    ["provider: whisper", "stt.provider", "whisper-cpp, faster-whisper, openai or scripted"],
  ])("for %j", (yaml, key, expected) => {
    expect(() => make(yaml)).toThrow(
      expect.objectContaining({
        problems: expect.arrayContaining([
          expect.objectContaining({ key, expected: expect.stringContaining(expected) }),
        ]),
      }),
    );
  });
});
