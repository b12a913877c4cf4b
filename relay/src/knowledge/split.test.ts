import { describe, expect, it } from "vitest";
import { headingsOf, split } from "./split.ts";

const pieces = (text: string): [string, string][] =>
  split(text).map(({ locator, start, end }) => [locator, text.slice(start, end)]);

describe("split", () => {
  it("cuts along the headings and keeps their path as locator", () => {
    const text = "前書き\n\n# 家\n家のこと\n## 鍵 ##\n鍵は棚\r\n### 予備\n無し\n## 水\n栓は庭\n# 庭\n花";
    expect(pieces(text)).toEqual([
      ["", "前書き"],
      ["家", "# 家\n家のこと"],
      ["家 › 鍵", "## 鍵 ##\n鍵は棚"],
      ["家 › 鍵 › 予備", "### 予備\n無し"],
      ["家 › 水", "## 水\n栓は庭"],
      ["庭", "# 庭\n花"],
    ]);
  });

  it("takes no heading from code, and none without a space or a title", () => {
    const text = "# a\n```sh\n# not one\n~~~\n```\n#nor this\n# \n~~~\n# nor this";
    expect(headingsOf(text).map(({ title }) => title)).toEqual(["a"]);
  });

  it("survives a heading that skips levels", () => {
    expect(pieces("### c\nx\n# a\ny\n### d\nz").map(([locator]) => locator)).toEqual(["c", "a", "a › d"]);
  });

  it("gives nothing for nothing", () => {
    expect(split("")).toEqual([]);
    expect(split(" \n\n ")).toEqual([]);
  });

  const LONG: Record<string, string> = {
    sentences: "吾輩は猫である。名前はまだ無い。どこで生れたか見当がつかぬ。".repeat(200),
    paragraphs: `${"A sentence of some words. ".repeat(20)}\n\n`.repeat(20),
    "one word": "x".repeat(5000),
    "surrogate pairs": "a".concat("🦊".repeat(3000)),
    spaces: `${" ".repeat(3000)}word${" ".repeat(3000)}`,
  };
  for (const [name, text] of Object.entries(LONG)) {
    it(`cuts a long text of ${name} into overlapping pieces that cover it`, () => {
      const found = split(text);
      let covered = 0;
      for (const [index, { start, end }] of found.entries()) {
        expect(end - start).toBeLessThanOrEqual(1200);
        expect(text.slice(covered, Math.max(covered, start)).trim()).toBe("");
        if (index > 0) expect(covered - start).toBeLessThanOrEqual(201);
        expect(start).toBeGreaterThan(found[index - 1]?.start ?? -1);
        expect(text.slice(start, end)).not.toMatch(/\p{Surrogate}/u);
        covered = end;
      }
      expect(text.slice(covered).trim()).toBe("");
      expect(found.length).toBeGreaterThan(0);
    });
  }

  it("says on which page a piece stands, and which pages it spans", () => {
    const sentence = "A sentence of some words. ";
    const long = [sentence.repeat(60), sentence.repeat(60), "The end."].join("\f");
    const pageOf = (place: number): number => long.slice(0, place).split("\f").length;
    const found = split(long);
    for (const { locator, start, end } of found) {
      const [first, last] = [pageOf(start), pageOf(end)];
      expect(locator).toBe(first === last ? `p. ${first}` : `p. ${first}–${last}`);
    }
    expect(found.map(({ locator }) => locator)).toContain("p. 1–2");
  });

  it("prefers the end of a paragraph, then of a sentence, and keeps whole pieces long", () => {
    const paragraphs = LONG.paragraphs ?? "";
    for (const { start, end } of split(paragraphs).slice(0, -1)) {
      expect(paragraphs.slice(end, end + 2)).toMatch(/^\s?\n/);
      expect(end - start).toBeGreaterThan(700);
    }
    const sentences = LONG.sentences ?? "";
    for (const { end } of split(sentences)) expect(sentences[end - 1]).toBe("。");
  });
});
