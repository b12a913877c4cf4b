import type { Inspected, InspectReply } from "./inspected.ts";
import { MOST } from "./limits.ts";
import { RefusedFile } from "./refused.ts";

/** A large model takes some seconds on a phone. */
const PATIENCE_MS = 60_000;

/**
 * Checks and tames a file in a thread of its own, which ends with it.
 * @throws RefusedFile; an `AbortError` when `signal` fires
 */
export function inspectVrm(file: Blob, signal: AbortSignal, patienceMs = PATIENCE_MS): Promise<Inspected> {
  signal.throwIfAborted();
  if (file.size === 0) return Promise.reject(new RefusedFile("empty"));
  if (file.size > MOST.fileBytes) {
    return Promise.reject(new RefusedFile("too-large", `${Math.round(file.size / 1e6)} MB`));
  }
  const { promise, resolve, reject } = Promise.withResolvers<Inspected>();
  const worker = new Worker(new URL("./inspect.worker.ts", import.meta.url), { type: "module" });
  const timer = setTimeout(() => reject(new RefusedFile("slow")), patienceMs);
  const handleAbort = (): void => reject(signal.reason);
  signal.addEventListener("abort", handleAbort);
  worker.onmessage = ({ data }: MessageEvent<InspectReply>) => {
    if ("inspected" in data) resolve(data.inspected);
    else reject(new RefusedFile(data.refused.reason, data.refused.detail));
  };
  // Out of memory, or the script did not come.
  worker.onerror = (event) => reject(new RefusedFile("too-large", event.message));
  worker.postMessage(file);
  return promise.finally(() => {
    clearTimeout(timer);
    signal.removeEventListener("abort", handleAbort);
    worker.terminate();
  });
}
