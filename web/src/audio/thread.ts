import { type Remote, releaseProxy, wrap } from "comlink";

/** A worker and its control API (worklets/ports). */
export interface Thread<Api> {
  api: Remote<Api>;
  /** Rejects when the worker's script does not load or throws where nobody catches it, or was ended; else never settles. */
  failed: Promise<never>;
  /** Ends it at once, and for ever: nothing can be asked of `api` afterwards. Harmless when it has ended. */
  end(): void;
}

export function threadOf<Api>(worker: Worker): Thread<Api> {
  let giveUp = (_: Error): void => undefined;
  const failed = new Promise<never>((_, reject) => {
    giveUp = reject;
    worker.addEventListener("error", (event) => reject(new Error(event.message || "a worker did not load")));
  });
  // Whoever needs the worker races against this; a failure nobody waits for is no second error.
  failed.catch(() => undefined);
  const api = wrap<Api>(worker);
  let ended = false;
  return {
    api,
    failed,
    end() {
      if (ended) return;
      ended = true;
      // Questions that nobody answers any more would keep the worker and whoever asked them.
      api[releaseProxy]();
      worker.terminate();
      giveUp(new Error("the worker was ended"));
    },
  };
}
