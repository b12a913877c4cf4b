import { expect, it } from "vitest";
import { isKnownPhrase, normalised } from "./hallucination-phrases.ts";

it("compares letters and digits alone", () => {
  expect(normalised(" Ｔhank you, ♪ for watching!! ")).toBe("thankyouforwatching");
  expect(normalised("ご視聴、ありがとう　ございました。")).toBe("ご視聴ありがとうございました");
});

it.each([
  ["Thank you for watching!", "en"],
  ["Thank you. Bye.", "en"],
  ["you", "en"],
  ["ご視聴ありがとうございました。", "ja"],
  ["ありがとうございました。おやすみなさい。", "ja"],
  ["Thanks for watching!", "ja"],
  ["시청해주셔서 감사합니다.", "ko"],
  ["MBC 뉴스 이덕영입니다.", "ko"],
  ["한글자막 by 한효정", "ko"],
  ["Subtitles by the Amara.org community", "en"],
  ["www.mooji.org", "en"],
  ["시청해 주셔서 감사합니다", "und"],
])("knows %j in %s", (text, language) => {
  expect(isKnownPhrase(text, language)).toBe(true);
});

it.each([
  ["Thank you for watching the door while I was out.", "en"],
  ["字幕を確認してください", "ja"],
  ["ありがとうございました、明日また電話します。", "ja"],
  ["감사합니다 내일 다시 전화할게요", "ko"],
  ["シチョウ", "ja"],
  ["はい", "en"],
  ["…", "en"],
])("leaves %j in %s alone", (text, language) => {
  expect(isKnownPhrase(text, language)).toBe(false);
});
