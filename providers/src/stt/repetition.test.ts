import { describe, expect, it } from "vitest";
import { compressionRatio, timesRepeated } from "./repetition.ts";

describe("a loop", () => {
  it.each([
    ["Thank you. Thank you. Thank you. Thank you. Thank you. Thank you.", 6],
    ["ご視聴ありがとうございました。".repeat(9), 9],
    ["No, no, no.", 3],
    ["the cat and the dog and the bird", 1],
    ["It is 1,000,000,000,000.", 1],
    ["Please call me back when you can, it is urgent, ha ha ha ha", 1],
    ["", 1],
  ])("of %j goes round %d times", (text, times) => {
    expect(timesRepeated(text)).toBe(times);
  });

  it("is found behind a beginning that is said once", () => {
    expect(timesRepeated(`今日の天気は${"そうですね、".repeat(10)}`)).toBe(10);
  });

  it("is found in a very long text soon", () => {
    expect(timesRepeated("一二三四五六七八九十".repeat(10_000))).toBe(200);
  });
});

it("measures compression as Whisper does", () => {
  const ordinary =
    "And so my fellow Americans, ask not what your country can do for you, ask what you can do for your country.";
  expect(compressionRatio(ordinary)).toBeLessThan(2.4);
  expect(compressionRatio("I'm going to go to the store. ".repeat(8))).toBeGreaterThan(2.4);
  expect(compressionRatio("no no no no")).toBe(1);
});
