import { open, rm, stat } from "node:fs/promises";
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
 * @throws PrepareError `offline` without an answer, `refused` with the status as its cause, `broken` when the bytes stop
 *   coming, `corrupt` when they are more than promised
 * @throws the signal's reason when aborted
 */
export async function download(options: DownloadOptions): Promise<void> {
  const { url, part, totalBytes, signal } = options;
  const found = await sizeOf(part);
  const have = found > totalBytes ? 0 : found;
  if (have === totalBytes) return options.onBytes(have);

  const watch = stallWatch(options.stallMs ?? STALL_MS);
  let answered = false;
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([signal, watch.signal]),
      headers: { "accept-encoding": "identity", ...(have > 0 ? { range: `bytes=${have}-` } : {}) },
    });
    answered = true;
    if (!response.ok || response.body === null) {
      await response.body?.cancel();
      throw new PrepareError("refused", `the registry answered ${response.status}`, { cause: response.status });
    }
    const continues = response.status === 206;
    if (continues && rangeStart(response.headers.get("content-range")) !== have) {
      await response.body.cancel();
      throw new PrepareError("corrupt", "the registry answered with another range than asked for");
    }
    const done = await append(response.body, continues ? have : 0, options, watch.fed);
    if (done < totalBytes) throw new PrepareError("broken", `the line broke after ${done} of ${totalBytes} bytes`);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof PrepareError) {
      if (error.reason === "corrupt") await rm(part, { force: true });
      throw error;
    }
    if (isFileError(error)) throw error;
    if (watch.signal.aborted) throw new PrepareError("broken", "the registry sends nothing more", { cause: error });
    if (answered) throw new PrepareError("broken", "the line broke", { cause: error });
    throw new PrepareError("offline", "the registry cannot be reached", { cause: error });
  } finally {
    watch.end();
  }
}

/** Writes what comes behind the first `have` bytes of the part, each chunk before it is counted. */
async function append(
  body: AsyncIterable<Uint8Array>,
  have: number,
  { part, totalBytes, onBytes }: DownloadOptions,
  fed: () => void,
): Promise<number> {
  let done = have;
  const file = await open(part, have > 0 ? "a" : "w");
  try {
    onBytes(done);
    for await (const chunk of body) {
      fed();
      if (done + chunk.length > totalBytes) {
        throw new PrepareError("corrupt", "the tarball is longer than the manifest says");
      }
      await file.writeFile(chunk);
      done += chunk.length;
      onBytes(done);
    }
  } finally {
    await file.close();
  }
  return done;
}

/** Aborts its signal when it was not fed for `stallMs`. */
function stallWatch(stallMs: number): { signal: AbortSignal; fed: () => void; end: () => void } {
  const stall = new AbortController();
  const timer = setTimeout(() => stall.abort(), stallMs);
  return { signal: stall.signal, fed: () => void timer.refresh(), end: () => clearTimeout(timer) };
}

/** A full disk or a folder that may not be written is no fault of the line. */
function isFileError(error: unknown): boolean {
  return error instanceof Error && "syscall" in error;
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
