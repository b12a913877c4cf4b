/** White noise has about no correlation from sample to sample; loud speech is voiced, and voiced sound has much. */
const MOST_CORRELATION = 0.25;
/** About -9 dBFS, as RMS. Bytes at random lie at -5; no speech holds this level without a vowel. */
const LOUD = 0.35;
const BLOCK = 512;

/**
 * Tells packed or random bytes that are played as samples, which would hurt the listener's ears: loud white noise, in
 * blocks of 512 samples.
 */
export class NoiseGuard {
  #count = 0;
  #sum = 0;
  #squares = 0;
  #products = 0;
  #last = 0;

  /** @returns true from the first block that is loud white noise */
  push(pcm: Float32Array): boolean {
    for (const sample of pcm) {
      this.#count += 1;
      this.#sum += sample;
      this.#squares += sample * sample;
      this.#products += sample * this.#last;
      this.#last = sample;
      if (this.#count === BLOCK && this.#endBlock()) return true;
    }
    return false;
  }

  #endBlock(): boolean {
    const mean = this.#sum / BLOCK;
    const power = this.#squares / BLOCK - mean * mean;
    const correlation = (this.#products / BLOCK - mean * mean) / power;
    [this.#count, this.#sum, this.#squares, this.#products] = [0, 0, 0, 0];
    return power > LOUD * LOUD && Math.abs(correlation) < MOST_CORRELATION;
  }
}
