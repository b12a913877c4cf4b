/** Reads files of others in a process of limited memory and time, so that a hostile one costs nobody else anything. */

import type { ReadResult } from "./read-document.ts";
import { ReadProcess } from "./read-process.ts";

/** From when it begins to read. */
const LIMIT_MS = 60_000;
/** Without a file for so long the process is ended: its libraries take some 150 MB. */
const IDLE_MS = 60_000;
const MOST_MEMORY_MB = 512;
const MOST_GROWTH_BYTES = 400 * 1024 ** 2;

export interface Reader {
  /** One file after the other. A file that takes too long or too much memory is refused. @throws the signal's reason */
  read(bytes: Uint8Array, name: string, declared: string | undefined, signal: AbortSignal): Promise<ReadResult>;
  close(): Promise<void>;
}

export function createReader({
  limitMs = LIMIT_MS,
  mostMemoryMb = MOST_MEMORY_MB,
  mostGrowthBytes = MOST_GROWTH_BYTES,
} = {}): Reader {
  let child: ReadProcess | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function end(): Promise<void> {
    clearTimeout(idle);
    const ended = child;
    child = undefined;
    await ended?.close();
  }

  async function readNow(
    bytes: Uint8Array,
    name: string,
    declared: string | undefined,
    signal: AbortSignal,
  ): Promise<ReadResult> {
    signal.throwIfAborted();
    clearTimeout(idle);
    let why: "took-too-long" | "too-much" | undefined;
    const stop = (): void => void end();
    let timer: NodeJS.Timeout | undefined;
    signal.addEventListener("abort", stop, { once: true });
    try {
      child ??= new ReadProcess({ mostMemoryMb, mostGrowthBytes });
      const reading = child;
      await reading.ready;
      why = "too-much";
      timer = setTimeout(() => {
        why = "took-too-long";
        stop();
      }, limitMs);
      return await reading.read(bytes, name, declared);
    } catch (error) {
      // The process has ended: by the clock, the caller, or for want of memory.
      await end();
      signal.throwIfAborted();
      if (why === undefined) throw error; // it did not even begin
      return { documents: [], refused: [{ name, reason: why }] };
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", stop);
      idle = setTimeout(stop, IDLE_MS).unref();
    }
  }

  return {
    read(bytes, name, declared, signal) {
      const result = last.then(() => readNow(bytes, name, declared, signal));
      last = result.catch(() => {}); // told to whoever asked for that file
      return result;
    },
    close: end,
  };
}
