/**
 * The mouth's network: a gated recurrent unit (Cho et al., 2014, reset after the product) over mel bands and the voice's
 * mean, then a linear layer. models/viseme trains it; weights are signed bytes with a scale for each row.
 */

/** How the trained weights are kept: `bytes` in base64, rows one after the other, in the order of the fields below. */
export interface NetworkWeights {
  bands: number;
  hidden: number;
  /** Of the answers; the first five are the wire's visemes, the sixth silence. */
  classes: readonly string[];
  /**
   * 3 × hidden rows of `bands`, the same of the voice, the same of `hidden`, then a row of `hidden` for each class. Four rows
   * stand in each other's columns: the first number of each, the second of each, and so on. Both counts are multiples of 4.
   */
  bytes: string;
  /** What a byte of each row is worth. */
  scales: readonly number[];
  /** 3 × hidden, then one for each class. */
  biases: readonly number[];
}

/** Rows that are worked on together. */
const BLOCK = 4;
/** The voice's part changes slowly and is worked out anew so often. */
const VOICE_EVERY = 8;

export class MouthNetwork {
  /** Chances of the classes, together 1. Valid until the next step. */
  readonly chances: Float64Array;
  readonly #bands: number;
  readonly #hidden: number;
  readonly #fromBands: Float64Array;
  readonly #fromVoice: Float64Array;
  readonly #fromPast: Float64Array;
  readonly #out: Float64Array;
  readonly #biases: Float64Array;
  readonly #asked: Float64Array;
  readonly #voiceAsked: Float64Array;
  readonly #recalled: Float64Array;
  readonly #state: Float64Array;
  readonly #input: Float64Array;
  #untilVoice = 0;

  /** Allocates everything it will ever need. @throws RangeError when the weights' sizes do not fit together */
  constructor(weights: NetworkWeights) {
    const { bands, hidden, classes, scales, biases } = weights;
    const bytes = decodeBase64(weights.bytes);
    const gates = 3 * hidden;
    const rows = 3 * gates + classes.length;
    const expected = gates * (2 * bands + hidden) + classes.length * hidden;
    const isWhole = gates % BLOCK === 0 && classes.length % BLOCK === 0;
    if (!isWhole || bytes.length !== expected || scales.length !== rows || biases.length !== gates + classes.length) {
      throw new RangeError(
        `a mouth of ${hidden} units has ${expected} weights and ${rows} scales, not ${bytes.length}`,
      );
    }
    let row = 0;
    let at = 0;
    const matrix = (count: number, width: number): Float64Array => {
      const values = new Float64Array(count * width);
      for (let i = 0; i < values.length; i++) {
        values[i] = bytes[at + i]! * scales[row + BLOCK * Math.floor(i / (BLOCK * width)) + (i % BLOCK)]!;
      }
      at += values.length;
      row += count;
      return values;
    };
    this.#bands = bands;
    this.#hidden = hidden;
    this.#fromBands = matrix(gates, bands);
    this.#fromVoice = matrix(gates, bands);
    this.#fromPast = matrix(gates, hidden);
    this.#out = matrix(classes.length, hidden);
    this.#biases = Float64Array.from(biases);
    this.#asked = new Float64Array(gates);
    this.#voiceAsked = new Float64Array(gates);
    this.#recalled = new Float64Array(gates);
    this.#state = new Float64Array(hidden);
    this.#input = new Float64Array(bands);
    this.chances = new Float64Array(classes.length);
  }

  /** One frame on. Allocates nothing. */
  step(bands: Float32Array, voice: Float32Array): void {
    const hidden = this.#hidden;
    const asked = this.#asked;
    const recalled = this.#recalled;
    const state = this.#state;
    if (this.#untilVoice-- === 0) {
      this.#untilVoice = VOICE_EVERY - 1;
      this.#input.set(voice);
      product(this.#fromVoice, this.#input, this.#bands, this.#voiceAsked);
      for (let i = 0; i < this.#voiceAsked.length; i++) this.#voiceAsked[i]! += this.#biases[i]!;
    }
    this.#input.set(bands);
    product(this.#fromBands, this.#input, this.#bands, asked);
    product(this.#fromPast, state, hidden, recalled);
    for (let i = 0; i < hidden; i++) {
      const reset = sigmoid(asked[i]! + this.#voiceAsked[i]! + recalled[i]!);
      const u = i + hidden;
      const update = sigmoid(asked[u]! + this.#voiceAsked[u]! + recalled[u]!);
      const c = u + hidden;
      const candidate = 2 * sigmoid(2 * (asked[c]! + this.#voiceAsked[c]! + reset * recalled[c]!)) - 1;
      state[i] = candidate + update * (state[i]! - candidate);
    }
    product(this.#out, state, hidden, this.chances);
    this.#soften();
  }

  #soften(): void {
    const chances = this.chances;
    const offset = 3 * this.#hidden;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < chances.length; i++) {
      chances[i]! += this.#biases[offset + i]!;
      if (chances[i]! > most) most = chances[i]!;
    }
    let sum = 0;
    for (let i = 0; i < chances.length; i++) {
      chances[i] = Math.exp(chances[i]! - most);
      sum += chances[i]!;
    }
    for (let i = 0; i < chances.length; i++) chances[i]! /= sum;
  }
}

/** `out` = `matrix` times `vector`: four rows at a time, the matrix kept as columns of such blocks. */
function product(matrix: Float64Array, vector: Float64Array, width: number, out: Float64Array): void {
  for (let row = 0, at = 0; row < out.length; row += BLOCK) {
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    for (let i = 0; i < width; i++, at += BLOCK) {
      const x = vector[i]!;
      a += matrix[at]! * x;
      b += matrix[at + 1]! * x;
      c += matrix[at + 2]! * x;
      d += matrix[at + 3]! * x;
    }
    out[row] = a;
    out[row + 1] = b;
    out[row + 2] = c;
    out[row + 3] = d;
  }
}

const SIGMOID_REACH = 8;
const SIGMOID_STEPS = 64;
const SIGMOID = Float64Array.from(
  { length: 2 * SIGMOID_REACH * SIGMOID_STEPS + 2 },
  (_, i) => 1 / (1 + Math.exp(SIGMOID_REACH - i / SIGMOID_STEPS)),
);

/** 1 / (1 + e^-x) from a table, within 0.0001 and the ends within 0.0004. */
function sigmoid(x: number): number {
  const place = (Math.max(-SIGMOID_REACH, Math.min(SIGMOID_REACH, x)) + SIGMOID_REACH) * SIGMOID_STEPS;
  const index = place | 0;
  const low = SIGMOID[index]!;
  return low + (place - index) * (SIGMOID[index + 1]! - low);
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** The audio thread has no `atob`. @throws RangeError for what is not base64 (RFC 4648, section 4) */
export function decodeBase64(text: string): Int8Array {
  const digits = text.replace(/={1,2}$/, "");
  const bytes = new Int8Array(Math.floor((digits.length * 3) / 4));
  let bits = 0;
  let held = 0;
  let at = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = ALPHABET.indexOf(digits[i]!);
    if (digit < 0) throw new RangeError(`not base64 at ${i}`);
    held = ((held << 6) | digit) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = (held >> bits) & 0xff;
  }
  return bytes;
}
