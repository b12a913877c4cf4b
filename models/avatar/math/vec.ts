/** Metres, or a direction. Y up, the figure looks along +Z, her left is +X. */
export type Vec3 = [x: number, y: number, z: number];

export const add = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const sub = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Vec3, s: number): Vec3 => [a[0] * s, a[1] * s, a[2] * s];
export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const length = (a: Vec3): number => Math.hypot(a[0], a[1], a[2]);
export const mix = (a: Vec3, b: Vec3, t: number): Vec3 => [
  a[0] + (b[0] - a[0]) * t,
  a[1] + (b[1] - a[1]) * t,
  a[2] + (b[2] - a[2]) * t,
];

export const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];

/** A zero vector stays zero. */
export const normalise = (a: Vec3): Vec3 => scale(a, 1 / (length(a) || 1));

/** Across the plane of symmetry. */
export const mirror = (a: Vec3): Vec3 => [-a[0], a[1], a[2]];

/** Distance from `p` to the segment from `a` to `b`. */
export function distanceToSegment(p: Vec3, a: Vec3, b: Vec3): number {
  const along = sub(b, a);
  const t = Math.min(1, Math.max(0, dot(sub(p, a), along) / dot(along, along)));
  return length(sub(p, add(a, scale(along, t))));
}
