import { expect, it } from "vitest";
import { fillIn, PRESETS } from "./presets.ts";

const STT = ["provider", "endpoint", "model", "compute_type", "beam_size", "window_s"];
const LLM = ["provider", "endpoint", "model", "temperature", "max_tokens", "turns", "context_tokens"];

it.each([
  ["low_latency", { model: "small", beam_size: 1, window_s: 0.9 }],
  ["balanced", { model: "medium", compute_type: "int8_float16", beam_size: 2, window_s: 1 }],
  ["accurate", { model: "large-v3", compute_type: "float16", beam_size: 3 }],
  ["cpu_only", { model: "small", compute_type: "int8", beam_size: 1 }],
] as const)("%s hears so", (preset, figures) => {
  const entry = { provider: "faster-whisper", endpoint: "http://s" };
  expect(fillIn(preset, "stt", entry, STT)).toEqual({ ...entry, ...figures });
});

it.each([
  ["low_latency", { turns: 4, max_tokens: 40 }],
  ["balanced", { turns: 5, max_tokens: 60 }],
  ["accurate", { turns: 6 }],
  ["cpu_only", { turns: 4 }],
] as const)("%s thinks so", (preset, figures) => {
  expect(fillIn(preset, "llm", { provider: "embedded-llama" }, LLM)).toEqual({
    provider: "embedded-llama",
    temperature: 0.6,
    context_tokens: 4096,
    ...figures,
  });
});

it.each(PRESETS)("%s leaves what was said", (preset) => {
  const entry = {
    provider: "openai",
    endpoint: "e",
    model: "m",
    temperature: 0,
    max_tokens: 7,
    turns: 1,
    context_tokens: 512,
  };
  expect(fillIn(preset, "llm", entry, LLM)).toEqual(entry);
});

it.each(PRESETS)("%s fills no key that a provider does not have, and no other role", (preset) => {
  expect(fillIn(preset, "llm", { provider: "embedded" }, ["provider"])).toEqual({ provider: "embedded" });
  expect(fillIn(preset, "tts", { provider: "x" }, STT)).toEqual({ provider: "x" });
  expect(fillIn(preset, "stt", undefined, STT)).toBeUndefined();
});

it.each(PRESETS)("%s names no model to servers that have their own names", (preset) => {
  for (const provider of ["openai", "whisper-cpp"]) {
    expect(fillIn(preset, "stt", { provider }, STT)).not.toHaveProperty("model");
  }
});
