import type { RingMemory, SegmentMemory } from "./memory.ts";
import type { Heard } from "./vad.ts";

/** Control of opus-encoder.worker.ts. `Port` is `MessagePort`, which this room's types do not know. */
export interface EncoderApi<Port> {
  /**
   * @param input port that carries `FromVad`
   * @param output port that carries `FromEncoder`, in the order of the input
   */
  start(input: Port, output: Port): void;
}

/** From the encoder to the page: packets and events in one order. */
export type FromEncoder =
  /** `position`: samples at 48 kHz; `dropped`: samples missing before this packet. */
  | { type: "packet"; packet: Uint8Array<ArrayBuffer>; position: number; dropped: number }
  | { type: "heard"; heard: Heard }
  | { type: "deaf" };

export interface DecoderStart {
  /** Written by the worker at `rateHz`. */
  ring: RingMemory;
  segments: SegmentMemory;
  rateHz: number;
}

/** Which decoder turned out to work. */
export type DecoderKind = "webcodecs" | "wasm";

/** Control of opus-decoder.worker.ts. `Port` is `MessagePort`. */
export interface DecoderApi<Port> {
  /** @param port carries `ToDecoder` in and `FromDecoder` out */
  start(options: DecoderStart, port: Port): Promise<DecoderKind>;
  stop(): void;
}

/** Talkspurts are numbered from 1, growing; one turn of the conversation may have several. */
export type ToDecoder =
  | { type: "packet"; spurt: number; packet: Uint8Array<ArrayBuffer> }
  | { type: "finish"; spurt: number }
  /** Everything up to this spurt is dropped and credited. */
  | { type: "discard"; spurt: number };

export type FromDecoder =
  | { type: "credit"; frames: number }
  /** So many packets could not be decoded until now; they were concealed. */
  | { type: "corrupt"; packets: number };
