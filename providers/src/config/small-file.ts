import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

const MOST_BYTES = 1_048_576;

/**
 * Reads a file that people write by hand.
 * @returns its text; or what was expected instead, after "expected": a named pipe is not waited for, a device not read
 */
export async function readSmallFile(path: string): Promise<{ text: string } | { problem: string }> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const info = await file.stat();
    if (!info.isFile()) return { problem: `a file, this is ${info.isDirectory() ? "a folder" : "a pipe or a device"}` };
    if (info.size > MOST_BYTES) return { problem: "a file of at most 1 MiB" };
    const bytes = Buffer.alloc(info.size);
    const { bytesRead } = await file.read(bytes);
    return { text: bytes.toString("utf8", 0, bytesRead) };
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "unknown error";
    return { problem: `a file that can be read (${code})` };
  } finally {
    await file?.close();
  }
}
