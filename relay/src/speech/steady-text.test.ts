import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SteadyText } from "./steady-text.ts";
import { unitsOf } from "./units.ts";

describe("the text that is shown", () => {
  it("is the first word at once, then what is agreed and little more", () => {
    const steady = new SteadyText();
    expect(steady.show("", unitsOf("And."), false)).toBe("And");
    expect(steady.show("And", unitsOf("so my"), false)).toBe("And so");
    const agreed = "And so my fellow Americans, ask not what your country";
    expect(steady.show(agreed, unitsOf("can do for your"), false)).toBe(`${agreed} can do for`);
  });

  it("leaves out the last word while it may be cut off", () => {
    expect(new SteadyText().show("it is a long way to", unitsOf("go hom"), false)).toBe("it is a long way to go");
    expect(new SteadyText().show("it is a long way to", unitsOf("go home."), true)).toBe("it is a long way to go home");
  });

  it("shows only what is agreed after much has been taken back", () => {
    const steady = new SteadyText();
    for (const word of ["Seven", "Nine", "Eleven"]) expect(steady.show("", unitsOf(word), true)).toBe(word);
    expect(steady.show("Eleven", unitsOf("of clubs"), true)).toBe("Eleven");
    const agreed = "Eleven of clubs, and two of hearts, and five of them were spades. And then there were";
    expect(steady.show(agreed, unitsOf("as well"), true)).toBe(`${agreed} as`);
  });

  it("takes back at most a twentieth of a text, and a word or two", () => {
    const word = fc.constantFrom("a", "two", "three", "seventeen", "明", "日");
    const hypothesis = fc.tuple(fc.nat({ max: 3 }), fc.array(word, { maxLength: 6 }), fc.boolean());
    fc.assert(
      fc.property(fc.array(hypothesis, { maxLength: 30 }), (hypotheses) => {
        const steady = new SteadyText();
        let agreed = "begin";
        let retracted = 0;
        let shown = "";
        for (const [more, words, whole] of hypotheses) {
          agreed += " certain".repeat(more);
          const text = steady.show(agreed, unitsOf(words.join(" ")), whole);
          expect(text.startsWith(agreed)).toBe(true);
          let same = 0;
          while (same < shown.length && shown[same] === text[same]) same += 1;
          retracted += shown.length - same;
          shown = text;
          expect(retracted).toBeLessThanOrEqual(0.05 * text.length + 8 + "seventeen ".length);
        }
      }),
    );
  });
});
