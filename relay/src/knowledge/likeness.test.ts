import { describe, expect, it } from "vitest";
import { likeness, signatureOf, thinned } from "./likeness.ts";

const A = "The ferry to the island leaves at noon from the old harbour, every day but Sunday, and takes forty minutes.";
const B = "会議は水曜日の午後三時に第二会議室で行います。資料は前日までに共有フォルダに置いてください。";

describe("likeness", () => {
  it("is 1 of the same words, near 1 of nearly the same, near 0 of others, 0 of nothing", () => {
    expect(likeness(signatureOf(A), signatureOf(`  ${A.toUpperCase()}\n`))).toBe(1);
    expect(likeness(signatureOf(A), signatureOf(A.replace("noon", "nine")))).toBeGreaterThan(0.7);
    expect(likeness(signatureOf(A), signatureOf(B))).toBeLessThan(0.1);
    expect(likeness(signatureOf(""), signatureOf(""))).toBe(0);
  });

  it("puts what was said already behind what is new", () => {
    const candidates = [
      { id: "a", score: 1, signature: signatureOf(A) },
      { id: "copy", score: 0.99, signature: signatureOf(A.replace("noon", "nine")) },
      { id: "b", score: 0.9, signature: signatureOf(B) },
    ];
    expect(thinned(candidates, 2, 0.8).map(({ id }) => id)).toEqual(["a", "b"]);
    expect(thinned(candidates, 5, 0.8).map(({ id }) => id)).toEqual(["a", "b", "copy"]);
    expect(thinned(candidates, 2, 1).map(({ id }) => id)).toEqual(["a", "copy"]);
    expect(thinned([], 2, 0.8)).toEqual([]);
  });
});
