import { describe, expect, it } from "vitest";
import { rankWithin } from "./narrowed.ts";

const TEXTS = [
  "Purpose of these rules.",
  "A hotel in Tokyo costs 12,000 yen.",
  "Receipts are due in five days.",
  "The end.",
];
const entries = TEXTS.map((text, ordinal) => ({
  vectorId: `v${ordinal}`,
  chunk: { docId: "d", ordinal, locator: "", start: 0, end: text.length, text, hash: String(ordinal), title: "Rules" },
}));
const texts = (question: string, near: { id: string; score: number }[] = [], topK = 5) =>
  rankWithin(entries, question, near, topK).map(({ chunk }) => chunk.text);

describe("a question about one document", () => {
  it("is answered from its best passages, by words and by meaning, and from no other document", () => {
    expect(texts("What does a hotel cost?")[0]).toBe(TEXTS[1]);
    expect(
      texts("泊まるといくら?", [
        { id: "elsewhere", score: 0.9 },
        { id: "v1", score: 0.6 },
      ]),
    ).toEqual([TEXTS[1]]);
  });

  it("gets the beginning where nothing fits, and nothing of an empty document", () => {
    expect(texts("이 문서는 무엇인가요?")).toEqual(TEXTS.slice(0, 3));
    expect(texts("What is this about?", [], 2)).toEqual(TEXTS.slice(0, 2));
    expect(rankWithin([], "hotel", [], 5)).toEqual([]);
  });
});
