/** The last seconds of one stream by absolute position (samples since the start, a double: it never wraps). */
export class History {
  readonly #data: Float32Array;
  #position = 0;

  /** @param capacity samples that are kept; rounded up to a power of two */
  constructor(capacity: number) {
    this.#data = new Float32Array(2 ** Math.ceil(Math.log2(capacity)));
  }

  /** Where the next sample goes. */
  get position(): number {
    return this.#position;
  }

  /** The first position that is still there. */
  get oldest(): number {
    return Math.max(0, this.#position - this.#data.length);
  }

  write(samples: Float32Array, count = samples.length): void {
    const size = this.#data.length;
    for (let i = 0; i < count; i++) this.#data[(this.#position + i) % size] = samples[i]!;
    this.#position += count;
  }

  /** Samples that never came: the positions exist, what they hold is undefined. */
  skip(count: number): void {
    this.#position += count;
  }

  /** Copies `[from, from + target.length)`, which must lie between `oldest` and `position`. */
  read(from: number, target: Float32Array): void {
    const size = this.#data.length;
    for (let i = 0; i < target.length; i++) target[i] = this.#data[(from + i) % size]!;
  }
}
