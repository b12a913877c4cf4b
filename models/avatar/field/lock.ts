import { clamp, lerp, norm } from "../math/scalar.ts";
import { sub, type Vec3 } from "../math/vec.ts";
import { type Box, type Field, outside } from "./field.ts";

/** One station along a lock of hair. */
export interface Station {
  point: Vec3;
  /** The outward direction of its elliptical section. */
  outward: Vec3;
  halfWidth: number;
  halfThickness: number;
}

/** Beyond this distance the distance to the box around the lock is answer enough. */
const NEAR = 0.03;

/** Every so many stations are looked at first; a lock hardly bends between them. */
const STRIDE = 4;

/** A tapering strand with an elliptical section along a polyline of stations. */
export function lock(stations: readonly Station[]): Field {
  const box: Box = { min: [9, 9, 9], max: [-9, -9, -9] };
  for (const { point, halfWidth } of stations)
    for (const axis of [0, 1, 2] as const) {
      box.min[axis] = Math.min(box.min[axis], point[axis] - halfWidth);
      box.max[axis] = Math.max(box.max[axis], point[axis] + halfWidth);
    }
  const segments = stations.slice(1).map((b, i) => {
    const a = stations[i]!;
    const step = sub(b.point, a.point);
    return { a, b, step, squared: step[0] ** 2 + step[1] ** 2 + step[2] ** 2 };
  });
  const count = stations.length;
  const centres = new Float64Array(stations.flatMap(({ point }) => point));
  return (x, y, z) => {
    const far = outside(box, x, y, z);
    if (far > NEAR) return far;
    // Stations are closer together than the lock is wide, so the nearest point lies beside the nearest station.
    const apart = (i: number) =>
      (x - centres[i * 3]!) ** 2 + (y - centres[i * 3 + 1]!) ** 2 + (z - centres[i * 3 + 2]!) ** 2;
    let closest = Number.POSITIVE_INFINITY;
    let coarse = 0;
    for (let i = 0; i < count; i += STRIDE) {
      const distance = apart(i);
      if (distance < closest) {
        closest = distance;
        coarse = i;
      }
    }
    let station = coarse;
    for (let i = Math.max(0, coarse - STRIDE + 1); i < Math.min(count, coarse + STRIDE); i++) {
      const distance = apart(i);
      if (distance < closest) {
        closest = distance;
        station = i;
      }
    }
    let nearest = Number.POSITIVE_INFINITY;
    let segment = segments[0]!;
    let along = 0;
    for (let i = Math.max(0, station - 1); i <= Math.min(count - 2, station); i++) {
      const candidate = segments[i]!;
      const { a, step, squared } = candidate;
      const px = x - a.point[0];
      const py = y - a.point[1];
      const pz = z - a.point[2];
      const t = clamp((px * step[0] + py * step[1] + pz * step[2]) / squared);
      const distance = (px - step[0] * t) ** 2 + (py - step[1] * t) ** 2 + (pz - step[2] * t) ** 2;
      if (distance < nearest) {
        nearest = distance;
        segment = candidate;
        along = t;
      }
    }
    const { a, b, step } = segment;
    const w = lerp(a.halfWidth, b.halfWidth, along);
    const th = lerp(a.halfThickness, b.halfThickness, along);
    let nx = lerp(a.outward[0], b.outward[0], along);
    let ny = lerp(a.outward[1], b.outward[1], along);
    let nz = lerp(a.outward[2], b.outward[2], along);
    const unit = 1 / (norm(nx, ny, nz) || 1);
    nx *= unit;
    ny *= unit;
    nz *= unit;
    const outwards =
      (x - a.point[0] - step[0] * along) * nx +
      (y - a.point[1] - step[1] * along) * ny +
      (z - a.point[2] - step[2] * along) * nz;
    const sideways = Math.sqrt(Math.max(0, nearest - outwards * outwards));
    const k0 = norm(outwards / th, sideways / w);
    if (k0 < 1e-5) return -th;
    return (k0 * (k0 - 1)) / norm(outwards / (th * th), sideways / (w * w));
  };
}
