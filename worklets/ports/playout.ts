import type { PlayoutMemory } from "./memory.ts";

/** The name under which playout.processor.ts registers. */
export const PLAYOUT_PROCESSOR = "hisho-playout";

/** `processorOptions` of the playout node: no input, one output. */
export interface PlayoutOptions {
  memory: PlayoutMemory;
}

/** What the playout node tells, at the edges of a talkspurt only. `timeS` is context time, samples are at the context's rate. */
export type FromPlayout =
  /** The first sample left for the speaker. */
  | { type: "begun"; spurt: number; timeS: number }
  | { type: "stalled"; spurt: number; playedSamples: number }
  /** The last sample left for the speaker. */
  | { type: "ended"; spurt: number; playedSamples: number; timeS: number };

/** To the playout node. */
export type ToPlayout = { type: "close" };
