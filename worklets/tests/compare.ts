/** Likeness of two sounds at 48 kHz, as the project measures it everywhere. */

function correlation(x: Float32Array, y: Float32Array, lag: number, from: number, to: number): number {
  let xy = 0;
  let xx = 1e-12;
  let yy = 1e-12;
  for (let i = from; i < to; i++) {
    const a = x[i]!;
    const b = y[i + lag] ?? 0;
    xy += a * b;
    xx += a * a;
    yy += b * b;
  }
  return xy / Math.sqrt(xx * yy);
}

/** The lag (samples, 0 to `most`) at which `y` follows `x` best within half a second from `from`. */
export function lagOf(x: Float32Array, y: Float32Array, from: number, most: number): number {
  let best = 0;
  let found = 0;
  for (let lag = 0; lag < most; lag++) {
    const value = correlation(x, y, lag, from, from + 24_000);
    if (value > best) [best, found] = [value, lag];
  }
  return found;
}

/** Waveform correlation over the whole, `y` read `lag` later. */
export const waveformCorrelation = (x: Float32Array, y: Float32Array, lag: number): number =>
  correlation(x, y, lag, 0, Math.min(x.length, y.length - lag));

/** Pearson correlation of log power spectra: Hann 1920, 0 to 8 kHz, one frame in 100 ms. */
export function spectrumCorrelation(x: Float32Array, y: Float32Array, lag: number): number {
  const a: number[] = [];
  const b: number[] = [];
  for (let at = 0; at + 1920 < Math.min(x.length, y.length - lag); at += 4800) {
    a.push(...logSpectrum(x, at));
    b.push(...logSpectrum(y, at + lag));
  }
  return pearson(a, b);
}

function logSpectrum(samples: Float32Array, from: number): number[] {
  return Array.from({ length: 160 }, (_, k) => {
    let re = 0;
    let im = 0;
    for (let i = 0; i < 1920; i++) {
      const value = samples[from + i]! * (0.5 - 0.5 * Math.cos((2 * Math.PI * i) / 1920));
      const angle = (2 * Math.PI * 2 * k * i) / 1920;
      re += value * Math.cos(angle);
      im += value * Math.sin(angle);
    }
    return Math.log10(re * re + im * im + 1e-7);
  });
}

function pearson(a: readonly number[], b: readonly number[]): number {
  const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;
  const ma = mean(a);
  const mb = mean(b);
  let ab = 0;
  let aa = 0;
  let bb = 0;
  a.forEach((value, i) => {
    ab += (value - ma) * (b[i]! - mb);
    aa += (value - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  });
  return ab / Math.sqrt(aa * bb);
}
