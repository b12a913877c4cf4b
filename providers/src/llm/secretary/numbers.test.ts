import { describe, expect, it } from "vitest";
import { EN_NUMBER, englishNumber, JA_NUMBER, japaneseNumber, KO_NUMBER, koreanNumber } from "./numbers.ts";

describe("numbers in words", () => {
  it.each([
    ["zero", "0"],
    ["twelve", "12"],
    ["twenty-one", "21"],
    ["twenty one", "21"],
    ["a hundred", "100"],
    ["one hundred and five", "105"],
    ["eight hundred thirty", "830"],
    ["two thousand twenty six", "2026"],
    ["three thousand five", "3005"],
    ["one million two hundred thousand and one", "1200001"],
    ["three point one four", "3.14"],
    ["one point oh five", "1.05"],
    ["two and a half", "2.5"],
    ["1,234.5", "1234.5"],
    ["3 million", "3000000"],
    ["six thirty", undefined],
    ["two three", undefined],
    ["ten five", undefined],
    ["hello", undefined],
  ])("en %s", (words, value) => {
    expect(englishNumber(words)).toBe(value);
    if (value !== undefined) expect(new RegExp(`^${EN_NUMBER}$`).test(words)).toBe(true);
  });

  it.each([
    ["八百三十", "830"],
    ["百二十", "120"],
    ["十", "10"],
    ["一万二千三百四十五", "12345"],
    ["三億", "300000000"],
    ["二〇二六", "2026"],
    ["三点一四", "3.14"],
    ["零", "0"],
    ["1万2千", "12000"],
    ["1.5億", "150000000"],
    ["1,200", "1200"],
    ["二十三", "23"],
    ["あ", undefined],
  ])("ja %s", (words, value) => {
    expect(japaneseNumber(words)).toBe(value);
    if (value !== undefined) expect(new RegExp(`^${JA_NUMBER}$`).test(words)).toBe(true);
  });

  it.each([
    ["삼천", "3000"],
    ["이", "2"],
    ["팔백삼십", "830"],
    ["만 이천", "12000"],
    ["일억", "100000000"],
    ["열두", "12"],
    ["스물세", "23"],
    ["스무", "20"],
    ["다섯", "5"],
    ["삼 점 일사", "3.14"],
    ["3천", "3000"],
    ["1만 2천", "12000"],
    ["공", "0"],
    ["12.5", "12.5"],
    ["안녕", undefined],
  ])("ko %s", (words, value) => {
    expect(koreanNumber(words)).toBe(value);
    if (value !== undefined) expect(new RegExp(`^${KO_NUMBER}$`).test(words)).toBe(true);
  });
});
