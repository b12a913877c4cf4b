/** Where `Atomics.waitAsync` is missing. */
const POLL_MS = 8;

const pause = (durationMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, durationMs));

/**
 * Resolves when `cells[index]` may no longer be `seen`, at the latest after `timeoutMs`. Messages are still delivered
 * meanwhile, which `Atomics.wait` would prevent.
 */
export async function changed(cells: Int32Array, index: number, seen: number, timeoutMs: number): Promise<void> {
  if (typeof Atomics.waitAsync !== "function") return pause(Math.min(POLL_MS, timeoutMs));
  const result = Atomics.waitAsync(cells as Int32Array<SharedArrayBuffer>, index, seen, timeoutMs);
  if (result.async) await result.value;
}
