/**
 * Mono PCM that grows while somebody speaks and may be forgotten from its beginning. Indices count from the first sample,
 * forgotten or not.
 */
export class GrowingPcm {
  #samples = new Float32Array(16_000 * 4);
  #start = 0;
  #end = 0;
  readonly #limit: number;

  /** @param limitSamples what comes beyond this length is not kept */
  constructor(limitSamples = Number.POSITIVE_INFINITY) {
    this.#limit = limitSamples;
  }

  /** Of the first sample that is kept. */
  get start(): number {
    return this.#start;
  }

  /** Of all that came, the forgotten included. */
  get length(): number {
    return this.#end;
  }

  append(pcm: Float32Array): void {
    const taken = pcm.subarray(0, Math.max(0, this.#limit - this.#end));
    const kept = this.#end - this.#start;
    if (kept + taken.length > this.#samples.length) {
      const larger = new Float32Array(Math.max(this.#samples.length * 2, kept + taken.length));
      larger.set(this.#samples.subarray(0, kept));
      this.#samples = larger;
    }
    this.#samples.set(taken, kept);
    this.#end += taken.length;
  }

  /** Forgets what lies before `index`. */
  forget(index: number): void {
    const dropped = Math.min(this.#end, Math.max(this.#start, index)) - this.#start;
    this.#samples.copyWithin(0, dropped, this.#end - this.#start);
    this.#start += dropped;
  }

  /** A copy of the kept samples from `from` to `to`. */
  slice(from = this.#start, to = this.#end): Float32Array {
    return this.view(from, to).slice();
  }

  /** A view that is good until the next `append` or `forget`. */
  view(from = this.#start, to = this.#end): Float32Array {
    const at = (index: number): number => Math.min(this.#end, Math.max(this.#start, index)) - this.#start;
    return this.#samples.subarray(at(from), at(to));
  }
}
