import { type FileHandle, mkdir, open, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { PrepareError } from "./errors.ts";

/** A server that sends nothing for this long is given up; what came is kept for the next try. */
const STALL_MS = 30_000;
/** Where a server does not say how much comes, the room for it is looked at again after so many bytes. */
const ADMIT_EVERY_BYTES = 16 * 1024 * 1024;
const TOO_LONG = "more came than was promised";

export interface DownloadOptions {
  url: string;
  /**
   * The `.part` file; what it holds already is not asked for again. The server's validator is kept beside it. Its folder is
   * made with it.
   */
  part: string;
  /** The whole, in bytes: anything else is refused. Without it the server's word is taken. */
  totalBytes?: number;
  /** @param total 0 while nobody has said it */
  onBytes: (done: number, total: number) => void;
  signal: AbortSignal;
  stallMs?: number;
  /** Who answers, in the words of errors: `the registry`. */
  server?: string;
  headers?: Readonly<Record<string, string>>;
  /**
   * Asked with the number of bytes to come, once that is known and before any is written; where nobody knows, with 0 now
   * and then. Refuses by throwing.
   */
  admit?: (missingBytes: number) => Promise<void>;
  /** Opens the part; a test gives a disk of its own. */
  open?: (path: string, flags: "a" | "w") => Promise<Pick<FileHandle, "writeFile" | "sync" | "close">>;
}

/**
 * Brings `part` to its full size, continuing where a former try stopped with a Range request (RFC 9110, section 14) that
 * holds only if the server's file is still the same (If-Range, section 13.1.5). On an abort or a broken line the part
 * stays, so the next call goes on. When it returns the bytes are on the disk.
 * @throws PrepareError `offline` without an answer, `refused` with the status as its cause, `broken` when the bytes stop
 *   coming, `corrupt` when they are not as many as promised, `full`
 * @throws the signal's reason when aborted
 */
export async function download(options: DownloadOptions): Promise<void> {
  const { url, part, totalBytes, signal, server = "the registry" } = options;
  const found = await sizeOf(part);
  const have = totalBytes !== undefined && found > totalBytes ? 0 : found;
  if (have === totalBytes) return options.onBytes(have, totalBytes);

  const watch = stallWatch(options.stallMs ?? STALL_MS);
  let answered = false;
  try {
    const response = await fetch(url, {
      signal: AbortSignal.any([signal, watch.signal]),
      headers: { ...options.headers, "accept-encoding": "identity", ...(have > 0 ? await resumption(part, have) : {}) },
    });
    answered = true;
    if (response.status === 416 && have > 0) {
      await response.body?.cancel();
      return await afterLastByte(response, have, options);
    }
    const body = await acceptable(response, url, server);
    const continues = response.status === 206;
    const total = checkedTotal(response, continues ? have : 0, totalBytes, server);
    if (continues && rangeOf(response)?.start !== have) {
      throw new PrepareError("corrupt", `${server} answered with another range than asked for`);
    }
    const kept = continues ? have : 0;
    if (total !== undefined) await options.admit?.(total - kept);
    await mkdir(dirname(part), { recursive: true });
    await keepValidator(part, response.headers.get("etag"));
    const done = await append(body, kept, total, options, watch.fed);
    if (total !== undefined && done < total) {
      throw new PrepareError("broken", `the line broke after ${done} of ${total} bytes`);
    }
    await rm(validatorOf(part), { force: true });
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof PrepareError) {
      if (error.reason === "corrupt") await forgetPart(part);
      throw error;
    }
    if (isFull(error)) throw new PrepareError("full", "the disk is full", { cause: error });
    if (isFileError(error)) throw error;
    if (watch.signal.aborted) throw new PrepareError("broken", `${server} sends nothing more`, { cause: error });
    if (answered) throw new PrepareError("broken", "the line broke", { cause: error });
    throw new PrepareError("offline", `${server} cannot be reached`, { cause: error });
  } finally {
    watch.end();
  }
}

/** Removes the part and what is kept beside it. */
export async function forgetPart(part: string): Promise<void> {
  await rm(part, { force: true });
  await rm(validatorOf(part), { force: true });
}

