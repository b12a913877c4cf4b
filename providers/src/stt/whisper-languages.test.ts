import { expect, it } from "vitest";
import { tagOf, whisperCode } from "./whisper-languages.ts";

it.each([
  ["ja-JP", undefined, "ja"],
  ["en", "ja", "en"],
  ["auto", "ko", "ko"],
  ["auto", "auto", "auto"],
  ["auto", undefined, "auto"],
  ["jv", undefined, "jw"],
])("asks for %s where %s is configured as %s", (requested, configured, code) => {
  expect(whisperCode(requested, configured)).toBe(code);
});

it("refuses what Whisper does not know", () => {
  expect(() => whisperCode("tlh")).toThrow(expect.objectContaining({ reason: "language", retryable: false }));
});

it.each([
  ["japanese", "ja"],
  ["Korean", "ko"],
  ["english", "en"],
  ["en", "en"],
  ["haitian creole", "ht"],
  ["myanmar", "my"],
  ["jw", "jv"],
  ["Klingon", "und"],
  ["", "und"],
  [undefined, "und"],
])("reads %j as %s", (named, tag) => {
  expect(tagOf(named)).toBe(tag);
});
