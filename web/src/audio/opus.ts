import type { DecoderApi, EncoderApi } from "@hisho/worklets/ports/opus.ts";
import { type Thread, threadOf } from "./thread.ts";

/** Starts the worker that turns frames into Opus packets. */
export const startEncoder = (): Thread<EncoderApi<MessagePort>> =>
  threadOf(
    new Worker(new URL("../../../worklets/workers/opus-encoder.worker.ts", import.meta.url), { type: "module" }),
  );

/** Starts the worker that turns Opus packets into the playout ring. */
export const startDecoder = (): Thread<DecoderApi<MessagePort>> =>
  threadOf(
    new Worker(new URL("../../../worklets/workers/opus-decoder.worker.ts", import.meta.url), { type: "module" }),
  );
