import type { VadApi } from "@hisho/worklets/ports/vad.ts";
import { type Remote, wrap } from "comlink";

export interface VadThread {
  api: Remote<VadApi<MessagePort>>;
  end(): void;
}

/** Starts the worker that listens: gate, pre-roll and voice detector. */
export function startVad(): VadThread {
  const worker = new Worker(new URL("../../../worklets/workers/vad.worker.ts", import.meta.url), { type: "module" });
  return { api: wrap(worker), end: () => worker.terminate() };
}
