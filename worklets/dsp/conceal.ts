/**
 * Covers a packet that could not be decoded: the end of the sound before it is repeated and fades away, so that there is
 * neither a click nor a buzz. Opus' own concealment is not offered by the decoders in use.
 */

/** Repeated length: 10 ms at 48 kHz, one or two periods of a voice. */
const REPEAT = 480;
/** The good frame after a gap begins with a fade of 2.5 ms. */
const FADE_IN = 120;

export class Concealer {
  /** Packets covered so far. */
  concealed = 0;
  readonly #tail = new Float32Array(REPEAT);
  #gain = 0;
  #covering = false;

  /** A good frame passes: it is remembered, and smoothed where it follows a covered one. Changes `pcm` in place. */
  good(pcm: Float32Array): Float32Array {
    const fade = this.#covering ? Math.min(FADE_IN, pcm.length) : 0;
    for (let i = 0; i < fade; i++) pcm[i]! *= i / fade;
    this.#covering = false;
    this.#gain = 1;
    if (pcm.length >= REPEAT) this.#tail.set(pcm.subarray(pcm.length - REPEAT));
    return pcm;
  }

  /** `samples` to play in place of a lost frame: back and forth over the last 10 ms, silent after 60 ms. */
  cover(samples: number): Float32Array {
    const pcm = new Float32Array(samples);
    for (let i = 0; i < samples; i++) {
      const step = i % (2 * REPEAT);
      const place = step < REPEAT ? REPEAT - 1 - step : step - REPEAT;
      pcm[i] = this.#tail[place]! * this.#gain;
      this.#gain = Math.max(0, this.#gain - 1 / 2880);
    }
    this.concealed++;
    this.#covering = true;
    return pcm;
  }
}
