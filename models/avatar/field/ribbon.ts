import { clamp, lerp, norm, smoothstep } from "../math/scalar.ts";
import { add, cross, dot, normalise, scale, sub, type Vec3 } from "../math/vec.ts";
import type { Field } from "./field.ts";

const SEGMENTS = 14;

export interface RibbonShape {
  from: Vec3;
  /** The control point of the quadratic curve. */
  bend: Vec3;
  to: Vec3;
  halfWidth: number;
  halfThickness: number;
  /** The side that should face outwards. */
  facing: Vec3;
}

/** A flat band along a quadratic Bezier curve, narrow where it begins, its section a rounded rectangle. */
export function ribbon({ from, bend, to, halfWidth, halfThickness, facing }: RibbonShape): Field {
  const point = (t: number) => add(add(scale(from, (1 - t) ** 2), scale(bend, 2 * t * (1 - t))), scale(to, t * t));
  const front = normalise(facing);
  const segments = Array.from({ length: SEGMENTS }, (_, i) => {
    const a = point(i / SEGMENTS);
    const step = sub(point((i + 1) / SEGMENTS), a);
    const tangent = normalise(step);
    const normal = normalise(sub(front, scale(tangent, dot(front, tangent))));
    const width = (t: number) => halfWidth * (0.34 + 0.66 * smoothstep(0, 0.8, t));
    return {
      a,
      step,
      squared: dot(step, step),
      tangent,
      normal,
      across: cross(tangent, normal),
      widths: [width(i / SEGMENTS), width((i + 1) / SEGMENTS)] as const,
    };
  });
  const radius = halfThickness * 0.96;
  return (x, y, z) => {
    let nearest = Number.POSITIVE_INFINITY;
    let index = 0;
    let along = 0;
    for (let i = 0; i < SEGMENTS; i++) {
      const { a, step, squared } = segments[i]!;
      const px = x - a[0];
      const py = y - a[1];
      const pz = z - a[2];
      const t = clamp((px * step[0] + py * step[1] + pz * step[2]) / squared);
      const distance = (px - step[0] * t) ** 2 + (py - step[1] * t) ** 2 + (pz - step[2] * t) ** 2;
      if (distance < nearest) {
        nearest = distance;
        index = i;
        along = t;
      }
    }
    const { a, step, tangent, normal, across, widths } = segments[index]!;
    const qx = x - a[0] - step[0] * along;
    const qy = y - a[1] - step[1] * along;
    const qz = z - a[2] - step[2] * along;
    const isEnd = (index === 0 && along === 0) || (index === SEGMENTS - 1 && along === 1);
    const width = lerp(widths[0], widths[1], along);
    const e1 = Math.abs(qx * normal[0] + qy * normal[1] + qz * normal[2]) - (halfThickness - radius);
    const e2 = Math.abs(qx * across[0] + qy * across[1] + qz * across[2]) - (width - radius);
    const e3 = isEnd ? Math.abs(qx * tangent[0] + qy * tangent[1] + qz * tangent[2]) : 0;
    return norm(Math.max(e1, 0), Math.max(e2, 0), e3) + Math.min(Math.max(e1, e2), 0) - radius;
  };
}
