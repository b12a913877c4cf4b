import type { DecoderApi, EncoderApi } from "@hisho/worklets/ports/opus.ts";
import { type Remote, wrap } from "comlink";

export interface EncoderThread {
  api: Remote<EncoderApi<MessagePort>>;
  end(): void;
}

export interface DecoderThread {
  api: Remote<DecoderApi<MessagePort>>;
  end(): void;
}

/** Starts the worker that turns frames into Opus packets. */
export function startEncoder(): EncoderThread {
  const worker = new Worker(new URL("../../../worklets/workers/opus-encoder.worker.ts", import.meta.url), {
    type: "module",
  });
  return { api: wrap(worker), end: () => worker.terminate() };
}

/** Starts the worker that turns Opus packets into the playout ring. */
export function startDecoder(): DecoderThread {
  const worker = new Worker(new URL("../../../worklets/workers/opus-decoder.worker.ts", import.meta.url), {
    type: "module",
  });
  return { api: wrap(worker), end: () => worker.terminate() };
}
