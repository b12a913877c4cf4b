import { describe, expect, it } from "vitest";
import { announceAfterMs, finishedClauses } from "./announce.ts";

describe("finishedClauses", () => {
  const grown = (text: string): string[][] =>
    Array.from(text, (_, at) => finishedClauses(text.slice(0, at + 1), at === text.length - 1));

  it("tells whole sentences only, and the last one when the answer is whole", () => {
    expect(finishedClauses("一泊12,000円までです[1]。超えるときは、", false)).toEqual(["一泊12,000円までです。"]);
    expect(finishedClauses("You can. It is 1.5 km. See", false)).toEqual(["You can.", "It is 1.5 km."]);
    expect(finishedClauses("You can. It is 1.5 km. See", true)).toEqual(["You can.", "It is 1.5 km.", "See"]);
  });

  it("never changes what it has told while the words come", () => {
    for (const text of ["はい。三時です。ほかには？", "**Yes**: v2.0 is here! Is it? 1. First\n2. Second"]) {
      let told: string[] = [];
      for (const clauses of grown(text)) {
        expect(clauses.slice(0, told.length)).toEqual(told);
        told = clauses;
      }
      expect(told.length).toBeGreaterThan(1);
    }
  });

  it("tells nothing of nothing", () => {
    expect(finishedClauses("", true)).toEqual([]);
    expect(finishedClauses(" \n ", true)).toEqual([]);
  });
});

it("no state is announced over speech", () => {
  expect(announceAfterMs("speaking")).toBeNull();
  expect(announceAfterMs("thinking")).toBe(2_000);
});
