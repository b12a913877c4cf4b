import { expect, it } from "vitest";
import { parseSummary } from "./summary.ts";

const summary = { from_turn: 1, through_turn: 40, text: "User: Locker 214.", language: "en-US", model: "extract" };

it("reads what the relay wrote in short, and who wrote it", () => {
  const read = { fromTurn: 1, throughTurn: 40, text: "User: Locker 214.", language: "en-US", model: null };
  expect(parseSummary({ summary })).toEqual(read);
  expect(parseSummary({ summary: { ...summary, model: "qwen3-4b" } })).toEqual({ ...read, model: "qwen3-4b" });
});

it.each([
  [null],
  [{}],
  [{ summary: null }],
  [{ summary: "short" }],
  [{ summary: { ...summary, text: " " } }],
  [{ summary: { ...summary, through_turn: 0 } }],
  [{ summary: { ...summary, language: 7 } }],
])("takes nothing for one that is none: %j", (body) => expect(parseSummary(body)).toBeUndefined());
