import { expect, test } from "vitest";
import { JUDGED } from "./sentences.ts";
import type { Part } from "./utterance.ts";
import { judgedParts, learnedParts } from "./voices.ts";

const voiceOf = (part: Part): string =>
  part.engine === "espeak" ? `espeak ${part.variant.toLowerCase().replace(/(steph|victor)\d?/, "$1")}` : part.voice;

test("no judged voice is learned from", () => {
  const learned = new Set(learnedParts().map(voiceOf));
  const { espeak, nitech } = judgedParts();
  expect([...espeak, ...nitech].map(voiceOf).filter((voice) => learned.has(voice))).toEqual([]);
});

test("no judged sentence is learned from", () => {
  const judged = new Set<string>([...JUDGED.ja, ...JUDGED.en, ...JUDGED.ko]);
  expect(
    learnedParts()
      .flatMap((part) => part.sentences)
      .filter((sentence) => judged.has(sentence)),
  ).toEqual([]);
  for (const parts of Object.values(judgedParts())) {
    for (const part of parts) expect(part.sentences.every((sentence) => judged.has(sentence))).toBe(true);
  }
});

test("names are unlike, and the same voices are drawn each time", () => {
  const parts = learnedParts();
  expect(new Set(parts.map(({ name }) => name)).size).toBe(parts.length);
  expect(learnedParts()).toEqual(parts);
});
