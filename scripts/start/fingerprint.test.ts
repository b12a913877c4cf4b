import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fingerprint, isStamped, stamp } from "./fingerprint.mjs";

let root = "";
const print = () => fingerprint(root, ["src", "lock.json", "absent"]);

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "hisho-fingerprint-"));
  mkdirSync(join(root, "src/node_modules"), { recursive: true });
  writeFileSync(join(root, "src/a.ts"), "1");
  writeFileSync(join(root, "lock.json"), "{}");
});
afterEach(() => rmSync(root, { recursive: true }));

it.each([
  ["a file's content", "src/a.ts", "2"],
  ["a new file", "src/b.ts", ""],
  ["a single file that is a source", "lock.json", "{ }"],
  ["a source that appears", "absent", "now"],
])("changes with %s", (_, file, text) => {
  const before = print();
  writeFileSync(join(root, file), text);
  expect(print()).not.toBe(before);
});

it("tells two files from one that holds both", () => {
  writeFileSync(join(root, "src/b.ts"), "23");
  const before = print();
  writeFileSync(join(root, "src/a.ts"), "12");
  writeFileSync(join(root, "src/b.ts"), "3");
  expect(print()).not.toBe(before);
});

it.each(["src/a.test.ts", "src/README.md", "src/.hidden", "src/node_modules/x.js"])(
  "does not care about %s",
  (file) => {
    const before = print();
    writeFileSync(join(root, file), "anything");
    expect(print()).toBe(before);
  },
);

it("remembers a step only for the inputs it ended well with", () => {
  expect(isStamped("page", "one", root)).toBe(false);
  stamp("page", "one", root);
  expect(isStamped("page", "one", root)).toBe(true);
  expect(isStamped("page", "two", root)).toBe(false);
  expect(isStamped("other", "one", root)).toBe(false);
});
