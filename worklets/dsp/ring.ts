/**
 * A ring of Float32 samples between exactly one writing and one reading thread, without locks.
 *
 *     header  Int32 × 3: 0 write, 1 read, 2 dropped; each counts samples and wraps after 2^31
 *     data    Float32 × size, size a power of two
 *
 * `write` and `read` never stop growing: `index & (size - 1)` is the place and `(write - read) | 0` the fill, both right
 * across the wrap. A writer stores its samples before `write`, a reader reads them before it stores `read`.
 */
export interface RingMemory {
  header: SharedArrayBuffer;
  data: SharedArrayBuffer;
}

export const RING_WRITE = 0;
export const RING_READ = 1;
const DROPPED = 2;

/** @param capacity samples; rounded up to a power of two */
export function createRing(capacity: number): RingMemory {
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, capacity)));
  return {
    header: new SharedArrayBuffer(3 * Int32Array.BYTES_PER_ELEMENT),
    data: new SharedArrayBuffer(size * Float32Array.BYTES_PER_ELEMENT),
  };
}

/** For the one writing thread. Nothing here allocates or waits. */
export class RingWriter {
  readonly header: Int32Array;
  readonly capacity: number;
  readonly #data: Float32Array;

  constructor(memory: RingMemory) {
    this.header = new Int32Array(memory.header);
    this.#data = new Float32Array(memory.data);
    this.capacity = this.#data.length;
  }

  /** Where the next sample goes. Exact. */
  get index(): number {
    return Atomics.load(this.header, RING_WRITE);
  }

  /** Where the reader is. May be late, so the fill computed from it is never too small. */
  get readIndex(): number {
    return Atomics.load(this.header, RING_READ);
  }

  /** Samples written and not yet read; may be too high, never too low. */
  get fill(): number {
    return (this.index - this.readIndex) | 0;
  }

  /** All `count` samples or none. @returns false when they did not fit: then they are counted as dropped */
  push(source: Float32Array, count = source.length): boolean {
    if (this.capacity - this.fill < count) {
      Atomics.add(this.header, DROPPED, count);
      return false;
    }
    const write = this.index;
    const mask = this.capacity - 1;
    for (let i = 0; i < count; i++) this.#data[(write + i) & mask] = source[i]!;
    Atomics.store(this.header, RING_WRITE, (write + count) | 0);
    return true;
  }

  /** Wakes a reader that waits for samples. Cheap, but a system call: not after every quantum. */
  wake(): void {
    Atomics.notify(this.header, RING_WRITE);
  }
}

/** For the one reading thread. Nothing here allocates or waits. */
export class RingReader {
  readonly header: Int32Array;
  readonly capacity: number;
  readonly #data: Float32Array;
  #droppedSeen: number;

  constructor(memory: RingMemory) {
    this.header = new Int32Array(memory.header);
    this.#data = new Float32Array(memory.data);
    this.capacity = this.#data.length;
    this.#droppedSeen = Atomics.load(this.header, DROPPED);
  }

  /** Where the next sample comes from. Exact. */
  get index(): number {
    return Atomics.load(this.header, RING_READ);
  }

  /** Samples that can be read now; may be too low, never too high. */
  get available(): number {
    return (Atomics.load(this.header, RING_WRITE) - this.index) | 0;
  }

  /** Moves up to `count` samples to `target` from `offset`. @returns how many there were */
  pull(target: Float32Array, offset = 0, count = target.length - offset): number {
    const read = this.index;
    const taken = Math.min(count, this.available);
    const mask = this.capacity - 1;
    for (let i = 0; i < taken; i++) target[offset + i] = this.#data[(read + i) & mask]!;
    Atomics.store(this.header, RING_READ, (read + taken) | 0);
    return taken;
  }

  /** Passes over up to `count` samples unread. @returns how many there were */
  skip(count: number): number {
    const taken = Math.min(count, this.available);
    Atomics.store(this.header, RING_READ, (this.index + taken) | 0);
    return taken;
  }

  /**
   * Samples dropped since the last call. Called right after everything available was pulled, the gap lies exactly
   * there: a writer drops only while the ring is full.
   */
  takeDropped(): number {
    const dropped = Atomics.load(this.header, DROPPED);
    const news = (dropped - this.#droppedSeen) | 0;
    this.#droppedSeen = dropped;
    return news;
  }

  /** Wakes a writer that waits for room. */
  wake(): void {
    Atomics.notify(this.header, RING_READ);
  }
}
