/**
 * The last hop of the way out, without its thread: takes samples from the ring, knows by the marks whose they are, fades,
 * ducks and stops, reads the mouth from exactly what it puts out. Nothing here allocates after the constructor.
 */
import { energyDbfs, SILENCE_DBFS } from "./level.ts";
import type { MouthMemory } from "./mouth-track.ts";
import { MouthWriter } from "./mouth-track.ts";
import { type RingMemory, RingReader } from "./ring.ts";
import { type SegmentMemory, SegmentReader } from "./segments.ts";
import { VisemeEstimator } from "./viseme.ts";

/** Int32 cells with which the page steers the audio thread; seen at the next quantum. */
export const CONTROL_STOPPED_THROUGH = 0;
export const CONTROL_DUCKED = 1;
export const CONTROL_UNDERRUN_SAMPLES = 2;
export const createControl = (): SharedArrayBuffer => new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT);

export const DUCKED_GAIN = 0.2;
const FADE_OUT_MS = 8;
const DUCK_MS = 30;
const RISE_MS = 4;
/** What is left of the last sample goes away by this factor a sample when sound is missing: no click. */
const TAIL_DECAY = 0.96;
const SLOT_SAMPLES = 512;
/** The level is followed with about this time constant. */
const LEVEL_MS = 20;

export interface PlayoutMemory {
  ring: RingMemory;
  segments: SegmentMemory;
  control: SharedArrayBuffer;
  mouth: MouthMemory;
}

/** What happened in a quantum, told to the page by the shell. Times are context time in seconds. */
export interface PlayoutSink {
  begun(spurt: number, timeS: number): void;
  stalled(spurt: number, playedSamples: number): void;
  ended(spurt: number, playedSamples: number, timeS: number): void;
}

export class PlayoutCore {
  readonly ring: RingReader;
  readonly #marks: SegmentReader;
  readonly #control: Int32Array;
  readonly #mouth: MouthWriter;
  readonly #estimator: VisemeEstimator;
  readonly #sink: PlayoutSink;
  readonly #rateHz: number;
  #spurt = 0;
  #open = false;
  #announced = false;
  #stalled = false;
  #played = 0;
  #gain = 1;
  #fade = 1;
  #tail = 0;
  #power = 0;
  #sinceSlot = 0;

  constructor(memory: PlayoutMemory, rateHz: number, sink: PlayoutSink) {
    this.ring = new RingReader(memory.ring);
    this.#marks = new SegmentReader(memory.segments);
    this.#control = new Int32Array(memory.control);
    this.#mouth = new MouthWriter(memory.mouth);
    this.#estimator = new VisemeEstimator(rateHz);
    this.#rateHz = rateHz;
    this.#sink = sink;
  }

  /** Fills one quantum. @param timeS context time of its first sample */
  render(out: Float32Array, timeS: number): void {
    const stoppedThrough = Atomics.load(this.#control, CONTROL_STOPPED_THROUGH);
    let filled = 0;
    while (filled < out.length) {
      const reachable = this.#applyMarks(timeS + filled / this.#rateHz);
      const stopped = this.#spurt <= stoppedThrough;
      if (stopped && this.#fade <= 0) {
        this.#open = false;
        if (this.ring.skip(reachable) === 0) break;
        continue;
      }
      const wanted = Math.min(out.length - filled, reachable);
      const taken = this.ring.pull(out, filled, wanted);
      if (taken === 0) break;
      this.#heard(timeS + filled / this.#rateHz);
      this.#shape(out, filled, filled + taken, stopped);
      filled += taken;
    }
    if (filled < out.length) this.#missing(out, filled, this.#spurt <= stoppedThrough);
    this.#show(out, timeS + out.length / this.#rateHz);
  }

  /** Takes every mark at the read index. @returns samples up to the next mark */
  #applyMarks(timeS: number): number {
    while (this.#marks.peek()) {
      const distance = (this.#marks.index - this.ring.index) | 0;
      if (distance > 0) return distance;
      if (this.#marks.kind === "begin") this.#begin(this.#marks.spurt);
      else this.#end(this.#marks.spurt, timeS);
      this.#marks.next();
    }
    return this.ring.capacity;
  }

  #begin(spurt: number): void {
    this.#spurt = spurt;
    this.#open = true;
    this.#announced = false;
    this.#stalled = false;
    this.#played = 0;
    this.#fade = spurt <= Atomics.load(this.#control, CONTROL_STOPPED_THROUGH) ? 0 : 1;
  }

  #end(spurt: number, timeS: number): void {
    if (spurt !== this.#spurt || !this.#open) return;
    this.#open = false;
    this.#sink.ended(spurt, this.#played, timeS);
  }

  #heard(timeS: number): void {
    if (this.#stalled) {
      this.#stalled = false;
      this.#fade = 0.001;
    }
    if (this.#announced) return;
    this.#announced = true;
    this.#sink.begun(this.#spurt, timeS);
  }

  #shape(out: Float32Array, from: number, to: number, stopped: boolean): void {
    const target = Atomics.load(this.#control, CONTROL_DUCKED) === 1 ? DUCKED_GAIN : 1;
    const duckStep = ((1 - DUCKED_GAIN) * 1000) / (DUCK_MS * this.#rateHz);
    const fadeStep = stopped ? -1000 / (FADE_OUT_MS * this.#rateHz) : 1000 / (RISE_MS * this.#rateHz);
    for (let i = from; i < to; i++) {
      this.#gain += Math.max(-duckStep, Math.min(duckStep, target - this.#gain));
      this.#fade = Math.max(0, Math.min(1, this.#fade + fadeStep));
      out[i]! *= this.#gain * this.#fade;
    }
    this.#played += to - from;
    this.#tail = out[to - 1]!;
  }

  #missing(out: Float32Array, from: number, stopped: boolean): void {
    for (let i = from; i < out.length; i++) {
      this.#tail = Math.abs(this.#tail) < 1e-5 ? 0 : this.#tail * TAIL_DECAY;
      out[i] = this.#tail;
    }
    if (!this.#open || !this.#announced || stopped) return;
    Atomics.add(this.#control, CONTROL_UNDERRUN_SAMPLES, out.length - from);
    if (this.#stalled) return;
    this.#stalled = true;
    this.#sink.stalled(this.#spurt, this.#played);
  }

  #show(out: Float32Array, timeS: number): void {
    this.#estimator.push(out);
    let energy = 0;
    for (let i = 0; i < out.length; i++) energy += out[i]! * out[i]!;
    const share = Math.min(1, (out.length * 1000) / (LEVEL_MS * this.#rateHz));
    this.#power += share * (energy / out.length - this.#power);
    this.#sinceSlot += out.length;
    if (this.#sinceSlot < SLOT_SAMPLES) return;
    this.#sinceSlot = 0;
    const level = energy === 0 && this.#power < 1e-10 ? SILENCE_DBFS : energyDbfs(this.#power, 1);
    this.#mouth.write(timeS, this.#open ? this.#spurt : 0, this.#played, level, this.#estimator.weights);
  }
}
