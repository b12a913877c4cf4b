import { expect, it } from "vitest";
import { askedBefore, type Recalling, recall, WRITING } from "./recalled.ts";

const asked = askedBefore(["one", " two ", "", "one", "three"].map((userText) => ({ userText })));

it("goes back through what was asked, newest first and each once, and returns", () => {
  expect(asked).toEqual(["three", "one", "two"]);
  let at: { recalling: Recalling; words: string } = { recalling: WRITING, words: "" };
  const seen = ([1, 1, 1, 1, -1, -1, -1, -1] as const).map((step) => {
    const next = recall(asked, at.recalling, at.words, step);
    if (next !== null) at = next;
    return next?.words ?? null;
  });
  expect(seen).toEqual(["three", "one", "two", null, "one", "three", "", null]);
});

it("leaves the arrows to the field while something of one's own stands in it", () => {
  expect(recall(asked, WRITING, "draft", 1)).toBeNull();
  expect(recall(asked, { at: 1, draft: "" }, "three, changed", 1)).toBeNull();
  expect(recall([], WRITING, "", 1)).toBeNull();
});
