import type { History } from "./history.ts";

/** The microphone's frame: 20 ms at 48 kHz. */
export const FRAME_SAMPLES = 960;

interface Gap {
  from: number;
  to: number;
}

/**
 * Cuts frames of 20 ms out of a stream's history, from a position in the past (the pre-roll) up to now. No frame holds
 * a gap: the frame after one says how many samples are missing before it. No sample is given twice.
 */
export class Framer {
  /** Samples missing before the frame that `next` gave last. */
  dropped = 0;
  readonly #history: History;
  readonly #gaps: Gap[] = [];
  #next: number | undefined;
  #given = 0;

  constructor(history: History) {
    this.#history = history;
  }

  /** From `from`, or from the first sample that was not yet given. */
  open(from: number): void {
    this.#next = Math.max(from, this.#given, this.#history.oldest);
  }

  close(): void {
    this.#next = undefined;
  }

  /** `count` samples at the end of the history never came. To be told right after `History.skip`. */
  gap(count: number): void {
    this.#gaps.push({ from: this.#history.position - count, to: this.#history.position });
    if (this.#gaps.length > 16) this.#gaps.shift();
  }

  /** Fills `frame` (960 samples). @returns its position, or undefined when no whole frame is there before `end` */
  next(frame: Float32Array, end = this.#history.position): number | undefined {
    if (this.#next === undefined) return undefined;
    this.dropped = 0;
    this.#jump(this.#history.oldest);
    for (let gap = this.#gapWithin(frame.length); gap; gap = this.#gapWithin(frame.length)) this.#jump(gap.to);
    const start = this.#next;
    if (start + frame.length > Math.min(end, this.#history.position)) {
      this.#next -= this.dropped;
      return undefined;
    }
    this.#history.read(start, frame);
    this.#given = start + frame.length;
    this.#next = this.#given;
    return start;
  }

  /** The last, unfinished frame up to `end`, filled with silence. @returns its position, undefined when nothing is left */
  flush(frame: Float32Array, end: number): number | undefined {
    const start = this.#next;
    this.#next = undefined;
    this.dropped = 0;
    const held = start === undefined ? 0 : Math.min(end, this.#history.position) - start;
    if (start === undefined || held <= 0 || held >= frame.length) return undefined;
    this.#history.read(start, frame.subarray(0, held));
    frame.fill(0, held);
    this.#given = start + held;
    return start;
  }

  #jump(to: number): void {
    if (this.#next === undefined || to <= this.#next) return;
    this.dropped += to - this.#next;
    this.#next = to;
  }

  #gapWithin(length: number): Gap | undefined {
    const start = this.#next ?? 0;
    return this.#gaps.find((gap) => gap.from < start + length && gap.to > start);
  }
}
