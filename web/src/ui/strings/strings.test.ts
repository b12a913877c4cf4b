import { describe, expect, it } from "vitest";
import { CATALOGUES } from "./catalogue.ts";
import { LANGUAGES, primaryTag } from "./languages.ts";
import { counted } from "./plural.ts";

type Leaf = { path: string; value: unknown };

const leaves = (value: unknown, path = ""): Leaf[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`))
    : [{ path, value }];

describe("the catalogues", () => {
  it.each(LANGUAGES)("%s has the same leaves as the others, none of them empty", (language) => {
    const paths = leaves(CATALOGUES[language]);
    expect(paths.map((leaf) => leaf.path)).toEqual(leaves(CATALOGUES.ja).map((leaf) => leaf.path));
    for (const { path, value } of paths) if (typeof value === "string") expect(value.trim(), path).not.toBe("");
  });

  it.each(LANGUAGES)("%s has no exclamation mark and no word of the trade", (language) => {
    for (const { path, value } of leaves(CATALOGUES[language])) {
      if (typeof value !== "string" || path.startsWith(".settings.connections")) continue;
      expect(value, path).not.toMatch(/[!！]|エラー|\b(STT|LLM|TTS|RAG|VAD|WebSocket|latency)\b/);
    }
  });

  it("leaves no Japanese in the Korean and English catalogues, save the language's own name", () => {
    for (const language of ["en", "ko"] as const) {
      for (const { path, value } of leaves(CATALOGUES[language])) {
        if (typeof value === "string") expect(value, path).not.toMatch(/[\u3040-\u30ff]/);
      }
    }
  });
});

describe("primaryTag", () => {
  it("cuts a tag to its language and falls back for an unknown one", () => {
    expect(primaryTag("ja-JP", "en")).toBe("ja");
    expect(primaryTag("auto", "ko")).toBe("ko");
    expect(primaryTag("", "ko")).toBe("ko");
  });
});

it("counts in English with the noun that goes with the figure", () => {
  const pages = [0, 1, 2, 12_000].map((count) => counted(count, "page", "pages"));
  expect(pages).toEqual(["0 pages", "1 page", "2 pages", "12,000 pages"]);
});
