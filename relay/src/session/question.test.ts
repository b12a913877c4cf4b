import type { ChatMessage } from "@hisho/providers/llm/port.ts";
import { describe, expect, it } from "vitest";
import { questionOf } from "./question.ts";

const said = (...texts: string[]): ChatMessage[] =>
  texts
    .flatMap((text): ChatMessage[] => [
      { role: "user", text },
      { role: "assistant", text: "…" },
    ])
    .slice(0, -1);

describe("what documents are searched for", () => {
  it.each([
    ["When does the ferry leave?", "And on Sundays?"],
    ["Who is my dentist?", "What is their number?"],
    ["フェリーは何時に出ますか", "じゃあ日曜は？"],
    ["会議室はどこですか", "そこは何人入れますか"],
    ["페리는 언제 출발해요?", "그럼 일요일은요?"],
    ["여권은 어디 있어요?", "그건 언제 만료돼요?"],
  ])("%s %s: both together", (before, last) => {
    expect(questionOf(said("Hello", before, last))).toBe(`${before}\n${last}`);
  });

  it.each([
    ["When does the ferry leave?", "Thank you very much"],
    ["When does the ferry leave?", "Who is my dentist?"],
    ["フェリーは何時に出ますか", "ありがとう"],
    ["フェリーは何時に出ますか", "歯医者の電話番号を教えて"],
    ["페리는 언제 출발해요?", "고마워요"],
    ["페리는 언제 출발해요?", "그림은 어디에 걸려 있어요"],
  ])("%s %s: the last alone", (before, last) => {
    expect(questionOf(said(before, last))).toBe(last);
  });

  it("is the only thing that was said, or nothing", () => {
    expect(questionOf(said("And on Sundays?"))).toBe("And on Sundays?");
    expect(questionOf([])).toBe("");
  });
});
