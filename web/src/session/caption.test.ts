import fc from "fast-check";
import { expect, it } from "vitest";
import { agreedLength, heardLengthAt } from "./caption.ts";

it("agrees on the common beginning of two partials, by whole characters", () => {
  expect(agreedLength("what tim is", "what time is it")).toBe(8);
  expect(agreedLength("", "東京")).toBe(0);
  expect(agreedLength("a😀", "a😁")).toBe(1);
});

it("follows the playhead by whole words, and knows the end only when no more sound will come", () => {
  const text = "It is nine. Good day.";
  expect(heardLengthAt(text, 0, 1000, true)).toBe(0);
  expect(heardLengthAt(text, 1000, 1000, false)).toBeLessThan(text.length);
  expect(heardLengthAt(text, 1000, 1000, true)).toBe(text.length);
  expect(text.slice(0, heardLengthAt(text, 500, 1000, true))).toBe("It is nine");
});

it("never goes back as the sound goes on, and never leaves the text", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }),
      fc.integer({ min: 40, max: 10_000 }),
      fc.boolean(),
      (text, ms, complete) => {
        let before = 0;
        for (let played = 0; played <= ms; played += ms / 16) {
          const length = heardLengthAt(text, played, ms, complete);
          expect(length).toBeGreaterThanOrEqual(before);
          expect(length).toBeLessThanOrEqual(text.length);
          before = length;
        }
      },
    ),
  );
});
