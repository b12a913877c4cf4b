const LOWEST_HZ = 80;
const HIGHEST_HZ = 5400;

/** O'Shaughnessy, Speech Communication (1987): the scale on which pitches seem equally far apart. */
const melOf = (hz: number): number => 1127 * Math.log(1 + hz / 700);
const hzOf = (mel: number): number => 700 * (Math.exp(mel / 1127) - 1);

/** Energies of overlapping triangles, equally wide in mel, over a power spectrum. */
export class MelBands {
  readonly energies: Float32Array;
  readonly #first: Uint16Array;
  readonly #count: Uint16Array;
  readonly #shares: Float32Array;

  /** @param size of the transform whose first half is the spectrum */
  constructor(bands: number, size: number, rateHz: number) {
    this.energies = new Float32Array(bands);
    this.#first = new Uint16Array(bands);
    this.#count = new Uint16Array(bands);
    const low = melOf(LOWEST_HZ);
    const step = (melOf(HIGHEST_HZ) - low) / (bands + 1);
    const shares: number[] = [];
    for (let band = 0; band < bands; band++) {
      const [left, top, right] = [0, 1, 2].map((corner) => (hzOf(low + (band + corner) * step) * size) / rateHz);
      const bins = triangle(left!, top!, right!, size / 2);
      this.#first[band] = bins.first;
      this.#count[band] = bins.shares.length;
      shares.push(...bins.shares);
    }
    this.#shares = Float32Array.from(shares);
  }

  /** Fills `energies`. Allocates nothing. */
  measure(power: Float32Array): void {
    let share = 0;
    for (let band = 0; band < this.energies.length; band++) {
      const first = this.#first[band]!;
      const end = first + this.#count[band]!;
      let energy = 0;
      for (let bin = first; bin < end; bin++) energy += this.#shares[share++]! * power[bin]!;
      this.energies[band] = energy;
    }
  }
}

/** The triangle's part in each bin; one narrower than a bin gives all to the nearest. */
function triangle(left: number, top: number, right: number, bins: number): { first: number; shares: number[] } {
  const first = Math.max(0, Math.ceil(left));
  const last = Math.min(bins - 1, Math.floor(right));
  const shares: number[] = [];
  for (let bin = first; bin <= last; bin++) {
    shares.push(bin < top ? (bin - left) / (top - left) : (right - bin) / (right - top));
  }
  if (shares.every((share) => share < 1e-3)) return { first: Math.min(bins - 1, Math.round(top)), shares: [1] };
  return { first, shares };
}
