import { describe, expect, it } from "vitest";
import { speakable } from "./speakable.ts";

describe("speakable", () => {
  it.each<[string, string, string, string]>([
    ["emphasis", "**Yes**, _really_ `now`.", "en-US", "Yes, really now."],
    ["headings", "## 予定", "ja-JP", "予定"],
    ["lists", "- 牛乳\n- 卵", "ja-JP", "牛乳 卵"],
    ["links", "See [the rules](https://example.com/r?x=1).", "en-US", "See the rules."],
    ["bare addresses as hosts", "See https://www.example.com/a/b?c=d now", "en-US", "See example.com now"],
    ["citations", "一泊12,000円までです[1]。", "ja-JP", "一泊12,000円までです。"],
    ["code", "```js\nlet a;\n```", "ja-JP", "コードは画面をご覧ください。"],
    [
      "tables",
      "| 品 | 値段 |\n| - | - |\n| 卵 | 200円 |\n| 牛乳 | 300円 |",
      "ja-JP",
      "卵、値段 200円。牛乳、値段 300円",
    ],
    ["raw HTML", "Hello <script>alert(1)</script><b>you</b>", "en-US", "Hello alert(1) you"],
    ["pictures", "![a cat](https://example.com/x.png)", "en-US", "a cat"],
    ["emoji", "はい👍🏽です🎉", "ja-JP", "はいです"],
    ["marks alone", "…", "ja-JP", ""],
    ["plain sentences", "  Yes,  it's half past 3. ", "en-US", "Yes, it's half past 3."],
    ["a bare host", "See www.example.com/a", "en-US", "See example.com"],
    ["nothing", "  \n", "en-US", ""],
  ])("%s", (_name, markdown, language, expected) => {
    expect(speakable(markdown, language)).toBe(expected);
  });
});
