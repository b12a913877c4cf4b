/** Long work on the page's own thread goes in slices: between two of them the page answers. */

/** Work goes on for so long before the page has its turn, ms: an eighth of a long task (W3C Long Tasks) on a slower device. */
const SLICE_MS = 6;

/** Prioritized Task Scheduling (WICG), section 2.1: the part that is used. Safari lacks it. */
interface Scheduler {
  yield?(): Promise<void>;
}

/** Resolves in a task of its own, soon. */
export function yieldToPage(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: Scheduler };
  if (scheduler?.yield !== undefined) return scheduler.yield();
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** Awaited between two steps of the work: resolves at once within a slice, and after the page's turn behind it. */
export type Rest = () => Promise<void>;

/** @param nowMs a clock that never goes back */
export function createSlices(nowMs: () => number = () => performance.now(), yields = yieldToPage): Rest {
  let begunMs = nowMs();
  return async () => {
    if (nowMs() - begunMs < SLICE_MS) return;
    await yields();
    begunMs = nowMs();
  };
}
