import { expect, it } from "vitest";
import { moodOfWords } from "./mood-of-words.ts";

it.each([
  ["ありがとうございます。", "ja-JP", "happy"],
  ["申し訳ありませんが、資料に見当たりません。", "ja-JP", "sad"],
  ["お疲れ様でした。", "ja-JP", "relaxed"],
  ["I'm sorry, that is not in the documents.", "en-US", "sad"],
  ["Thank you for waiting!", "en-US", "happy"],
  ["Let me see.", "en-US", "thinking"],
  ["죄송합니다.", "ko-KR", "sad"],
  ["축하드립니다!", "ko-KR", "happy"],
])("reads the mood of %s", (clause, language, mood) => {
  expect(moodOfWords(clause, language)?.value).toBe(mood);
});

it.each([
  ["宿泊費は一泊12,000円までです。", "ja-JP"],
  ["嬉しくないそうです。", "ja-JP"],
  ["表題は「お詫びとありがとう」です。", "ja-JP"],
  ["She is not very happy with it.", "en-US"],
  ["The file is called “Thank you”.", "en-US"],
  ["회의는 세 시입니다.", "ko-KR"],
  ["기쁘지 않다고 합니다.", "ko-KR"],
])("reads none in %s", (clause, language) => {
  expect(moodOfWords(clause, language)).toBeNull();
});
