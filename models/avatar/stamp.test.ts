import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { isCurrent, sourcesDigest, writeStamp } from "./stamp.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hisho-stamp-"));
});
afterEach(() => rm(folder, { recursive: true }));

it("knows a file that was made from these sources, and no other", async () => {
  const file = join(folder, "a.vrm");
  expect(await isCurrent(file, "one")).toBe(false);
  await writeFile(file, "body");
  expect(await isCurrent(file, "one")).toBe(false);
  await writeStamp(file, "one");
  expect(await isCurrent(file, "one")).toBe(true);
  expect(await isCurrent(file, "two")).toBe(false);
  await writeFile(file, "bod");
  expect(await isCurrent(file, "one")).toBe(false);
  await writeFile(`${file}.stamp.json`, "{");
  expect(await isCurrent(file, "one")).toBe(false);
});

it("changes with a source and with a library, not with a test", async () => {
  const manifest = join(folder, "package.json");
  await writeFile(manifest, "{}");
  await writeFile(join(folder, "a.ts"), "1");
  const before = await sourcesDigest(folder, manifest);
  await writeFile(join(folder, "a.test.ts"), "2");
  expect(await sourcesDigest(folder, manifest)).toBe(before);
  await writeFile(join(folder, "a.ts"), "3");
  const edited = await sourcesDigest(folder, manifest);
  expect(edited).not.toBe(before);
  await writeFile(manifest, '{"dependencies":{}}');
  expect(await sourcesDigest(folder, manifest)).not.toBe(edited);
});
