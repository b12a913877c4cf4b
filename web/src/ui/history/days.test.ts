import { describe, expect, it } from "vitest";
import { turnView } from "../testing/fixtures.ts";
import type { FoundTurn } from "./book.ts";
import { byDay, highlight, plainAnswer } from "./days.ts";

const found = (change: Partial<FoundTurn>): FoundTurn => ({ ...turnView(), conversation: "c", ...change });

describe("byDay", () => {
  it("groups by the local day, newest first, and leaves out turns that came to nothing", () => {
    const days = byDay([
      found({ key: "1", at: new Date(2026, 10, 13, 10, 19).toISOString() }),
      found({ key: "2", at: new Date(2026, 10, 20, 15, 2).toISOString() }),
      found({ key: "3", at: new Date(2026, 10, 13, 10, 21).toISOString() }),
      found({ key: "4", at: new Date(2026, 10, 13, 23, 59).toISOString(), end: "empty" }),
    ]);
    expect(days.map((day) => [day.date, day.turns.map((turn) => turn.key)])).toEqual([
      ["2026-11-20", ["2"]],
      ["2026-11-13", ["3", "1"]],
    ]);
  });
});

describe("plainAnswer", () => {
  it("is the words without Markdown and citation marks", () => {
    expect(plainAnswer("**12,000円**までです[1]。\n\n- a\n- b")).toBe("12,000円までです。 a b");
  });
});

describe("highlight", () => {
  const show = (text: string, query: string) =>
    highlight(text, query)
      .map((piece) => (piece.found ? `[${piece.text}]` : piece.text))
      .join("");

  it("marks every word of the query, whatever its case", () => {
    expect(show("出張の宿泊費って", "宿泊費")).toBe("出張の[宿泊費]って");
    expect(show("Tokyo and tokyo", "TOKYO and")).toBe("[Tokyo] [and] [tokyo]");
    expect(show("a (b) c", "(b)")).toBe("a [(b)] c");
    expect(show("abc", "  ")).toBe("abc");
  });
});
