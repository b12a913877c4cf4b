import { expect, it } from "vitest";
import { readWhisperAnswer } from "./whisper-answer.ts";

it("joins whisper.cpp's lines as they were cut, in the middle of a word too", () => {
  expect(readWhisperAnswer({ text: " And so my fel\nlow Americans,\n ask not.\n" }, "en", "")).toEqual({
    text: "And so my fellow Americans, ask not.",
    language: "en",
  });
  expect(readWhisperAnswer({ text: "今日の\n天気は\n" }, "ja", "")?.text).toBe("今日の天気は");
});

it("takes the language that was heard only when it had to be guessed", () => {
  const value = { text: "안녕", language: "korean" };
  expect(readWhisperAnswer(value, "auto", " ")?.language).toBe("ko");
  expect(readWhisperAnswer(value, "ja", " ")?.language).toBe("ja");
  expect(readWhisperAnswer({ text: "안녕" }, "auto", " ")?.language).toBe("und");
});

it("gives the silence of the least silent segment", () => {
  const segments = [{ no_speech_prob: 0.9 }, { no_speech_prob: 0.2 }, { no_speech_prob: null }, {}];
  expect(readWhisperAnswer({ text: "a", segments }, "en", " ")?.noSpeech).toBe(0.2);
  expect(readWhisperAnswer({ text: "a", segments: [] }, "en", " ")).not.toHaveProperty("noSpeech");
});

it.each([
  {},
  [],
  "text",
  null,
  { text: 7 },
  { text: "a", segments: "b" },
  { text: "a", segments: [{ no_speech_prob: 7 }] },
])("knows that %j is no transcription", (value) => {
  expect(readWhisperAnswer(value, "en", " ")).toBeUndefined();
});
