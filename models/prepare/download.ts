import { createWriteStream } from "node:fs";
import { rm, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { PrepareError } from "./errors.ts";

/** A server that sends nothing for this long is given up; what came is kept for the next try. */
const STALL_MS = 30_000;

export interface DownloadOptions {
  url: string;
  /** The `.part` file; what it holds already is not asked for again. */
  part: string;
  /** The whole, in bytes: more is refused. */
  totalBytes: number;
  onBytes: (done: number) => void;
  signal: AbortSignal;
  stallMs?: number;
}

/**
 * Brings `part` to its full size, continuing with a Range request (RFC 9110, section 14) where a former try stopped.
 * On an abort or a broken line the part stays, so the next call goes on.
 * @throws PrepareError `refused` with the status as its cause's message, `offline`, `corrupt` when there is more than promised
 * @throws the signal's reason when aborted
 */
export async function download(options: DownloadOptions): Promise<void> {
  const { url, part, totalBytes, signal } = options;
  let have = await sizeOf(part);
  if (have > totalBytes) {
    await rm(part);
    have = 0;
  }
  if (have === totalBytes) return options.onBytes(have);

  const stall = new AbortController();
  const stallMs = options.stallMs ?? STALL_MS;
  let timer = setTimeout(() => stall.abort(), stallMs);
  const either = AbortSignal.any([signal, stall.signal]);
  try {
    const response = await fetch(url, {
      signal: either,
      headers: { "accept-encoding": "identity", ...(have > 0 ? { range: `bytes=${have}-` } : {}) },
    });
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new PrepareError("refused", `the registry answered ${response.status}`, { cause: response.status });
    }
    const continues = response.status === 206 && rangeStart(response.headers.get("content-range")) === have;
    if (response.status === 206 && !continues) {
      await response.body.cancel();
      await rm(part, { force: true });
      throw new PrepareError("corrupt", "the registry answered with another range than asked for");
    }
    let done = continues ? have : 0;
    options.onBytes(done);
    const counted = async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        clearTimeout(timer);
        timer = setTimeout(() => stall.abort(), stallMs);
        done += chunk.length;
        if (done > totalBytes) throw new PrepareError("corrupt", "the tarball is longer than the manifest says");
        options.onBytes(done);
        yield chunk;
      }
    };
    const file = createWriteStream(part, { flags: continues ? "a" : "w" });
    await pipeline(Readable.fromWeb(response.body), counted, file, { signal: either });
    if (done < totalBytes) throw new PrepareError("offline", `the line broke after ${done} of ${totalBytes} bytes`);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof PrepareError) {
      if (error.reason === "corrupt") await rm(part, { force: true });
      throw error;
    }
    const why = stall.signal.aborted ? `nothing came for ${stallMs} ms` : "the registry cannot be reached";
    throw new PrepareError("offline", why, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return found?.size ?? 0;
}

/** `bytes 100-199/200` gives 100. */
function rangeStart(header: string | null): number | undefined {
  const found = /^bytes (\d+)-/.exec(header ?? "");
  return found?.[1] === undefined ? undefined : Number(found[1]);
}
