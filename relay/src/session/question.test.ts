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
    ["田中さんの部署はどこですか", "彼の電話番号を教えて"],
    ["フェリーは何時に出ますか", "日曜は"],
    ["予備の鍵はどこですか", "これは誰が持っていますか"],
    ["다나카 씨는 무슨 부서예요?", "그 사람 전화번호 알려 줘"],
    ["페리는 언제 출발해요?", "일요일은"],
    ["회의실이 어디예요?", "여기는 몇 명 들어가요?"],
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
    ["フェリーは何時に出ますか", "これまでの売上を教えて"],
    ["フェリーは何時に出ますか", "駐車場はどこですか"],
    ["페리는 언제 출발해요?", "여행 일정 알려 줘"],
  ])("%s %s: the last alone", (before, last) => {
    expect(questionOf(said(before, last))).toBe(last);
  });

  it("follows a row of questions that lean on each other, not further than three", () => {
    const row = ["When does the ferry leave?", "And on Sundays?", "And from where?"];
    expect(questionOf(said("Hello", ...row))).toBe(row.join("\n"));
    expect(questionOf(said("Who is my dentist?", ...row, "And how much is it?"))).toBe(
      ["And on Sundays?", "And from where?", "And how much is it?"].join("\n"),
    );
  });

  it("is the only thing that was said, or nothing", () => {
    expect(questionOf(said("And on Sundays?"))).toBe("And on Sundays?");
    expect(questionOf([])).toBe("");
  });
});
