/** Memory shared between threads. The layouts and the code that reads and writes them are in ../dsp. */
export type { MouthMemory } from "../dsp/mouth-track.ts";
export type { PlayoutMemory } from "../dsp/playout.ts";
export type { RingMemory } from "../dsp/ring.ts";
export type { SegmentMemory } from "../dsp/segments.ts";

/** One Float32: the microphone's level, dBFS, written by the VAD worker every 32 ms. */
export type LevelMemory = SharedArrayBuffer;
