/**
 * Streaming sample-rate conversion for any ratio of whole rates: a Kaiser-windowed sinc as a polyphase filter bank
 * (Crochiere and Rabiner, "Multirate Digital Signal Processing", 1983, chapter 4). Output sample n is input time n·from/to, so both
 * clocks start together; the price is `latency` input samples that are held back.
 */

/** Zero crossings of the sinc on each side, counted at the lower of the two rates. */
const ZERO_CROSSINGS = 32;
/** Kaiser's β for about 85 dB of stop band. */
const BETA = 8.6;
/** Middle of the transition band as a share of the lower rate: the stop band then begins at half of it. */
const CUTOFF = 0.457;
const BLOCK = 1024;

export class Resampler {
  /** Input samples that the output lags behind. */
  readonly latency: number;
  readonly #up: number;
  readonly #down: number;
  readonly #taps: number;
  /** `up` filters of `taps` coefficients, one after the other. */
  readonly #bank: Float32Array;
  readonly #line: Float32Array;
  #filled: number;
  /** Phase of the next output sample, in 1/up input samples, from the first sample of the line. */
  #phase = 0;

  /** Allocates everything it will ever need. @throws RangeError for a rate that is not a positive whole number */
  constructor(fromHz: number, toHz: number) {
    if (!(Number.isInteger(fromHz) && Number.isInteger(toHz) && fromHz > 0 && toHz > 0)) {
      throw new RangeError(`sample rates are positive whole numbers, not ${fromHz} and ${toHz}`);
    }
    const common = greatestCommonDivisor(fromHz, toHz);
    this.#up = toHz / common;
    this.#down = fromHz / common;
    const stretch = Math.max(1, fromHz / toHz);
    const half = fromHz === toHz ? 1 : Math.ceil(ZERO_CROSSINGS * stretch);
    this.#taps = 2 * half;
    this.latency = fromHz === toHz ? 0 : half;
    this.#bank = designBank(this.#up, half, CUTOFF / stretch);
    this.#line = new Float32Array(this.#taps + BLOCK);
    this.#filled = half - 1;
  }

  /** How many samples `process` may give for `count` samples. */
  maxOutput(count: number): number {
    return Math.ceil((count * this.#up) / this.#down) + 1;
  }

  /**
   * Takes `count` samples, writes what they complete to `output`. Allocates nothing.
   * @param output at least `maxOutput(count)` long
   * @returns samples written
   */
  process(input: Float32Array, count: number, output: Float32Array): number {
    if (this.latency === 0) {
      output.set(count === input.length ? input : input.subarray(0, count));
      return count;
    }
    let written = 0;
    for (let start = 0; start < count; start += BLOCK) {
      const end = Math.min(count, start + BLOCK);
      for (let i = start; i < end; i++) this.#line[this.#filled++] = input[i]!;
      written = this.#drain(output, written);
    }
    return written;
  }

  #drain(output: Float32Array, from: number): number {
    const taps = this.#taps;
    const line = this.#line;
    let written = from;
    let first = Math.floor(this.#phase / this.#up);
    while (first + taps <= this.#filled) {
      const filter = (this.#phase - first * this.#up) * taps;
      let sum = 0;
      for (let k = 0; k < taps; k++) sum += line[first + k]! * this.#bank[filter + k]!;
      output[written++] = sum;
      this.#phase += this.#down;
      first = Math.floor(this.#phase / this.#up);
    }
    const gone = Math.min(first, this.#filled);
    line.copyWithin(0, gone, this.#filled);
    this.#filled -= gone;
    this.#phase -= gone * this.#up;
    return written;
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

function designBank(phases: number, half: number, cutoff: number): Float32Array {
  const taps = 2 * half;
  const bank = new Float32Array(phases * taps);
  for (let phase = 0; phase < phases; phase++) {
    let gain = 0;
    for (let k = 0; k < taps; k++) {
      const t = k - (half - 1) - phase / phases;
      const value = 2 * cutoff * sinc(2 * cutoff * t) * kaiser(t / half);
      bank[phase * taps + k] = value;
      gain += value;
    }
    for (let k = 0; k < taps; k++) bank[phase * taps + k]! /= gain;
  }
  return bank;
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

const kaiser = (x: number): number => (Math.abs(x) >= 1 ? 0 : bessel(BETA * Math.sqrt(1 - x * x)) / bessel(BETA));

/** Modified Bessel function of the first kind, order 0, by its series. */
function bessel(x: number): number {
  let term = 1;
  let sum = 1;
  for (let k = 1; term > sum * 1e-12; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
