import type { RingMemory } from "./memory.ts";

/** The name under which capture.processor.ts registers. */
export const CAPTURE_PROCESSOR = "hisho-capture";

/** `processorOptions` of the capture node: one input, no output. */
export interface CaptureOptions {
  /** Written by the processor at the context's rate. */
  ring: RingMemory;
}
