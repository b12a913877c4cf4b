/** Linear prediction by the autocorrelation method (Makhoul, Proc. IEEE 63, 1975). All buffers belong to the instance. */
export class Lpc {
  readonly order: number;
  /** `r[0]` is the energy of the windowed frame, `r[k]` its correlation at lag k. */
  readonly autocorrelation: Float64Array;
  /** `a[0] = 1`; the predictor is `x[n] ≈ -Σ a[k] x[n-k]`. */
  readonly coefficients: Float64Array;
  readonly #next: Float64Array;

  constructor(order: number) {
    this.order = order;
    this.autocorrelation = new Float64Array(order + 1);
    this.coefficients = new Float64Array(order + 1);
    this.#next = new Float64Array(order + 1);
  }

  /** Analyses a windowed frame. Allocates nothing. @returns false for silence, which has no envelope */
  analyse(frame: Float32Array): boolean {
    const r = this.autocorrelation;
    for (let lag = 0; lag <= this.order; lag++) {
      let sum = 0;
      for (let i = lag; i < frame.length; i++) sum += frame[i]! * frame[i - lag]!;
      r[lag] = sum;
    }
    if (r[0]! <= 1e-12) return false;
    return this.#levinson(r[0]! * (1 + 1e-5));
  }

  #levinson(energy: number): boolean {
    const a = this.coefficients;
    const r = this.autocorrelation;
    a.fill(0);
    a[0] = 1;
    let error = energy;
    for (let i = 1; i <= this.order; i++) {
      let sum = r[i]!;
      for (let k = 1; k < i; k++) sum += a[k]! * r[i - k]!;
      const reflection = -sum / error;
      for (let k = 1; k < i; k++) this.#next[k] = a[k]! + reflection * a[i - k]!;
      for (let k = 1; k < i; k++) a[k] = this.#next[k]!;
      a[i] = reflection;
      error *= 1 - reflection * reflection;
      if (error <= 0) return false;
    }
    return true;
  }

  /** Fills `cepstrum[1…]` with the cepstrum of the envelope (Atal, JASA 55, 1974). Allocates nothing. */
  cepstrum(cepstrum: Float32Array): void {
    const a = this.coefficients;
    for (let n = 1; n < cepstrum.length; n++) {
      let sum = n <= this.order ? a[n]! : 0;
      for (let k = Math.max(1, n - this.order); k < n; k++) sum += (k / n) * cepstrum[k]! * a[n - k]!;
      cepstrum[n] = -sum;
    }
  }
}
