import { expect, it } from "vitest";
import { didYouMean } from "./near.ts";

const STT = ["whisper-cpp", "faster-whisper", "openai", "browser", "embedded"];

it.each([
  ["wisper-cpp", "whisper-cpp"],
  ["whisper_cpp", "whisper-cpp"],
  ["WhisperCPP", "whisper-cpp"],
  ["fasterwhisper", "faster-whisper"],
  ["openia", "openai"],
  ["embeded", "embedded"],
  ["speaches", "openai"],
  ["whisper.cpp", "whisper-cpp"],
])("%s is near %s", (written, name) => {
  expect(didYouMean(written, STT)).toBe(`. Did you mean ${name}?`);
});

it.each(["", "x", "deepgram", "a name that is nowhere near", 7, undefined])("%j is near nothing", (written) => {
  expect(didYouMean(written, STT)).toBe("");
});

it("names no provider that the role does not have", () => {
  expect(didYouMean("ollama", ["embedded", "llama-cpp"])).toBe("");
});
