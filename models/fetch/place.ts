/** Where a model's files lie, and how much of it is there. */
import { rmdir, stat } from "node:fs/promises";
import { basename, dirname, join, sep } from "node:path";
import { expected, readMeasured } from "./measured.ts";
import type { WeightFile, Weights } from "./weights.ts";

export const pathOf = (directory: string, { folder }: Weights, file: WeightFile): string =>
  join(directory, folder, file.to);

/** Beside the file, under a name that no provider takes for a model. */
export function partOf(directory: string, entry: Weights, file: WeightFile): string {
  const path = pathOf(directory, entry, file);
  return join(dirname(path), `.${basename(path)}.part`);
}

export interface Presence {
  state: "absent" | "partial" | "ready";
  receivedBytes: number;
  /** Of all files, where it is known. */
  totalBytes: number | undefined;
}

/** A few stats: sizes are compared, hashes are not. */
export async function presenceOf(directory: string, entry: Weights): Promise<Presence> {
  const measured = await readMeasured(directory);
  let receivedBytes = 0;
  let totalBytes: number | undefined = 0;
  let missing = 0;
  for (const file of entry.files) {
    const { bytes } = expected(file, measured);
    const size = await sizeOf(pathOf(directory, entry, file));
    const whole = size !== undefined && (bytes === undefined || size === bytes);
    if (!whole) missing += 1;
    receivedBytes += whole ? size : ((await sizeOf(partOf(directory, entry, file))) ?? 0);
    const known: number | undefined = bytes ?? (whole ? size : undefined);
    totalBytes = totalBytes === undefined || known === undefined ? undefined : totalBytes + known;
  }
  const state = missing === 0 ? "ready" : receivedBytes > 0 ? "partial" : "absent";
  return { state, receivedBytes, totalBytes };
}

export async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  });
  return found?.isFile() ? found.size : undefined;
}

/** Removes the folders of a model's files, up to the weights folder, as far as nothing lies in them. */
export async function forgetEmptyFolders(directory: string, entry: Weights): Promise<void> {
  for (const file of entry.files) {
    const steps = join(entry.folder, file.to).split(sep).slice(0, -1);
    for (; steps.length > 0; steps.pop()) {
      const removed = await rmdir(join(directory, ...steps)).then(
        () => true,
        () => false, // something lies there, or it never was
      );
      if (!removed) break;
    }
  }
}
