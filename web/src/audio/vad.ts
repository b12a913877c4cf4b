import type { VadApi } from "@hisho/worklets/ports/vad.ts";
import { type Thread, threadOf } from "./thread.ts";

/** Starts the worker that listens: gate, pre-roll and voice detector. */
export const startVad = (): Thread<VadApi<MessagePort>> =>
  threadOf(new Worker(new URL("../../../worklets/workers/vad.worker.ts", import.meta.url), { type: "module" }));
