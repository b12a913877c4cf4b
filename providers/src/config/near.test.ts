import { expect, it } from "vitest";
import { didYouMean } from "./near.ts";

const STT = ["whisper-cpp", "faster-whisper", "openai", "browser", "embedded"];

it.each([
  ["wisper-cpp", "whisper-cpp"],
  ["whisper_cpp", "whisper-cpp"],
  ["WhisperCPP", "whisper-cpp"],
  ["fasterwhisper", "faster-whisper"],
  ["openia", "openai"],
  ["borwser", "browser"],
  ["embeded", "embedded"],
  ["speaches", "openai"],
  ["whisper.cpp", "whisper-cpp"],
])("%s is near %s", (written, name) => {
  expect(didYouMean(written, STT)).toBe(`. Did you mean ${name}?`);
});

it.each(["", "x", "deepgram", "a name that is nowhere near", 7, undefined])("%j is near nothing", (written) => {
  expect(didYouMean(written, STT)).toBe("");
});

it("takes a swap of two letters for one slip, in a short name too", () => {
  expect(didYouMean("modle", ["model", "voice"])).toBe(". Did you mean model?");
  expect(didYouMean("modle", ["mode"])).toBe(". Did you mean mode?");
  expect(didYouMean("ml", ["lm"])).toBe("");
});

it("names no provider that the role does not have", () => {
  expect(didYouMean("ollama", ["embedded", "llama-cpp"])).toBe("");
});
