import { statfs } from "node:fs/promises";
import { PrepareError } from "../prepare/errors.ts";

/** What is left free for everything else. */
const SPARE_BYTES = 64 * 1024 * 1024;

/** Bytes that this process may still write there. */
export async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

/** @throws PrepareError `full` with both figures */
export async function checkRoom(
  directory: string,
  neededBytes: number,
  free: (directory: string) => Promise<number> = freeBytes,
): Promise<void> {
  const left = await free(directory);
  if (left >= neededBytes + SPARE_BYTES) return;
  const needed = `${megabytes(neededBytes)} MB and ${megabytes(SPARE_BYTES)} MB to spare`;
  throw new PrepareError("full", `the disk has ${megabytes(left)} MB free, needed are ${needed}`);
}

const megabytes = (bytes: number): string => Math.ceil(bytes / 1e6).toString();
