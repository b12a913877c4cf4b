import type { StopFlag } from "../threads/stop-flag.ts";

/** Files of Moonshine in a folder of the weights. */
export const MOONSHINE_FILES = { encoder: "encoder_model.onnx", decoder: "decoder_model_merged.onnx" } as const;

export type MoonshineCall =
  | { type: "load"; folder: string; threads: number }
  | { type: "transcribe"; pcm: Float32Array; stop: StopFlag };

/** `text` is absent when the work was stopped, and after a load. */
export interface MoonshineAnswer {
  text?: string;
}
