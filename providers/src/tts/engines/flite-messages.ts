import type { TimedPhone } from "../visemes.ts";

export type FliteCall =
  /** Compiles flite; its voices are inside. */
  { type: "load"; wasmPath: string } | { type: "speak"; text: string; voice: string; speakingRate: number };

/** Absent after a load. */
export interface FliteSpeech {
  pcm: Float32Array;
  sampleRateHz: number;
  phones: TimedPhone[];
}
export type FliteAnswer = FliteSpeech | undefined;