const validatorOf = (part: string): string => `${part}.etag`;

async function resumption(part: string, have: number): Promise<Record<string, string>> {
  const etag = await readFile(validatorOf(part), "latin1").catch(() => "");
  return { range: `bytes=${have}-`, ...(isStrong(etag) ? { "if-range": etag } : {}) };
}

/** Kept before the first byte, so that a part never lies there without it; a weak one would not do (RFC 9110, 13.1.5). */
async function keepValidator(part: string, etag: string | null): Promise<void> {
  if (etag !== null && isStrong(etag)) await writeFile(validatorOf(part), etag, "latin1");
  else await rm(validatorOf(part), { force: true });
}

const isStrong = (etag: string): boolean => /^"[\x21\x23-\x7e\x80-\xff]*"$/.test(etag);

/** The body, from a server that means it. */
async function acceptable(response: Response, url: string, server: string): Promise<ReadableStream<Uint8Array>> {
  const refuse = async (message: string): Promise<never> => {
    await response.body?.cancel();
    throw new PrepareError("refused", message, { cause: response.status });
  };
  if (!response.ok || response.body === null) return refuse(`${server} answered ${response.status}`);
  if (url.startsWith("https:") && !response.url.startsWith("https:")) return refuse(`${server} led to http`);
  // A page to log in to a network, or one that says why not, with the status of a success.
  if (/^text\/html\b/i.test(response.headers.get("content-type") ?? "")) {
    return refuse(`${server} answered with a web page in place of the file`);
  }
  return response.body;
}

/** The size of the whole, where anybody tells. */
function checkedTotal(response: Response, kept: number, promised: number | undefined, server: string) {
  const said = rangeOf(response)?.whole ?? lengthOf(response, kept);
  if (promised !== undefined && said !== undefined && said > promised) throw new PrepareError("corrupt", TOO_LONG);
  if (promised !== undefined && said !== undefined && said < promised) {
    throw new PrepareError("corrupt", `${server} has ${said} bytes where ${promised} were promised`);
  }
  return promised ?? said;
}

/** Nothing lies behind the part: it is whole, or no beginning of this file. */
async function afterLastByte(response: Response, have: number, options: DownloadOptions): Promise<void> {
  const whole = /^bytes \*\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1];
  if (options.totalBytes === undefined && whole !== undefined && Number(whole) === have) {
    await rm(validatorOf(options.part), { force: true });
    return options.onBytes(have, have);
  }
  await forgetPart(options.part);
  return download(options);
}

/** Writes what comes behind the first `have` bytes of the part, each chunk before it is counted. */
async function append(
  body: AsyncIterable<Uint8Array>,
  have: number,
  total: number | undefined,
  options: DownloadOptions,
  fed: () => void,
): Promise<number> {
  let done = have;
  let admitted = have;
  const file = await (options.open ?? open)(options.part, have > 0 ? "a" : "w");
  try {
    options.onBytes(done, total ?? 0);
    for await (const chunk of body) {
      fed();
      if (total !== undefined && done + chunk.length > total) throw new PrepareError("corrupt", TOO_LONG);
      await file.writeFile(chunk);
      done += chunk.length;
      if (total === undefined && done - admitted >= ADMIT_EVERY_BYTES) {
        await options.admit?.(0);
        admitted = done;
      }
      options.onBytes(done, total ?? 0);
    }
    await file.sync();
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

function isFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT");
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  return found?.size ?? 0;
}

/** `bytes 100-199/200` begins at 100 of 200 (RFC 9110, section 14.4). */
function rangeOf(response: Response): { start: number; whole: number | undefined } | undefined {
  const found = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers.get("content-range") ?? "");
  if (response.status !== 206 || found === null) return undefined;
  return { start: Number(found[1]), whole: found[2] === "*" ? undefined : Number(found[2]) };
}

function lengthOf(response: Response, kept: number): number | undefined {
  const length = response.headers.get("content-length");
  const packed = /^(?!identity$)./i.test(response.headers.get("content-encoding") ?? "");
  return length === null || packed || !/^\d+$/.test(length) ? undefined : kept + Number(length);
}
