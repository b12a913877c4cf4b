import { randomBytes } from "node:crypto";
import { mkdtemp, readdir, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { createLog } from "../log.ts";
import { openVault } from "./vault.ts";

const lines: string[] = [];
const log = createLog("warn", (line) => lines.push(line));

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "hisho-vault-"));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}

it("opens what it sealed, also after a restart, and shows nothing of it", async () => {
  const directory = await folder();
  const sealed = (await openVault(directory, randomBytes, log)).seal("秘密 secret");
  expect(sealed).not.toContain("secret");
  const again = await openVault(directory, randomBytes, log);
  expect(again.open(sealed)).toBe("秘密 secret");
  expect(again.seal("秘密 secret")).not.toBe(sealed);
  expect((await stat(join(directory, "calendar-key"))).mode & 0o777).toBe(0o600);
  expect(await readdir(directory)).toEqual(["calendar-key"]);
});

it("opens nothing that was changed, or sealed by another key", async () => {
  const vault = await openVault(await folder(), randomBytes, log);
  const sealed = vault.seal("secret");
  const at = sealed.length - 3;
  const changed = sealed.slice(0, at) + (sealed[at] === "A" ? "B" : "A") + sealed.slice(at + 1);
  for (const wrong of [changed, "sealed:1:", "secret", sealed.slice(0, 20)]) expect(vault.open(wrong)).toBeUndefined();
  expect((await openVault(await folder(), randomBytes, log)).open(sealed)).toBeUndefined();
});

it("has one key where several begin at once, and refuses a file that holds none", async () => {
  const directory = await folder();
  const vaults = await Promise.all(Array.from({ length: 8 }, () => openVault(directory, randomBytes, log)));
  const sealed = vaults.map((vault) => vault.seal("x"));
  for (const vault of vaults) expect(sealed.map((each) => vault.open(each))).toEqual(sealed.map(() => "x"));
  await writeFile(join(directory, "calendar-key"), "short");
  await expect(openVault(directory, randomBytes, log)).rejects.toThrow(/DATA_DIR/);
});

it("goes on with a key of its own where the folder takes no file, and says so", async () => {
  const file = join(await folder(), "no-folder");
  await writeFile(file, "");
  const vault = await openVault(file, randomBytes, log);
  expect(vault.open(vault.seal("secret"))).toBe("secret");
  expect(lines.at(-1)).toContain("cannot be kept");
});
