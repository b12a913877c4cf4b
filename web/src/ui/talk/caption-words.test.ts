import { describe, expect, it } from "vitest";
import { assistantClusters, type Cluster, firstLine, personClusters } from "./caption-words.ts";

const show = (clusters: readonly Cluster[]): string[] =>
  clusters.map((cluster) =>
    cluster.map((atom) => (atom.kind === "word" ? atom.text : atom.kind === "mark" ? `(${atom.n})` : "/")).join(""),
  );

describe("assistantClusters", () => {
  it("glues a mark to the word before it and the punctuation after it", () => {
    const clusters = show(assistantClusters("上限は12,000円です[1]。超えるとき", "ja"));
    expect(clusters.find((cluster) => cluster.includes("(1)"))).toBe("です(1)。");
    expect(clusters.join("")).toBe("上限は12,000円です(1)。超えるとき");
  });

  it("knows for each word when the Markdown has been heard up to its end", () => {
    const markdown = "It is **ten** o'clock.";
    const words = assistantClusters(markdown, "en").flat();
    const ten = words.find((atom) => atom.kind === "word" && atom.text === "ten");
    expect(ten?.to).toBe(markdown.indexOf("ten") + 3);
    expect(words.map((atom) => atom.to)).toEqual([...words.map((atom) => atom.to)].sort((a, b) => a - b));
  });

  it("cuts Korean at its spaces, never inside an eojeol", () => {
    expect(show(assistantClusters("박 과장님께도 알려", "ko"))).toEqual(["박", " ", "과장님께도", " ", "알려"]);
  });
});

describe("personClusters", () => {
  it("keeps every character of a partial transcript", () => {
    const text = "あしたの午後の会議、三時からに";
    const clusters = personClusters(text, "ja");
    expect(show(clusters).join("")).toBe(text);
    expect(clusters.flat().at(-1)?.to).toBe(text.length);
  });
});

describe("firstLine", () => {
  it("lets the oldest line leave one at a time, only when the box is full", () => {
    expect([1, 2, 3, 4, 5, 6].map((total) => firstLine(total, total - 1, 4))).toEqual([0, 0, 0, 0, 1, 2]);
  });

  it("follows the playhead with one line to come, and ends with the box full", () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7].map((current) => firstLine(8, current, 4))).toEqual([0, 0, 0, 1, 2, 3, 4, 4]);
  });
});
