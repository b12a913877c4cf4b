import { clamp } from "../math/scalar.ts";
import { type Field, smax } from "./field.ts";

export type Point2 = readonly [x: number, y: number];

/** Signed distance to a simple polygon in the plane, either winding. */
export function polygon(points: readonly Point2[]): (x: number, y: number) => number {
  return (x, y) => {
    let squared = Number.POSITIVE_INFINITY;
    let sign = 1;
    for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
      const [ax, ay] = points[i]!;
      const [bx, by] = points[j]!;
      const ex = bx - ax;
      const ey = by - ay;
      const wx = x - ax;
      const wy = y - ay;
      const t = clamp((wx * ex + wy * ey) / (ex * ex + ey * ey));
      squared = Math.min(squared, (wx - ex * t) ** 2 + (wy - ey * t) ** 2);
      const above = y >= ay;
      const below = y < by;
      const left = ex * wy > ey * wx;
      if ((above && below && left) || (!above && !below && !left)) sign = -sign;
    }
    return sign * Math.sqrt(squared);
  };
}

/**
 * Cloth cut along an outline in (x, y) and laid on the front of a body.
 * @param lift how far it stands off the body, metres
 * @param depth how far it reaches into the body, metres
 * @param corner radius of its edges, metres
 */
export function stencil(
  body: Field,
  outline: readonly Point2[],
  lift: number,
  depth: number,
  corner = 0.003,
  front = 0.02,
): Field {
  const shape = polygon(outline);
  return (x, y, z) => {
    const d = body(x, y, z);
    const sheet = smax(d - lift, -(d + depth), corner);
    return smax(smax(sheet, shape(x, y) + corner, corner * 1.6), front - z, corner);
  };
}
