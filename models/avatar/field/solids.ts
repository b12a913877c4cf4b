import { throughRows } from "../math/curve.ts";
import { clamp, norm } from "../math/scalar.ts";
import { sub, type Vec3 } from "../math/vec.ts";
import { type Field, smax } from "./field.ts";

export const sphere =
  ([cx, cy, cz]: Vec3, radius: number): Field =>
  (x, y, z) =>
    norm(x - cx, y - cy, z - cz) - radius;

/** The bound k0(k0 - 1)/k1 of Quilez: exact on the surface, close to it nearby. */
export function ellipsoid([cx, cy, cz]: Vec3, [rx, ry, rz]: Vec3): Field {
  const least = Math.min(rx, ry, rz);
  return (x, y, z) => {
    const px = (x - cx) / rx;
    const py = (y - cy) / ry;
    const pz = (z - cz) / rz;
    const k0 = norm(px, py, pz);
    if (k0 < 1e-6) return -least;
    return (k0 * (k0 - 1)) / norm(px / rx, py / ry, pz / rz);
  };
}

/** A capsule whose radius changes along it. */
export function roundCone(a: Vec3, b: Vec3, radiusA: number, radiusB: number): Field {
  const [dx, dy, dz] = sub(b, a);
  const [ax, ay, az] = a;
  const squared = dx * dx + dy * dy + dz * dz;
  return (x, y, z) => {
    const px = x - ax;
    const py = y - ay;
    const pz = z - az;
    const t = clamp((px * dx + py * dy + pz * dz) / squared);
    return norm(px - dx * t, py - dy * t, pz - dz * t) - (radiusA + (radiusB - radiusA) * t);
  };
}

/** Axis-parallel, edges rounded by `corner`. */
export const roundBox =
  ([cx, cy, cz]: Vec3, [hx, hy, hz]: Vec3, corner: number): Field =>
  (x, y, z) => {
    const qx = Math.abs(x - cx) - hx + corner;
    const qy = Math.abs(y - cy) - hy + corner;
    const qz = Math.abs(z - cz) - hz + corner;
    const inner = Math.min(Math.max(qx, qy, qz), 0);
    return norm(Math.max(qx, 0), Math.max(qy, 0), Math.max(qz, 0)) + inner - corner;
  };

/** A ring about the Y axis, stretched in x and tilted forwards by `tilt` radians. */
export function ring([cx, cy, cz]: Vec3, radius: number, thickness: number, stretchX: number, tilt: number): Field {
  const cos = Math.cos(tilt);
  const sin = Math.sin(tilt);
  return (x, y, z) => {
    const px = (x - cx) / stretchX;
    const py = (y - cy) * cos - (z - cz) * sin;
    const pz = (y - cy) * sin + (z - cz) * cos;
    return norm(norm(px, pz) - radius, py) - thickness;
  };
}

/** y, half-width in x, half-width in z, centre in z. */
export type LatheRow = readonly [y: number, rx: number, rz: number, zc: number];

const LATHE_STEPS = 256;

/**
 * Elliptical sections stacked along Y, a smooth curve through the rows, closed at both ends.
 * @param edge blend at the two ends, metres
 */
export function lathe(rows: readonly LatheRow[], edge: number): Field {
  const low = rows[0]![0];
  const high = rows.at(-1)![0];
  const curve = throughRows(rows);
  const table = new Float64Array((LATHE_STEPS + 1) * 3);
  for (let i = 0; i <= LATHE_STEPS; i++) table.set(curve(low + ((high - low) * i) / LATHE_STEPS), i * 3);
  return (x, y, z) => {
    const position = clamp((y - low) / (high - low)) * LATHE_STEPS;
    const step = Math.min(LATHE_STEPS - 1, Math.floor(position));
    const t = position - step;
    const row = step * 3;
    const rx = table[row]! + (table[row + 3]! - table[row]!) * t;
    const rz = table[row + 1]! + (table[row + 4]! - table[row + 1]!) * t;
    const zc = table[row + 2]! + (table[row + 5]! - table[row + 2]!) * t;
    const px = x / rx;
    const pz = (z - zc) / rz;
    const k0 = norm(px, pz);
    const side = k0 < 1e-5 ? -Math.min(rx, rz) : (k0 * (k0 - 1)) / norm(px / rx, pz / rz);
    return smax(side, Math.max(low - y, y - high), edge);
  };
}
