/** Reads files of others in a thread of limited memory and time, so that a hostile one costs nobody else anything. */
import { WorkerThread } from "@hisho/providers/threads/worker-thread.ts";
import type { ReadCall } from "./read.worker.ts";
import type { ReadResult } from "./read-document.ts";

const LIMIT_MS = 60_000;
/** Without a file for so long the thread is ended: its libraries take some 100 MB. */
const IDLE_MS = 60_000;
const MOST_MEMORY_MB = 1024;
/** Of the whole process while a file is read, some 300 MB of it for a new thread: what parsers unpack into lies outside of the limited heap. */
const MOST_GROWTH_BYTES = 2 * 1024 ** 3;
const WATCH_EVERY_MS = 100;

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
  let thread: WorkerThread<ReadCall, ReadResult> | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function end(): Promise<void> {
    clearTimeout(idle);
    const ended = thread;
    thread = undefined;
    await ended?.close();
  }

  async function readNow(call: ReadCall, signal: AbortSignal): Promise<ReadResult> {
    signal.throwIfAborted();
    clearTimeout(idle);
    thread ??= new WorkerThread(new URL("./read.worker.ts", import.meta.url), { maxOldGenerationSizeMb: mostMemoryMb });
    let why: "took-too-long" | "too-much" = "too-much";
    const stop = (): void => void end();
    const timer = setTimeout(() => {
      why = "took-too-long";
      stop();
    }, limitMs);
    const before = process.memoryUsage.rss();
    const watch = setInterval(() => {
      if (process.memoryUsage.rss() - before > mostGrowthBytes) stop();
    }, WATCH_EVERY_MS);
    signal.addEventListener("abort", stop, { once: true });
    try {
      return await thread.call(call);
    } catch {
      // The thread has ended: by the clock, the caller, or for want of memory.
      await end();
      signal.throwIfAborted();
      return { documents: [], refused: [{ name: call.name, reason: why }] };
    } finally {
      clearTimeout(timer);
      clearInterval(watch);
      signal.removeEventListener("abort", stop);
      idle = setTimeout(stop, IDLE_MS).unref();
    }
  }

  return {
    read(bytes, name, declared, signal) {
      const result = last.then(() => readNow({ bytes, name, declared }, signal));
      last = result.catch(() => {}); // told to whoever asked for that file
      return result;
    },
    close: end,
  };
}
