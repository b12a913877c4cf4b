import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Agreement } from "./agreement.ts";
import { textOf } from "./units.ts";

function after(...hypotheses: string[]): Agreement {
  const agreement = new Agreement();
  for (const hypothesis of hypotheses) agreement.hear(hypothesis);
  return agreement;
}

const open = (agreement: Agreement): string => textOf(agreement.open);

describe("words of a growing transcript", () => {
  it("are agreed when two hypotheses in a row begin with them", () => {
    expect(after("And so my").agreed).toBe("");
    const agreement = after("And so my", "And so, my fellow American.");
    expect(agreement.agreed).toBe("And so my");
    expect(open(agreement)).toBe("fellow American.");
  });

  it("are characters in Japanese", () => {
    const agreement = after("明日の会", "明日の海外", "明日の会議は");
    expect(agreement.agreed).toBe("明日の");
    agreement.hear("明日の会議はいつ");
    expect(agreement.agreed).toBe("明日の会議は");
  });

  it("are not taken back by a third that begins otherwise, nor said twice", () => {
    const agreement = after("four of clubs", "four of clubs seven", "for of clubs seven of hearts");
    expect(agreement.agreed).toBe("four of clubs seven");
    expect(open(agreement)).toBe("of hearts");
  });

  it("end without the marks that the recogniser puts at the end of anything", () => {
    const agreement = after("Good morning.", "Good morning.");
    expect(agreement.agreed).toBe("Good morning");
  });

  it("are fixed where the window moves; what is agreed behind the cut stays with the window", () => {
    const agreement = after("one two three four five", "one two three four five six");
    agreement.move("One, two.", "Three, four, five, six seven.");
    expect(agreement.fixed).toBe("one two");
    expect(agreement.agreed).toBe("one two three four five six");
    agreement.hear("three four five six seven eight");
    expect(agreement.agreed).toBe("one two three four five six seven");
    expect(open(agreement)).toBe("eight");
  });

  it("of sound that leaves the window are fixed, agreed or not", () => {
    const agreement = after("one two");
    agreement.move("One two three.", "Four.");
    expect(agreement.fixed).toBe("one two three");
    expect(open(agreement)).toBe("Four.");
  });

  it("stay when the sound of the window is gone", () => {
    const agreement = after("one two", "one two three.");
    agreement.fix();
    expect(agreement.agreed).toBe("one two three");
    agreement.hear("Four");
    expect(textOf(agreement.open, agreement.agreed)).toBe("one two three Four");
  });

  it("are never taken back, whatever the hypotheses and the cuts", () => {
    const words = fc.array(fc.constantFrom("a", "B,", "c.", "d", "明", "日。", "5", "…"), { maxLength: 8 });
    const text = words.map((list) => list.join(" "));
    const step = fc.oneof(
      text.map((heard) => (agreement: Agreement) => agreement.hear(heard)),
      fc.tuple(text, text).map(
        ([left, stays]) =>
          (agreement: Agreement) =>
            agreement.move(left, stays),
      ),
      fc.constant((agreement: Agreement) => agreement.fix()),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const agreement = new Agreement();
        for (const change of steps) {
          const { agreed, fixed } = agreement;
          change(agreement);
          expect(agreement.agreed.startsWith(agreed)).toBe(true);
          expect(agreement.agreed.startsWith(agreement.fixed)).toBe(true);
          expect(agreement.fixed.startsWith(fixed)).toBe(true);
        }
      }),
    );
  });

  it("are found in time in what no person says in so short a time", () => {
    const endless = "word ".repeat(100_000);
    const agreement = after(endless, endless);
    expect(agreement.agreed.length).toBeLessThan(2000);
  });
});
