import { expect, it } from "vitest";
import { withoutSoundTags } from "./sound-tags.ts";

it.each([
  ["[BLANK_AUDIO]", ""],
  [" (wind blowing)", ""],
  ["♪ ♪♪", ""],
  ["【拍手】 (音楽) （笑い声）", ""],
  ["*sighs*", ""],
  ["[音楽] 今日は", "今日は"],
  ["Call (555) 123-4567.", "Call (555) 123-4567."],
  ["「はい」と言った", "「はい」と言った"],
  ["a ( b", "a ( b"],
])("makes of %j %j", (text, words) => {
  expect(withoutSoundTags(text)).toBe(words);
});
