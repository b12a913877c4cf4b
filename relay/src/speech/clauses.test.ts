import { describe, expect, it } from "vitest";
import { ClauseSplitter, clausesOf } from "./clauses.ts";

/** As a model streams: piece by piece. */
function streamed(text: string, size: number): string[] {
  const splitter = new ClauseSplitter();
  const clauses: string[] = [];
  for (let i = 0; i < text.length; i += size) clauses.push(...splitter.push(text.slice(i, i + size)));
  return [...clauses, ...splitter.flush()];
}

const trimmed = (text: string): string[] => clausesOf(text).map((clause) => clause.trim());

describe("clauses", () => {
  it.each<[string, string, string[]]>([
    ["Japanese stops", "はい。そうです！本当？ええ", ["はい。", "そうです！", "本当？", "ええ"]],
    [
      "an early first clause",
      "今日の予定は、三件あります。まず会議です。",
      ["今日の予定は、", "三件あります。", "まず会議です。"],
    ],
    ["closing marks go along", "「はい。」と答えた。（終わり。）次。", ["「はい。」と答えた。", "（終わり。）次。"]],
    [
      "nothing inside brackets or quotes",
      'He said "Stop. Now!" and left. Then (see fig. 2. below) ran.',
      ['He said "Stop. Now!" and left.', "Then (see fig. 2. below) ran."],
    ],
    ["decimals", "It is 3.5 metres. Pi is 3.14159.", ["It is 3.5 metres.", "Pi is 3.14159."]],
    ["a sentence that ends in a number", "The answer is 42. Next one.", ["The answer is 42.", "Next one."]],
    [
      "addresses",
      "See https://example.com/a.b?c=d!e for it. Done.",
      ["See https://example.com/a.b?c=d!e for it.", "Done."],
    ],
    [
      "an address in Japanese",
      "詳しくはhttps://example.com/a.htmlを見てください。以上。",
      ["詳しくはhttps://example.com/a.htmlを見てください。", "以上。"],
    ],
    [
      "abbreviations",
      "Mr. Tanaka met Dr. Smith at 5 p.m. today. Good.",
      ["Mr. Tanaka met Dr. Smith at 5 p.m. today.", "Good."],
    ],
    ["file names and versions", "Open node.js 20.1 now. Yes.", ["Open node.js 20.1 now.", "Yes."]],
    ["fullwidth forms", "終わりました．次へ｡さあ！？はい", ["終わりました．", "次へ｡", "さあ！？", "はい"]],
    ["ellipses", "Well… maybe. そうですね…たぶん。", ["Well…", "maybe.", "そうですね…", "たぶん。"]],
    ["lists", "1. 牛乳\n2. 卵\n- パン\n", ["1. 牛乳", "2. 卵", "- パン"]],
    [
      "citations stay with their clause",
      "一泊12,000円までです[1]。次です。[2] 以上。",
      ["一泊12,000円までです[1]。", "次です。[2]", "以上。"],
    ],
    ["Korean", "안녕하세요. 무엇을 도와드릴까요? 네.", ["안녕하세요.", "무엇을 도와드릴까요?", "네."]],
  ])("%s", (_name, text, expected) => {
    expect(trimmed(text)).toEqual(expected);
  });

  it("cuts no address, however long, nor the link or picture around it", () => {
    const long = `https://example.com/leak?q=${"a%20b.c,d:e!f;".repeat(60)}`;
    for (const address of [long, `![x](${long})`, `[open](${long})`, `[x](javascript:${"a.b,c".repeat(80)})`]) {
      for (const text of [`${address} Then this.`, `Look at what stands here: ${address} and then go on.`]) {
        for (const size of [1, 7, 5000]) {
          const clauses = streamed(text, size);
          expect(clauses.join("")).toBe(text);
          expect(clauses.some((clause) => clause.includes(address))).toBe(true);
        }
      }
    }
  });

  it("keeps a code block and a table whole", () => {
    const text = "Look.\n```ts\nconst a = 1.5; // yes. no.\n```\n| a | b |\n| - | - |\n| 1. | 2. |\nDone.";
    expect(trimmed(text)).toEqual([
      "Look.",
      "```ts\nconst a = 1.5; // yes. no.\n```",
      "| a | b |\n| - | - |\n| 1. | 2. |",
      "Done.",
    ]);
  });

  it("cuts text without any punctuation between words, early", () => {
    const clauses = clausesOf("word ".repeat(120));
    expect(clauses.length).toBeGreaterThan(2);
    for (const clause of clauses) expect(clause).toMatch(/^(word )+$/);
    const japanese = clausesOf("今日は天気がいいので散歩に行きましょう".repeat(12));
    expect(Math.max(...japanese.map(({ length }) => length))).toBeLessThanOrEqual(90);
  });

  it("never holds an unclosed bracket for ever", () => {
    expect(clausesOf(`(${"word ".repeat(100)}`).length).toBeGreaterThan(1);
  });

  it("gives the same clauses however the text comes, and loses nothing", () => {
    const texts = [
      "今日の予定は、三件あります。「会議。」と3.5時間の作業、https://example.com/a.b です。[1] 以上！",
      'Well, first of all, it is 3.5 km. "Really?" Yes! See www.example.com/x.y, then go.\n1. One\n2. Two\n```\ncode. more.\n```\nEnd',
      "네, 알겠습니다. 오후 3.5시에 (예: 회의) 시작해요! 좋아요",
    ];
    for (const text of texts) {
      const whole = clausesOf(text);
      expect(whole.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
      for (const size of [1, 2, 3, 7]) expect(streamed(text, size)).toEqual(whole);
    }
  });

  it("gives a clause as soon as one further character shows that it has ended", () => {
    const splitter = new ClauseSplitter();
    expect(splitter.push("はい、わかりました。")).toEqual([]);
    expect(splitter.push("次")).toEqual(["はい、わかりました。"]);
  });
});
