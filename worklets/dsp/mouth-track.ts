/**
 * What the playout worklet last played, for readers that show it when it is audible: a wheel of slots, one each 10 ms or so.
 *
 *     head   Int32: slots written so far
 *     slots  Float64 × 9 each: context time s, spurt (0 none), played samples, level dBFS, aa, ih, ou, ee, oh
 *
 * A reader looks back by the output latency, so it reads slots that the writer left long ago; `head` says if it was lapped.
 */
const SLOTS = 128;
const TIME = 0;
const SPURT = 1;
const PLAYED = 2;
const LEVEL = 3;
const WEIGHTS = 4;
const SLOT = 9;
export const VISEME_COUNT = 5;

export interface MouthMemory {
  head: SharedArrayBuffer;
  slots: SharedArrayBuffer;
}

export const createMouthTrack = (): MouthMemory => ({
  head: new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT),
  slots: new SharedArrayBuffer(SLOTS * SLOT * Float64Array.BYTES_PER_ELEMENT),
});

/** Audio thread only. Allocates nothing. */
export class MouthWriter {
  readonly #head: Int32Array;
  readonly #slots: Float64Array;

  constructor(memory: MouthMemory) {
    this.#head = new Int32Array(memory.head);
    this.#slots = new Float64Array(memory.slots);
  }

  /** @param timeS context time at which the state holds: the end of the samples it was computed from */
  write(timeS: number, spurt: number, playedSamples: number, levelDbfs: number, weights: Float32Array): void {
    const count = Atomics.load(this.#head, 0);
    const at = (count & (SLOTS - 1)) * SLOT;
    this.#slots[at + TIME] = timeS;
    this.#slots[at + SPURT] = spurt;
    this.#slots[at + PLAYED] = playedSamples;
    this.#slots[at + LEVEL] = levelDbfs;
    for (let i = 0; i < VISEME_COUNT; i++) this.#slots[at + WEIGHTS + i] = weights[i]!;
    Atomics.store(this.#head, 0, (count + 1) | 0);
  }
}

/** Any thread. Allocates nothing. After `seek` gave true the fields describe that instant. */
export class MouthReader {
  timeS = 0;
  spurt = 0;
  playedSamples = 0;
  levelDbfs = -100;
  readonly weights = new Float32Array(VISEME_COUNT);
  readonly #head: Int32Array;
  readonly #slots: Float64Array;

  constructor(memory: MouthMemory) {
    this.#head = new Int32Array(memory.head);
    this.#slots = new Float64Array(memory.slots);
  }

  /**
   * Finds the state at `timeS`; weights between two slots are mixed. Times before the wheel give its oldest slot, times
   * after it the newest. @returns false when nothing was played yet
   */
  seek(timeS: number): boolean {
    const count = Atomics.load(this.#head, 0);
    if (count === 0) return false;
    const oldest = Math.max(0, count - SLOTS + 8);
    let slot = count - 1;
    while (slot > oldest && this.#at(slot, TIME) > timeS) slot--;
    this.#load(slot);
    if (slot + 1 < count && this.timeS < timeS) this.#mix(slot + 1, timeS);
    return true;
  }

  #at(slot: number, field: number): number {
    return this.#slots[(slot & (SLOTS - 1)) * SLOT + field]!;
  }

  #load(slot: number): void {
    this.timeS = this.#at(slot, TIME);
    this.spurt = this.#at(slot, SPURT);
    this.playedSamples = this.#at(slot, PLAYED);
    this.levelDbfs = this.#at(slot, LEVEL);
    for (let i = 0; i < VISEME_COUNT; i++) this.weights[i] = this.#at(slot, WEIGHTS + i);
  }

  #mix(next: number, timeS: number): void {
    const share = (timeS - this.timeS) / Math.max(1e-6, this.#at(next, TIME) - this.timeS);
    for (let i = 0; i < VISEME_COUNT; i++) {
      this.weights[i]! += share * (this.#at(next, WEIGHTS + i) - this.weights[i]!);
    }
    if (this.spurt === this.#at(next, SPURT)) {
      this.playedSamples += share * (this.#at(next, PLAYED) - this.playedSamples);
    }
  }
}
