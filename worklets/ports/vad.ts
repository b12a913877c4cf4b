import type { GateEvent, Guard } from "../dsp/gate.ts";
import type { GateMode } from "../dsp/uplink.ts";
import type { LevelMemory, RingMemory } from "./memory.ts";

export interface VadStart {
  /** Read by the worker at `rateHz`. */
  ring: RingMemory;
  rateHz: number;
  level: LevelMemory;
}

/** Control of vad.worker.ts. `Port` is `MessagePort`, which this room's types do not know. */
export interface VadApi<Port> {
  /**
   * Begins to listen at once; resolves when the voice detector is loaded.
   * @param encoder port on which frames and events leave for the encoder (`FromVad`)
   * @returns false: no detector, hands-free cannot work (push-to-talk does)
   */
  start(options: VadStart, encoder: Port): Promise<boolean>;
  setGate(mode: GateMode): void;
  setGuard(guard: Guard | null): void;
  /** @param epochMs when the button went down: `performance.timeOrigin + performance.now()` */
  press(epochMs: number): void;
  release(epochMs: number): void;
  stop(): void;
}

/** An event of the gate with the time at which its sample was captured. */
export type Heard = GateEvent & { epochMs: number };

/** From the VAD worker to the encoder, in order. */
export type FromVad =
  /** 20 ms at 48 kHz; `dropped` samples are missing before it. */
  | { type: "frame"; pcm: Float32Array<ArrayBuffer>; position: number; dropped: number }
  | { type: "heard"; heard: Heard }
  /** The detector broke while it ran: hands-free cannot work any more. */
  | { type: "deaf" };
