import type { Vec3 } from "./vec.ts";

/** Three columns of the linear part, then the translation. */
export type Affine = [
  xx: number,
  xy: number,
  xz: number,
  yx: number,
  yy: number,
  yz: number,
  zx: number,
  zy: number,
  zz: number,
  tx: number,
  ty: number,
  tz: number,
];

export const translation = (t: Vec3): Affine => [1, 0, 0, 0, 1, 0, 0, 0, 1, t[0], t[1], t[2]];

export const applyToDirection = (m: Affine, v: Vec3): Vec3 => [
  m[0] * v[0] + m[3] * v[1] + m[6] * v[2],
  m[1] * v[0] + m[4] * v[1] + m[7] * v[2],
  m[2] * v[0] + m[5] * v[1] + m[8] * v[2],
];

export const applyToPoint = (m: Affine, p: Vec3): Vec3 => [
  m[0] * p[0] + m[3] * p[1] + m[6] * p[2] + m[9],
  m[1] * p[0] + m[4] * p[1] + m[7] * p[2] + m[10],
  m[2] * p[0] + m[5] * p[1] + m[8] * p[2] + m[11],
];

/** First `b`, then `a`. */
export function compose(a: Affine, b: Affine): Affine {
  const x = applyToDirection(a, [b[0], b[1], b[2]]);
  const y = applyToDirection(a, [b[3], b[4], b[5]]);
  const z = applyToDirection(a, [b[6], b[7], b[8]]);
  const t = applyToPoint(a, [b[9], b[10], b[11]]);
  return [...x, ...y, ...z, ...t];
}

/** Euler angles in radians, order XYZ as three.js reads it. */
export function rotation(x: number, y: number, z: number): Affine {
  const about = (a: number) => [Math.cos(a), Math.sin(a)] as const;
  const [cx, sx] = about(x);
  const [cy, sy] = about(y);
  const [cz, sz] = about(z);
  const rx: Affine = [1, 0, 0, 0, cx, sx, 0, -sx, cx, 0, 0, 0];
  const ry: Affine = [cy, 0, -sy, 0, 1, 0, sy, 0, cy, 0, 0, 0];
  const rz: Affine = [cz, sz, 0, -sz, cz, 0, 0, 0, 1, 0, 0, 0];
  return compose(compose(rx, ry), rz);
}

/** Half of the turn that `rotation` of the same angles makes, about the same axis. */
export function halfRotation(x: number, y: number, z: number): Affine {
  const [sx, sy, sz] = [Math.sin(x / 2), Math.sin(y / 2), Math.sin(z / 2)];
  const [cx, cy, cz] = [Math.cos(x / 2), Math.cos(y / 2), Math.cos(z / 2)];
  // The quaternion of the whole turn, then the one half way to it from no turn.
  const whole = [sx * cy * cz + cx * sy * sz, cx * sy * cz - sx * cy * sz, cx * cy * sz + sx * sy * cz];
  const w = 1 + cx * cy * cz - sx * sy * sz;
  const unit = 1 / Math.hypot(...whole, w);
  const [a, b, c, d] = [...whole, w].map((v) => v * unit) as [number, number, number, number];
  return [
    1 - 2 * (b * b + c * c),
    2 * (a * b + d * c),
    2 * (a * c - d * b),
    2 * (a * b - d * c),
    1 - 2 * (a * a + c * c),
    2 * (b * c + d * a),
    2 * (a * c + d * b),
    2 * (b * c - d * a),
    1 - 2 * (a * a + b * b),
    0,
    0,
    0,
  ];
}

/** The weighted sum, as linear blend skinning forms it. */
export function blend(terms: readonly (readonly [Affine, number])[]): Affine {
  const sum: Affine = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (const [m, weight] of terms) for (let i = 0; i < 12; i++) sum[i]! += m[i]! * weight;
  return sum;
}

/** Throws a RangeError where the linear part cannot be undone. */
export function invert(m: Affine): Affine {
  const [a, d, g, b, e, h, c, f, i] = m;
  const A = e * i - f * h;
  const B = f * g - d * i;
  const C = d * h - e * g;
  const det = a * A + b * B + c * C;
  if (Math.abs(det) < 1e-12) throw new RangeError("singular matrix");
  const s = 1 / det;
  const inverse: Affine = [
    A * s,
    B * s,
    C * s,
    (c * h - b * i) * s,
    (a * i - c * g) * s,
    (b * g - a * h) * s,
    (b * f - c * e) * s,
    (c * d - a * f) * s,
    (a * e - b * d) * s,
    0,
    0,
    0,
  ];
  const t = applyToDirection(inverse, [m[9], m[10], m[11]]);
  inverse[9] = -t[0];
  inverse[10] = -t[1];
  inverse[11] = -t[2];
  return inverse;
}
