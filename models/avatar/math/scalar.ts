export const clamp = (x: number, low = 0, high = 1): number => Math.max(low, Math.min(high, x));

export const lerp = (a: number, b: number, t: number): number => a + (b - a) * t;

/** Hermite step from 0 at `from` to 1 at `to`; `from` may lie above `to`. */
export function smoothstep(from: number, to: number, x: number): number {
  const t = clamp((x - from) / (to - from));
  return t * t * (3 - 2 * t);
}

export const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** Length of a vector. `Math.hypot` guards against overflow, which millions of distances of a metre do not need. */
export const norm = (x: number, y: number, z = 0): number => Math.sqrt(x * x + y * y + z * z);
