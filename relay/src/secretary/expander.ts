/** Reads calendars of others in a thread of limited memory and time: a rule that never comes to an end costs nobody else anything. */
import { WorkerThread } from "@hisho/providers/threads/worker-thread.ts";
import type { ExpandCall } from "./expand.worker.ts";
import type { Expansion } from "./ics.ts";

const LIMIT_MS = 10_000;
const IDLE_MS = 60_000;
const MOST_MEMORY_MB = 256;

export interface Expander {
  /** @returns undefined when it took too long or too much memory */
  expand(call: ExpandCall): Promise<Expansion | undefined>;
  close(): Promise<void>;
}

export function createExpander({ limitMs = LIMIT_MS } = {}): Expander {
  let thread: WorkerThread<ExpandCall, Expansion> | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function end(): Promise<void> {
    clearTimeout(idle);
    const ended = thread;
    thread = undefined;
    await ended?.close();
  }

  async function expandNow(call: ExpandCall): Promise<Expansion | undefined> {
    clearTimeout(idle);
    thread ??= new WorkerThread(new URL("./expand.worker.ts", import.meta.url), {
      maxOldGenerationSizeMb: MOST_MEMORY_MB,
    });
    const timer = setTimeout(() => void end(), limitMs);
    try {
      return await thread.call(call);
    } catch {
      await end(); // by the clock or for want of memory
      return undefined;
    } finally {
      clearTimeout(timer);
      idle = setTimeout(() => void end(), IDLE_MS).unref();
    }
  }

  return {
    expand(call) {
      const result = last.then(() => expandNow(call));
      last = result.catch(() => {}); // told to whoever asked
      return result;
    },
    close: end,
  };
}
