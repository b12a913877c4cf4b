import { expect, it } from "vitest";
import { normalised } from "./normalise.ts";

it.each([
  ["ＡＢＣ　ﾃﾞｰﾀ", "abc データ"],
  ["十二時に二百五十円", "12時に250円"],
  ["二〇二六年三月", "2026年3月"],
  ["一万二千三百人", "12300人"],
  ["一緒に千葉へ", "一緒に千葉へ"],
  ["열두 시에 만나요", "12시에 만나요"],
  ["오후 세 시, 스물두 살", "오후 3시, 22살"],
  ["십이월 이십오분", "12월 25분"],
  ["개발 시작", "개발 시작"],
  ["twelve rooms, 1,012 MB", "12 rooms, 1012 mb"],
  ["someone", "someone"],
  ["サーバー、コンピューターとキー", "サーバ、コンピュータとキー"],
  ["ヴァイオリン", "バイオリン"],
])("writes %s as %s", (text, expected) => {
  expect(normalised(text)).toBe(expected);
});

it("writes what is normalised already as it is", () => {
  for (const text of ["12時に250円", "12시에 만나요", "サーバ"]) expect(normalised(normalised(text))).toBe(text);
});

it("is linear in what it is given", () => {
  const time = (length: number): number => {
    const startedAt = performance.now();
    for (const piece of ["一", "열", "ー", "1,", "ア"]) normalised(piece.repeat(length));
    return performance.now() - startedAt;
  };
  time(1_000);
  expect(time(50_000)).toBeLessThan(40 * Math.max(1, time(5_000)));
});
