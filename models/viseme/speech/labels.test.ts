import { expect, test } from "vitest";
import { CLASSES, labelFrames, SCORED, UNLABELLED } from "./labels.ts";

const named = (labels: Uint8Array): string[] => [...labels].map((label) => CLASSES[label] ?? "-");

test("a frame is the phone that holds its middle", () => {
  const phones = [
    { startMs: 0, phone: "k" },
    { startMs: 20, phone: "a" },
    { startMs: 41, phone: "m" },
    { startMs: 60, phone: "." },
  ];
  expect(named(labelFrames(phones, "ja", 5, 7))).toEqual(["other", "other", "aa", "aa", "shut", "shut", "-"]);
});

test("a pause is trimmed by 30 ms where a sound dies and by 10 ms where the next begins, not at the ends", () => {
  const phones = [
    { startMs: 0, phone: "_" },
    { startMs: 20, phone: "a" },
    { startMs: 40, phone: "_:" },
    { startMs: 70, phone: "_" },
    { startMs: 100, phone: "i" },
    { startMs: 120, phone: "_" },
    { startMs: 170, phone: "." },
  ];
  expect(named(labelFrames(phones, "ja", 5, 17))).toEqual([
    ...["sil", "-", "aa", "aa"],
    ...["-", "-", "-", "sil", "sil", "-"],
    ...["ih", "ih", "-", "-", "-", "sil", "sil"],
  ]);
});

test("what lies between two of the five vowels is not scored", () => {
  const vowels = (set: "en" | "ko" | "arpabet" | "jtalk", phone: string): number =>
    labelFrames(
      [
        { startMs: 0, phone },
        { startMs: 100, phone: "." },
      ],
      set,
      50,
      1,
    )[0]!;
  expect(["aI", "@", "I"].map((phone) => vowels("en", phone))).toEqual([UNLABELLED, UNLABELLED, UNLABELLED]);
  expect(vowels("ko", "u-")).toBe(UNLABELLED);
  expect(vowels("jtalk", "U")).toBe(UNLABELLED);
  expect(vowels("arpabet", "iy")).toBeLessThan(SCORED);
});
