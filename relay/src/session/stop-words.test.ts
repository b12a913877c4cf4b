import { expect, it } from "vitest";
import { asksToStop } from "./stop-words.ts";

it.each([
  ...["止めて", "ちょっと、止めて。", "ストップ！", "もういいです", "静かにしてください", "待って"],
  ...["Stop.", "Okay, stop talking, please.", "That’s enough", "be quiet", "Never mind, thanks"],
  ...["그만", "이제 그만해 주세요", "잠깐만요", "조용히 해 줘", "멈춰!"],
])("%s", (words) => {
  expect(asksToStop(words)).toBe(true);
});

it.each([
  ...["タイマーを止めて", "止めてと言った人は誰", "明日の予定は"],
  ...["Stop the timer", "When does the bus stop?", "wait for the report and call me", "enough milk for tomorrow?"],
  ...["타이머 멈춰 줘", "그만두고 싶어요", "기다려야 하는 시간은?", ""],
])("not: %s", (words) => {
  expect(asksToStop(words)).toBe(false);
});
