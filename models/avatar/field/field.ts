import { norm } from "../math/scalar.ts";
import { add, mirror as mirrored, normalise, sub, type Vec3 } from "../math/vec.ts";

/**
 * A signed distance field: metres to the surface, negative inside. Distances are approximate away from the surface and
 * right at it. Called millions of times: implementations allocate nothing.
 */
export type Field = (x: number, y: number, z: number) => number;

export interface Box {
  min: Vec3;
  max: Vec3;
}

/** Union with a fillet; `k` is the width of the blend in metres, 0 for a hard edge. */
export function smin(a: number, b: number, k: number): number {
  const low = Math.min(a, b);
  if (k <= 0) return low;
  const h = Math.max(k - Math.abs(a - b), 0) / k;
  return low - h * h * k * 0.25;
}

/** Intersection with a fillet. */
export const smax = (a: number, b: number, k: number): number => -smin(-a, -b, k);

export const moved =
  (field: Field, [ox, oy, oz]: Vec3): Field =>
  (x, y, z) =>
    field(x - ox, y - oy, z - oz);

/** The half at +X on both sides. */
export const mirrorX =
  (field: Field): Field =>
  (x, y, z) =>
    field(Math.abs(x), y, z);

export const unionOf =
  (fields: readonly Field[], k = 0): Field =>
  (x, y, z) => {
    let distance = Number.POSITIVE_INFINITY;
    for (const field of fields) {
      const d = field(x, y, z);
      distance = distance === Number.POSITIVE_INFINITY ? d : smin(distance, d, k);
    }
    return distance;
  };

export const at = (field: Field, p: Vec3): number => field(p[0], p[1], p[2]);

/** Central differences over `step` metres; not normalised. */
export function gradient(field: Field, [x, y, z]: Vec3, step = 5e-4): Vec3 {
  const s = 1 / (2 * step);
  return [
    (field(x + step, y, z) - field(x - step, y, z)) * s,
    (field(x, y + step, z) - field(x, y - step, z)) * s,
    (field(x, y, z + step) - field(x, y, z - step)) * s,
  ];
}

/** The unit normal, a little smoothed by its step. */
export const normalAt = (field: Field, p: Vec3, step = 8e-4): Vec3 => normalise(gradient(field, p, step));

/** Distance from a point to a box, 0 inside. */
export function outside(box: Box, x: number, y: number, z: number): number {
  const dx = Math.max(box.min[0] - x, 0, x - box.max[0]);
  const dy = Math.max(box.min[1] - y, 0, y - box.max[1]);
  const dz = Math.max(box.min[2] - z, 0, z - box.max[2]);
  return norm(dx, dy, dz);
}

export const boxAround = (centre: Vec3, half: Vec3): Box => ({ min: sub(centre, half), max: add(centre, half) });

/** Both sides of a box that was given for +X. */
export const mirroredBox = (box: Box): Box => ({ min: [mirrored(box.max)[0], box.min[1], box.min[2]], max: box.max });
