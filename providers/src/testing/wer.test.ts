import { describe, expect, it } from "vitest";
import { scoredWords, wordErrorRate, wordErrors } from "./wer.ts";

describe("word error rate", () => {
  it("ignores case, punctuation and the way numbers are written", () => {
    expect(wordErrorRate("It's twenty-one, sir: 1,250!", "its 21 sir one thousand two hundred fifty")).toBe(0);
    expect(scoredWords("Room 007")).toEqual(["room", "zero", "zero", "seven"]);
  });

  it.each([
    ["a b c d", "a x c d", 1],
    ["a b c d", "a c d", 1],
    ["a b c d", "a b b c d", 1],
    ["a b c d", "", 4],
    ["", "a b", 2],
    ["kitten on the mat", "the mat on kitten", 4],
  ])("counts the errors of %j heard as %j", (reference, heard, errors) => {
    expect(wordErrors(reference, heard)).toBe(errors);
  });

  it("divides by the reference's words", () => {
    expect(wordErrorRate("a b c d", "a b c")).toBe(0.25);
    expect(wordErrorRate("", "")).toBe(0);
    expect(wordErrorRate("", "a")).toBe(Number.POSITIVE_INFINITY);
  });
});
