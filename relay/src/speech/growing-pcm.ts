/** Mono PCM that grows while somebody speaks, up to a limit; what comes after the limit is not kept. */
export class GrowingPcm {
  #samples = new Float32Array(16_000 * 4);
  #length = 0;
  readonly #limit: number;

  constructor(limitSamples: number) {
    this.#limit = limitSamples;
  }

  get length(): number {
    return this.#length;
  }

  append(pcm: Float32Array): void {
    const kept = pcm.subarray(0, Math.max(0, this.#limit - this.#length));
    if (this.#length + kept.length > this.#samples.length) {
      const larger = new Float32Array(
        Math.min(this.#limit, Math.max(this.#samples.length * 2, this.#length + kept.length)),
      );
      larger.set(this.#samples.subarray(0, this.#length));
      this.#samples = larger;
    }
    this.#samples.set(kept, this.#length);
    this.#length += kept.length;
  }

  /** A copy of the samples from `start` to `end`. */
  slice(start = 0, end = this.#length): Float32Array {
    return this.#samples.slice(start, Math.min(end, this.#length));
  }

  /** A view that is good until the next `append`. */
  view(start = 0, end = this.#length): Float32Array {
    return this.#samples.subarray(start, Math.min(end, this.#length));
  }
}
