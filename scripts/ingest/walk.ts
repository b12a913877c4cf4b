/** The files below a folder, each with the hash of what it holds. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir } from "node:fs/promises";
import path from "node:path";
import picomatch from "picomatch";

export interface FoundFile {
  /** Absolute. */
  path: string;
  bytes: number;
  /** SHA-256 in hexadecimal. */
  hash: string;
}

/** Folders of programs. */
const NEVER = new Set(["node_modules", "__MACOSX", "__pycache__"]);

export interface Selection {
  /** Globs over the path below the folder; everything when empty. */
  include: readonly string[];
  exclude: readonly string[];
}

/**
 * Hidden files and folders are left out, and links are not followed: they may lead in a circle, or out of the folder.
 * @returns in the order of their paths
 * @throws the file system's error when the folder itself cannot be read
 */
export async function* filesBelow(root: string, { include, exclude }: Selection): AsyncGenerator<string> {
  const isIncluded = include.length === 0 ? () => true : picomatch([...include]);
  const isExcluded = exclude.length === 0 ? () => false : picomatch([...exclude]);
  async function* below(folder: string): AsyncGenerator<string> {
    const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const entry of entries) {
      if (entry.name.startsWith(".") || NEVER.has(entry.name)) continue;
      const full = path.join(folder, entry.name);
      const relative = path.relative(root, full).split(path.sep).join("/");
      if (isExcluded(relative)) continue;
      if (entry.isDirectory()) yield* below(full);
      else if (entry.isFile() && isIncluded(relative)) yield full;
    }
  }
  yield* below(root);
}

/** @returns undefined when it went away meanwhile or may not be read */
export async function hashed(file: string, signal: AbortSignal): Promise<FoundFile | undefined> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for await (const part of createReadStream(file, { signal }) as AsyncIterable<Buffer>) {
      hash.update(part);
      bytes += part.length;
    }
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
  return { path: file, bytes, hash: hash.digest("hex") };
}
