import { describe, expect, it } from "vitest";
import { ThoughtFilter } from "./thoughts.ts";

function said(text: string, size: number, startsThinking = false): string {
  const filter = new ThoughtFilter(startsThinking);
  let out = "";
  for (let from = 0; from < text.length; from += size) out += filter.push(text.slice(from, from + size));
  return out + filter.end();
}

describe("ThoughtFilter", () => {
  it.each([
    ["<think>It is a greeting.</think>Hello.", "Hello."],
    ["Hello.<THINK>hm</Think> Bye.", "Hello. Bye."],
    ["<thinking>a < b and </p></thinking>ok", "ok"],
    ["1 < 2 and <b>bold</b>", "1 < 2 and <b>bold</b>"],
    ["<think>never closed", ""],
    ["ends with <thi", "ends with <thi"],
    ["<<think>x</think>y", "<y"],
    [
      "<|channel|>analysis<|message|>The user greets.<|end|><|start|>assistant<|channel|>final<|message|>Hello.<|return|>",
      "Hello.",
    ],
    [
      '<|channel|>commentary to=functions.find <|constrain|>json<|message|>{"q":1}<|call|><|start|>assistant<|channel|>final<|message|>Found.',
      "Found.",
    ],
    ["<|channel|>final<|message|>At once.<|return|>", "At once."],
    ["考えると<think>二足す二</think>四です。", "考えると四です。"],
  ])("%s", (text, expected) => {
    for (const size of [1, 2, 3, 5, 8, text.length]) expect(said(text, size)).toBe(expected);
  });

  it("knows models that begin inside a thought", () => {
    for (const size of [1, 4, 100]) expect(said("a greeting</think>Hello.", size, true)).toBe("Hello.");
  });

  it("lets words pass at once when no mark can begin in them", () => {
    expect(new ThoughtFilter().push("Good evening")).toBe("Good evening");
  });
});
