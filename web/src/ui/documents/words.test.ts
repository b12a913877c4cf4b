import { describe, expect, it } from "vitest";
import { CATALOGUES } from "../strings/catalogue.ts";
import { documentStatus } from "../testing/knowledge.ts";
import { stateOf } from "./document-state.ts";
import { givenBy } from "./given.ts";
import { refusalWords } from "./refusal.ts";
import { sizeLine, sizeName, whenName } from "./sizes.ts";

describe("a document's facts", () => {
  it("has its size in the largest unit", () => {
    expect(sizeName(3, "en")).toBe("3 bytes");
    expect(sizeName(96_400, "en")).toBe("96 kB");
    expect(sizeName(1_234_000, "en")).toBe("1.2 MB");
    expect(sizeName(9_000_000_000_000, "en")).toContain("9,000");
  });

  it("has pages and size as far as they are known", () => {
    expect(sizeLine({ pages: 38, bytes: 1_234_000 }, CATALOGUES.ja, "ja")).toBe("38ページ・1.2 MB");
    expect(sizeLine({ pages: 1, bytes: null }, CATALOGUES.en, "en")).toBe("1 page");
    expect(sizeLine({ pages: null, bytes: null }, CATALOGUES.ko, "ko")).toBe("");
  });

  it("was read today at a time, before on a day, long ago in a year", () => {
    const now = new Date(2026, 10, 20, 18, 0);
    const at = (...parts: [number, number, number, number]): string => new Date(...parts).toISOString();
    expect(whenName(at(2026, 10, 20, 9), now, "ja")).toBe("09:00");
    expect(whenName(at(2026, 10, 18, 9), now, "ja")).toBe("11/18");
    expect(whenName(at(2025, 9, 12, 9), now, "ja")).toBe("2025/10/12");
  });
});

describe("a document's state", () => {
  it("tells reading from reading again, and what is found by its words only", () => {
    expect(stateOf(documentStatus(), false)).toEqual({ light: "good", word: "ready" });
    expect(stateOf(documentStatus({ progress: 0.5, embedding_version: null }), false)).toMatchObject({
      word: "reading",
      share: 0.5,
    });
    expect(stateOf(documentStatus({ progress: 0.5 }), false)).toMatchObject({ word: "rereading" });
    expect(stateOf(documentStatus(), true)).toMatchObject({ word: "rereading", share: null });
    expect(stateOf(documentStatus({ embedding_version: null }), false)).toMatchObject({ word: "partly" });
  });
});

it("has words for every reason, also for one it does not know", () => {
  const { refusals } = CATALOGUES.en.documents;
  expect(refusalWords("encrypted", refusals)).toBe(refusals.encrypted);
  expect(refusalWords("too-large", refusals)).toBe(refusals.tooLarge);
  expect(refusalWords("something new", refusals)).toBe(refusals.other);
});

describe("words that are given", () => {
  it("are an address, a text, or nothing", async () => {
    expect(givenBy(" https://example.com/a ", "x.txt")).toEqual({ url: "https://example.com/a" });
    expect(givenBy(" \n", "x.txt")).toBeNull();
    const given = givenBy("See https://example.com/a", "Pasted.txt");
    if (given === null || !("file" in given)) throw new Error("no file");
    expect([given.file.name, await given.file.text()]).toEqual(["Pasted.txt", "See https://example.com/a"]);
  });
});
