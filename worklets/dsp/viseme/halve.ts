/** Every second sample, after a half-band low-pass (Hamming-windowed sinc): what is above a quarter of the rate is folded away. */
export class Halver {
  readonly #line: Float64Array;
  readonly #taps: Float64Array;
  /** Taps on each side of the middle one; every other of them is zero. */
  readonly #reach: number;
  #kept: number;

  /**
   * @param most samples that a call of `push` may bring
   * @param pairs of taps that are not zero, a multiple of 3: more cut more steeply
   */
  constructor(most: number, pairs: number) {
    this.#reach = 2 * pairs - 1;
    this.#taps = halfBandTaps(pairs, this.#reach);
    this.#kept = 2 * this.#reach;
    this.#line = new Float64Array(this.#kept + most + 1);
  }

  /** Halves `count` samples of `input`, from index `from`, into `output`. Allocates nothing. @returns samples written */
  push(input: Float32Array, from: number, count: number, output: Float32Array): number {
    const line = this.#line;
    const taps = this.#taps;
    const reach = this.#reach;
    for (let i = 0; i < count; i++) line[this.#kept + i] = input[from + i]!;
    const end = this.#kept + count;
    let written = 0;
    let middle = reach;
    for (; middle + reach < end; middle += 2) {
      let sum = 0.5 * line[middle]!;
      for (let p = 0, away = 1; p < taps.length; p += 3, away += 6) {
        sum +=
          taps[p]! * (line[middle - away]! + line[middle + away]!) +
          taps[p + 1]! * (line[middle - away - 2]! + line[middle + away + 2]!) +
          taps[p + 2]! * (line[middle - away - 4]! + line[middle + away + 4]!);
      }
      output[written++] = sum;
    }
    this.#kept = end - (middle - reach);
    line.copyWithin(0, middle - reach, end);
    return written;
  }
}

function halfBandTaps(pairs: number, reach: number): Float64Array {
  const taps = Float64Array.from({ length: pairs }, (_, p) => {
    const away = 2 * p + 1;
    return (
      (Math.sin((Math.PI * away) / 2) / (Math.PI * away)) * (0.54 + 0.46 * Math.cos((Math.PI * away) / (reach + 1)))
    );
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => (tap * 0.25) / sum);
}
