import { describe, expect, it } from "vitest";
import { extract } from "./extract.ts";

const said = (...users: string[]) => users.map((user, at) => ({ turn: at + 1, user, assistant: "" }));

describe("a conversation in short by rule", () => {
  it.each([
    ["en-US", "My locker number is 214.", "Thanks, that is nice.", "What can you do?"],
    ["ja-JP", "私のロッカーは214番です。", "そうですね、なるほど。", "ほかに何ができますか?"],
    ["ko-KR", "제 사물함은 214번입니다.", "네, 그렇군요.", "또 무엇을 할 수 있나요?"],
  ])("keeps what somebody told of themselves before what they asked: %s", (language, fact, talk, question) => {
    const turns = said(talk, fact, question, talk, question);
    const most = fact.length + 20;
    expect(extract("", turns, language, most)).toContain(fact);
    expect(extract("", turns, language, most).length).toBeLessThanOrEqual(most);
  });

  it("keeps what an earlier summary says, each thing once, in the order it was said", () => {
    const before = "User: My locker number is 214.";
    const text = extract(before, said("My locker number is 214.", "The Kyoto trip starts on May 9."), "en-US", 500);
    expect(text.split("\n")).toEqual([before, "User: The Kyoto trip starts on May 9."]);
  });

  it("says nothing of nothing", () => {
    expect(extract("", said("", "…", "?!"), "en-US", 500)).toBe("");
  });
});
