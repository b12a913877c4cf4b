import { describe, expect, it } from "vitest";
import { PassageIndex } from "./passage-index.ts";

const chunk = (docId: string, text: string) => ({
  ...{ docId, ordinal: 0, locator: "", start: 0, end: text.length, text, title: docId },
  hash: text,
});

async function indexOf(unrelatedCosine?: number) {
  const made = { version: "v", languages: ["en"], ...(unrelatedCosine === undefined ? {} : { unrelatedCosine }) };
  const index = new PassageIndex(made);
  await index.set("school", [chunk("school", "Children finish at a quarter past three.")]);
  await index.set("alarm", [chunk("alarm", "Hold the button for ten seconds.")]);
  const vectorOf = (docId: string): string => index.entriesOf(docId)[0]?.vectorId ?? "";
  const near = (score: number) => [
    { id: vectorOf("school"), score },
    { id: vectorOf("alarm"), score: score - 0.05 },
  ];
  return { index, near };
}
const QUESTION = "when do kids get out of class";

describe("passages found by meaning alone", () => {
  it("are taken from a cosine on that unrelated texts do not have", async () => {
    const { index, near } = await indexOf();
    expect(index.rank(QUESTION, near(0.46), 5).map(({ chunk: { docId } }) => docId)).toEqual(["school"]);
    expect(index.rank(QUESTION, near(0.3), 5)).toEqual([]);
  });

  it("are judged by where the model's cosines begin", async () => {
    const { index, near } = await indexOf(0.7);
    expect(index.rank(QUESTION, near(0.78), 5)).toEqual([]);
    const [best] = index.rank(QUESTION, near(0.88), 5);
    expect(best?.chunk.docId).toBe("school");
    expect(best?.score).toBeCloseTo(0.6, 6);
  });
});

it("tells by its revision that something has changed", async () => {
  const { index } = await indexOf();
  const before = index.revision;
  index.delete("nobody");
  expect(index.revision).toEqual(before);
  index.delete("alarm");
  expect(index.revision).toEqual({ ...before, removed: before.removed + 1 });
});
