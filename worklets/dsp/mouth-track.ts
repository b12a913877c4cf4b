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
/** The shapes of a slot are those of sound this much older: it takes so long to hear what a sound is and to move there. */
export const SHAPE_BEHIND_S = 0.028;
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
   * Finds the state at `timeS`, mixed of the two slots around it. Times before the wheel give its oldest slot, times after
   * it the newest; the loudspeaker's own delay is what makes the shapes of this instant known in time.
   * @returns false when nothing was played yet
   */
  seek(timeS: number): boolean {
    const count = Atomics.load(this.#head, 0);
    if (count === 0) return false;
    const slot = this.#before(timeS, count);
    this.#load(slot);
    if (slot + 1 < count && this.timeS < timeS) this.#mixPlace(slot + 1, timeS);
    this.#mixShape(timeS + SHAPE_BEHIND_S, count);
    return true;
  }

  /** The last slot that is not after `timeS`. */
  #before(timeS: number, count: number): number {
    const oldest = Math.max(0, count - SLOTS + 8);
    let slot = count - 1;
    while (slot > oldest && this.#at(slot, TIME) > timeS) slot--;
    return slot;
  }

  #at(slot: number, field: number): number {
    return this.#slots[(slot & (SLOTS - 1)) * SLOT + field]!;
  }

  #load(slot: number): void {
    this.timeS = this.#at(slot, TIME);
    this.spurt = this.#at(slot, SPURT);
    this.playedSamples = this.#at(slot, PLAYED);
    this.levelDbfs = this.#at(slot, LEVEL);
  }

  #mixPlace(next: number, timeS: number): void {
    if (this.spurt !== this.#at(next, SPURT)) return;
    const share = (timeS - this.timeS) / Math.max(1e-6, this.#at(next, TIME) - this.timeS);
    this.playedSamples += share * (this.#at(next, PLAYED) - this.playedSamples);
  }

  #mixShape(timeS: number, count: number): void {
    const slot = this.#before(timeS, count);
    const next = Math.min(slot + 1, count - 1);
    const slotS = this.#at(slot, TIME);
    const share = Math.max(0, Math.min(1, (timeS - slotS) / Math.max(1e-6, this.#at(next, TIME) - slotS)));
    for (let i = 0; i < VISEME_COUNT; i++) {
      const before = this.#at(slot, WEIGHTS + i);
      this.weights[i] = before + share * (this.#at(next, WEIGHTS + i) - before);
    }
  }
}
