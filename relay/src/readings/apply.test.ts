import { describe, expect, it } from "vitest";
import { readerOf } from "./apply.ts";

const read = (text: string, ...readings: [written: string, spoken: string][]) =>
  readerOf(readings.map(([written, spoken]) => ({ written, spoken })))(text);

describe("readerOf", () => {
  it("takes every ASCII character in a word", () => {
    for (let code = 0x21; code < 0x7f; code++) {
      const written = `x${String.fromCharCode(code)}y`;
      expect(read(`a ${written} b`, [written, "heard"])).toBe("a heard b");
    }
  });

  it.each<[string, string, [string, string][]]>([
    ["町田さんは来週、町田市に着きます。", "まちださんは来週、まちだ市に着きます。", [["町田", "まちだ"]]],
    [
      "小鳥遊町田が小鳥を見た。",
      "たかなしまちだがことりを見た。",
      [
        ["小鳥", "ことり"],
        ["小鳥遊", "たかなし"],
        ["町田", "まちだ"],
      ],
    ],
    ["Dr. Nguyen and NGUYEN's son", "Dr. win and win's son", [["Nguyen", "win"]]],
    [
      "Nguyens, Nguyen2 and preNguyen stay; Nguyen-Tran goes.",
      "Nguyens, Nguyen2 and preNguyen stay; win-Tran goes.",
      [["Nguyen", "win"]],
    ],
    ["I read the cat in concatenate.", "I read the kitty in concatenate.", [["cat", "kitty"]]],
    [
      "Wi-Fiと24/7の「～」",
      "ワイファイと年中無休の「から」",
      [
        ["Wi-Fi", "ワイファイ"],
        ["24/7", "年中無休"],
        ["～", "から"],
      ],
    ],
    ["NGUYENさんとNguyen様", "ウィンさんとウィン様", [["Nguyen", "ウィン"]]],
    ["사물함은 삼성의 것, 오삼성은 아니다.", "사물함은 새엄성의 것, 오삼성은 아니다.", [["삼성", "새엄성"]]],
    [
      "C++ is not C, and a.b is not aXb (1+1).",
      "see plus plus is not C, and dot is not aXb two.",
      [
        ["C++", "see plus plus"],
        ["a.b", "dot"],
        ["(1+1)", "two"],
      ],
    ],
    [
      "$5 [x] a|b \\d ^",
      "five eks or backslash hat",
      [
        ["$5", "five"],
        ["[x]", "eks"],
        ["a|b", "or"],
        ["\\d", "backslash"],
        ["^", "hat"],
      ],
    ],
    ["お疲れ様👍です👍🏽。", "お疲れ様いいねです👍🏽。", [["👍", "いいね"]]],
    [
      "家族👨‍👩‍👧と父👨",
      "家族かぞくと父おとこ",
      [
        ["👨‍👩‍👧", "かぞく"],
        ["👨", "おとこ"],
      ],
    ],
    ["cafe\u0301 and cafe", "ka and cafe", [["caf\u00e9", "ka"]]],
    ["New\n York and new  york", "gotham and gotham", [["New York", "gotham"]]],
    [
      "A is B, B is A",
      "B is A, A is B",
      [
        ["A", "B"],
        ["B", "A"],
      ],
    ],
    ["$& stays", "$1 stays", [["$&", "$1"]]],
    ["𠮷野家と吉野家", "よしのやと吉野家", [["𠮷野家", "よしのや"]]],
    ["nothing", "nothing", [[" ", "x"]]],
    ["nothing", "nothing", []],
  ])("reads %j as %j", (text, spoken, readings) => {
    expect(read(text, ...readings)).toBe(spoken);
  });

  it("looks a sentence through for five thousand words in little time", () => {
    const readings = Array.from({ length: 5_000 }, (_, i): [string, string] => [`語${i.toString(36)}彙`, `ご${i}`]);
    const reader = readerOf(readings.map(([written, spoken]) => ({ written, spoken })));
    expect(reader(`これは語${(4_999).toString(36)}彙です。`)).toBe("これはご4999です。");
    expect(reader("あ".repeat(2_000))).toBe("あ".repeat(2_000));
  });

  it("takes more words than a pattern may name", () => {
    const reader = readerOf(Array.from({ length: 30_000 }, (_, i) => ({ written: `Name ${i}`, spoken: `n${i}` })));
    expect(reader("Ask name  29999, not Name 30000.")).toBe("Ask n29999, not Name 30000.");
  });
});
