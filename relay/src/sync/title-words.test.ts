import { describe, expect, it } from "vitest";
import { titleFromModel, titleFromWords } from "./title-words.ts";

describe("titleFromWords", () => {
  it.each([
    ["明日の予定を教えて。あと天気も", "ja-JP", "明日の予定を教えて"],
    ["えーと、あの、出張の宿泊費はいくらまで？", "ja-JP", "出張の宿泊費はいくらまで"],
    ["Um, what time is it?", "en-US", "what time is it"],
    ["음, 내일 일정 알려 줘", "ko-KR", "내일 일정 알려 줘"],
    ["えーと", "ja-JP", "えーと"],
    ["", "en-US", ""],
    ["x", "not a tag", "x"],
  ])("%s", (words, language, title) => expect(titleFromWords(words, language)).toBe(title));

  it("cuts at a word, and a word that is too long itself", () => {
    expect(titleFromWords("Please write a letter to the committee about the budget of next year", "en-US")).toBe(
      "write a letter to the committee about…",
    );
    expect(titleFromWords("あ".repeat(100), "ja-JP")).toBe(`${"あ".repeat(20)}…`);
    expect(titleFromWords("x".repeat(100), "en-US")).toBe(`${"x".repeat(40)}…`);
  });
});

describe("titleFromModel", () => {
  it.each([
    ["\n「明日の予定」\nほか", "明日の予定"],
    ["**Travel budget.**", "Travel budget"],
    ["Title: Lunch", "Lunch"],
    ["x".repeat(41), ""],
    ["", ""],
  ])("%s", (written, title) => expect(titleFromModel(written, 40)).toBe(title));
});
