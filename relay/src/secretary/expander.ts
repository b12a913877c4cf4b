/** Reads calendars of others in a thread of limited memory and time: a rule that never comes to an end costs nobody else anything. */
import { WorkerThread } from "@hisho/providers/threads/worker-thread.ts";
import type { ExpandCall, Expanded } from "./expand.worker.ts";

const LIMIT_MS = 10_000;
const IDLE_MS = 60_000;
const MOST_MEMORY_MB = 256;

/** To load what unfolds, on a busy machine. */
const BEGINNING_MS = 60_000;
const NOTHING: ExpandCall = { bodies: [], from: new Date(0), to: new Date(0), timeZone: "UTC" };

export interface Expander {
  /** @returns undefined when it took too long or too much memory */
  expand(call: ExpandCall): Promise<Expanded | undefined>;
  close(): Promise<void>;
}

export function createExpander({ limitMs = LIMIT_MS } = {}): Expander {
  let thread: WorkerThread<ExpandCall, Expanded> | undefined;
  let idle: NodeJS.Timeout | undefined;
  let last: Promise<unknown> = Promise.resolve();

  async function end(): Promise<void> {
    clearTimeout(idle);
    const ended = thread;
    thread = undefined;
    await ended?.close();
  }

  async function within<T>(mostMs: number, work: Promise<T>): Promise<T> {
    const timer = setTimeout(() => void end(), mostMs);
    try {
      return await work;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Its beginning does not count against the time that a calendar may take. */
  async function begun(): Promise<WorkerThread<ExpandCall, Expanded>> {
    if (thread !== undefined) return thread;
    thread = new WorkerThread(new URL("./expand.worker.ts", import.meta.url), {
      maxOldGenerationSizeMb: MOST_MEMORY_MB,
    });
    const fresh = thread;
    await within(BEGINNING_MS, fresh.call(NOTHING));
    return fresh;
  }

  async function expandNow(call: ExpandCall): Promise<Expanded | undefined> {
    clearTimeout(idle);
    try {
      const running = await begun();
      return await within(limitMs, running.call(call));
    } catch {
      await end(); // by the clock or for want of memory
      return undefined;
    } finally {
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
