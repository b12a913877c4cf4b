import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

/** Targets of Markdown links and pictures that are files of the repository. */
const linksOf = (text: string) =>
  [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map(([, target]) => target as string)
    .filter((target) => !/^[a-z]+:/.test(target));

const PAGES = [
  "README.md",
  "README.ja.md",
  ...readdirSync(join(ROOT, "docs"))
    .filter((f) => f.endsWith(".md"))
    .map((f) => `docs/${f}`),
];

describe.each(PAGES)("%s", (page) => {
  it("links to files that are there", () => {
    const dead = linksOf(read(page)).filter((target) => !existsSync(join(ROOT, dirname(page), target)));
    expect(dead).toEqual([]);
  });
});

it("draws the same two paths in both languages", () => {
  const english = linksOf(read("README.md")).filter((target) => target !== "README.ja.md");
  const japanese = linksOf(read("README.ja.md")).filter((target) => target !== "README.md");
  expect(english.length).toBeGreaterThan(30);
  expect(japanese).toEqual(english);
});
