import { expect, it } from "vitest";
import { RULES as EN } from "./en.ts";
import { understand } from "./intent.ts";
import { RULES as JA } from "./ja.ts";
import { RULES as KO } from "./ko.ts";

/** Runs that keep careless patterns busy for minutes: the test ends only where none of them does. */
it.each(["1", "十", "이 ", "one ", "3分", "한 시간 ", "in 5 minutes and ", "remind me "])(
  "is soon done with runs of %j",
  (piece) => {
    for (const end of ["", "リマインドして", "알려 줘", " timer"]) {
      const text = piece.repeat(500).slice(0, 480) + end;
      for (const rules of [EN, JA, KO]) {
        const intent = understand(text, rules);
        expect(intent === undefined || intent.kind === "sum" || "text" in intent).toBe(true);
      }
    }
  },
);
