import { expect, it } from "vitest";
import { qualityTable, type Result, silentOf, worseTogether } from "./judge.ts";
import { askedIn } from "./question.ts";

const en = askedIn("en");
const ja = askedIn("ja");
const at = (place: number, total = 1) => ({
  relevant: Array.from({ length: 5 }, (_, index) => index + 1 === place),
  total,
});
const result = (question: Result["question"], meaning: number, words: number, both: number): Result => ({
  question,
  judged: { meaning: at(meaning), words: at(words), both: at(both) },
  found: { meaning, words, both },
});

it("names where both together are worse than one alone, by language and over all", () => {
  const good = [result(en.fact("a", "c"), 2, 3, 1), result(ja.fact("b", "c"), 0, 1, 1)];
  expect(worseTogether(good)).toEqual([]);
  const worse = [...good, result(ja.number("c", "c"), 0, 1, 0)];
  expect(worseTogether(worse)).toEqual([
    "ja: recall@5 0.500 < 1.000",
    "ja: nDCG@5 0.500 < 1.000",
    "all: recall@5 0.667 < 1.000",
    "all: nDCG@5 0.667 < 0.833",
  ]);
});

it("counts the questions that rightly found nothing, and leaves them out of the figures", () => {
  const results = [
    result(en.nothing("x", ""), 0, 2, 0),
    result(en.nothing("y", ""), 0, 0, 1),
    result(en.fact("a", "c"), 1, 1, 1),
  ];
  expect(silentOf(results, "words")).toEqual({ right: 1, of: 2 });
  expect(silentOf(results, "meaning")).toEqual({ right: 2, of: 2 });
  const all = qualityTable(results).split("\n").at(-1)?.trim().split(/\s+/);
  expect(all).toEqual(["all", "1", ...Array.from({ length: 6 }, () => "1.00")]);
});
