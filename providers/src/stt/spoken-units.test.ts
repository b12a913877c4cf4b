import { expect, it } from "vitest";
import { spokenUnits } from "./spoken-units.ts";

it.each([
  ["", 0],
  ["Thank you.", 2],
  ["Thanks for watching!", 4],
  ["strengths", 1],
  ["make", 1],
  ["the", 1],
  ["hmm", 1],
  ["Été", 2],
  ["ありがとうございました", 11],
  ["今日", 2],
  ["きゃく", 2],
  ["ｼﾞｭｰｽ", 3],
  ["감사합니다", 5],
  ["2026", 4],
  ["Спасибо", 2],
])("needs %j to be said in no less than %d", (text, units) => {
  expect(spokenUnits(text)).toBe(units);
});
