/**
 * What the first download of a file measured, where the manifest does not know it: trust on first use. Every later
 * download and `verify` is held against it. It is kept in `measured.json` among the weights.
 */
import { open, readFile, rename } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { bytes, sha256 } from "../prepare/fields.ts";
import type { WeightFile } from "./weights.ts";

const figures = v.object({ bytes, sha256 });
const book = v.object({ files: v.record(v.string(), figures) });

export type Figures = v.InferOutput<typeof figures>;

const bookOf = (directory: string): string => join(directory, "measured.json");

/**
 * By the file's address in the manifest, so that another revision is another file.
 * @throws Error when the book is there and cannot be read: nothing is trusted anew because of that
 */
export async function readMeasured(directory: string): Promise<Readonly<Record<string, Figures>>> {
  const path = bookOf(directory);
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw error;
  }
  try {
    return v.parse(book, JSON.parse(text)).files;
  } catch (cause) {
    throw new Error(`${path} is damaged; delete it to trust the next downloads anew`, { cause });
  }
}

/** What a file has to be, as far as anybody knows. */
export function expected(file: WeightFile, measured: Readonly<Record<string, Figures>>): Partial<Figures> {
  const first = file.sha256 === undefined ? measured[file.url] : undefined;
  const size = file.bytes ?? first?.bytes;
  const hash = file.sha256 ?? first?.sha256;
  return { ...(size === undefined ? {} : { bytes: size }), ...(hash === undefined ? {} : { sha256: hash }) };
}

/** Writes one more into the book. Not for two at once: the caller holds the lock of the book. */
export async function addMeasured(directory: string, url: string, found: Figures): Promise<void> {
  const files = { ...(await readMeasured(directory)), [url]: found };
  const path = bookOf(directory);
  const file = await open(`${path}.new`, "w");
  try {
    await file.writeFile(`${JSON.stringify({ files }, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
