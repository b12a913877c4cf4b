import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";

/** Written beside the file: `{ sources, file }`, two SHA-256 digests. */
const sidecar = (file: string) => `${file}.stamp.json`;

const digest = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Of the generator's own sources (tests left out) and of the versions of the libraries it draws with. */
export async function sourcesDigest(folder: string, manifest: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts") && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash("sha256").update(await readFile(manifest));
  for (const file of files) hash.update(relative(folder, file)).update(await readFile(file));
  return hash.digest("hex");
}

export async function writeStamp(file: string, sources: string): Promise<void> {
  await writeFile(sidecar(file), JSON.stringify({ sources, file: digest(await readFile(file)) }));
}

/** Whether the file is there, whole, and made from these sources. */
export async function isCurrent(file: string, sources: string): Promise<boolean> {
  try {
    const stamp: unknown = JSON.parse(await readFile(sidecar(file), "utf8"));
    if (typeof stamp !== "object" || stamp === null || !("sources" in stamp) || !("file" in stamp)) return false;
    return stamp.sources === sources && stamp.file === digest(await readFile(file));
  } catch (error) {
    // Absent or cut short: it is made again.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
