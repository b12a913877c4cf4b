/** Power spectrum of a real frame of `size` (a power of two) by a complex transform of half the size. Allocates nothing after construction. */
export class PowerSpectrum {
  /** Bins 0 … size/2 - 1; a full-scale sine has about 1 in its bin whatever the size, for a Hann window. */
  readonly power: Float32Array;
  readonly size: number;
  readonly #half: number;
  readonly #re: Float64Array;
  readonly #im: Float64Array;
  readonly #cos: Float64Array;
  readonly #sin: Float64Array;
  readonly #order: Uint16Array;
  readonly #scale: number;

  constructor(size: number) {
    const half = size / 2;
    this.size = size;
    this.#half = half;
    this.power = new Float32Array(half);
    this.#re = new Float64Array(half);
    this.#im = new Float64Array(half);
    this.#cos = Float64Array.from({ length: half }, (_, i) => Math.cos((2 * Math.PI * i) / size));
    this.#sin = Float64Array.from({ length: half }, (_, i) => -Math.sin((2 * Math.PI * i) / size));
    const bits = Math.log2(half);
    this.#order = Uint16Array.from({ length: half }, (_, i) => reversed(i, bits));
    this.#scale = (4 / size) ** 2;
  }

  /** @param frame `size` windowed samples */
  analyse(frame: Float32Array): void {
    for (let i = 0; i < this.#half; i++) {
      const from = 2 * this.#order[i]!;
      this.#re[i] = frame[from]!;
      this.#im[i] = frame[from + 1]!;
    }
    this.#transform();
    this.#split();
  }

  /** Decimation in time: two stages of radix 2 at a time, and first one alone where their number is odd. */
  #transform(): void {
    const re = this.#re;
    const im = this.#im;
    const n = this.#half;
    let span = 1;
    if (Math.log2(n) % 2 === 1) {
      for (let i = 0; i < n; i += 2) {
        const x = re[i + 1]!;
        const y = im[i + 1]!;
        re[i + 1] = re[i]! - x;
        im[i + 1] = im[i]! - y;
        re[i]! += x;
        im[i]! += y;
      }
      span = 2;
    }
    for (; span < n; span *= 4) this.#twoStages(span);
  }

  /** Of spans `span` and `2 * span`. */
  #twoStages(span: number): void {
    const re = this.#re;
    const im = this.#im;
    const cos = this.#cos;
    const sin = this.#sin;
    const n = this.#half;
    const stride = n / span;
    for (let k = 0; k < span; k++) {
      const c1 = cos[k * stride]!;
      const s1 = sin[k * stride]!;
      const c2 = cos[(k * stride) / 2]!;
      const s2 = sin[(k * stride) / 2]!;
      for (let i = k; i < n; i += 4 * span) {
        const j = i + span;
        const l = j + span;
        const m = l + span;
        const bx = c1 * re[j]! - s1 * im[j]!;
        const by = c1 * im[j]! + s1 * re[j]!;
        const dx = c1 * re[m]! - s1 * im[m]!;
        const dy = c1 * im[m]! + s1 * re[m]!;
        const ax = re[i]! + bx;
        const ay = im[i]! + by;
        const ex = re[i]! - bx;
        const ey = im[i]! - by;
        const fx = re[l]! + dx;
        const fy = im[l]! + dy;
        const gx = re[l]! - dx;
        const gy = im[l]! - dy;
        const ux = c2 * fx - s2 * fy;
        const uy = c2 * fy + s2 * fx;
        // The second twiddle is the first turned by a quarter: -i of it.
        const vx = s2 * gx + c2 * gy;
        const vy = s2 * gy - c2 * gx;
        re[i] = ax + ux;
        im[i] = ay + uy;
        re[l] = ax - ux;
        im[l] = ay - uy;
        re[j] = ex + vx;
        im[j] = ey + vy;
        re[m] = ex - vx;
        im[m] = ey - vy;
      }
    }
  }

  /** The spectrum of the real frame out of that of its even and odd samples. */
  #split(): void {
    const n = this.#half;
    const scale = this.#scale / 4;
    this.power[0] = 4 * scale * (this.#re[0]! + this.#im[0]!) ** 2;
    for (let k = 1; k < n; k++) {
      const a = this.#re[k]!;
      const b = this.#im[k]!;
      const c = this.#re[n - k]!;
      const d = this.#im[n - k]!;
      const evenRe = a + c;
      const evenIm = b - d;
      const oddRe = b + d;
      const oddIm = c - a;
      const x = evenRe + this.#cos[k]! * oddRe - this.#sin[k]! * oddIm;
      const y = evenIm + this.#cos[k]! * oddIm + this.#sin[k]! * oddRe;
      this.power[k] = scale * (x * x + y * y);
    }
  }
}

function reversed(value: number, bits: number): number {
  let result = 0;
  for (let bit = 0; bit < bits; bit++) result |= ((value >> bit) & 1) << (bits - 1 - bit);
  return result;
}
