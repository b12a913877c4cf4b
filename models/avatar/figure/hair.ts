import { type Field, moved, smax, smin, unionOf } from "../field/field.ts";
import { polygon } from "../field/polygon.ts";
import { lerp, smoothstep } from "../math/scalar.ts";
import { add, cross, dot, length, normalise, scale, sub, type Vec3 } from "../math/vec.ts";
import { HEAD_ORIGIN, SIDES } from "../rig/skeleton.ts";
import {
  endOfLock,
  type Guide,
  HAIR_CENTRE,
  hairForm,
  hairHollow,
  type LockShape,
  lockOnHair,
  onHair,
} from "./hair-form.ts";

const FRINGE = { root: 0.6, widest: 0.38, tip: 0.95, stations: 40 };
const LONG_FRINGE = { root: 0.6, widest: 0.45, tip: 0.85, stations: 40 };
const SIDE = { root: 0.2, widest: 0.62, tip: 0.8, stations: 40 };

/** Swept from a parting on her left. */
const FRINGE_LOCKS: readonly LockShape[] = [
  {
    guides: [
      [26, 64],
      [17, 48],
      [4, 28],
      [-7, 10, 0.003],
    ],
    halfWidth: 0.031,
    halfThickness: 0.013,
    ...FRINGE,
  },
  {
    guides: [
      [24, 66],
      [4, 50],
      [-14, 29],
      [-27, 7, 0.003],
    ],
    halfWidth: 0.032,
    halfThickness: 0.0135,
    ...FRINGE,
  },
  {
    guides: [
      [22, 68],
      [-10, 52],
      [-32, 30],
      [-46, 4, 0.003],
    ],
    halfWidth: 0.033,
    halfThickness: 0.014,
    ...FRINGE,
  },
  {
    guides: [
      [20, 70],
      [-24, 56],
      [-54, 30],
      [-70, -4, 0.004],
      [-69, -27, 0.003],
    ],
    halfWidth: 0.033,
    halfThickness: 0.0145,
    ...LONG_FRINGE,
  },
  {
    guides: [
      [28, 65],
      [29, 48],
      [25, 29],
      [15, 11, 0.003],
    ],
    halfWidth: 0.026,
    halfThickness: 0.013,
    ...FRINGE,
  },
  {
    guides: [
      [30, 66],
      [38, 50],
      [42, 30],
      [36, 5, 0.004],
    ],
    halfWidth: 0.03,
    halfThickness: 0.014,
    ...FRINGE,
  },
  {
    guides: [
      [32, 68],
      [52, 54],
      [64, 28],
      [72, -6, 0.004],
      [70, -29, 0.003],
    ],
    halfWidth: 0.033,
    halfThickness: 0.0145,
    ...LONG_FRINGE,
  },
  {
    guides: [
      [27, 64],
      [23, 46],
      [15, 26, 0.002],
      [4, 3, 0.004],
    ],
    halfWidth: 0.0115,
    halfThickness: 0.008,
    ...FRINGE,
  },
];

const mirrored = (guides: readonly Guide[], sign: 1 | -1): Guide[] =>
  guides.map(([azimuth, elevation, lift]) => [azimuth * sign, elevation, lift ?? 0]);

/** The two points in front of the ears; they run below the hem. */
const FRONT_POINTS: readonly LockShape[] = SIDES.map(([, sign]) => ({
  guides: mirrored(
    [
      [40, 80],
      [66, 50],
      [80, 15],
      [80, -14],
      [74, -34],
      [61, -55, 0.003],
    ],
    sign,
  ),
  halfWidth: 0.036,
  halfThickness: 0.015,
  ...SIDE,
  widest: 0.55,
  tip: 0.95,
}));

const SIDE_GUIDES: readonly (readonly [guides: readonly Guide[], halfWidth: number, halfThickness: number])[] = [
  [
    [
      [84, 88],
      [94, 50],
      [101, 15],
      [101, -14],
      [97, -34],
      [90, -60, -0.004],
    ],
    0.05,
    0.0135,
  ],
  [
    [
      [116, 88],
      [124, 50],
      [127, 15],
      [125, -14],
      [121, -32],
      [114, -60, -0.004],
    ],
    0.052,
    0.013,
  ],
  [
    [
      [150, 88],
      [152, 50],
      [155, 15],
      [150, -14],
      [143, -31],
      [133, -60, -0.004],
    ],
    0.052,
    0.013,
  ],
];

/** Sides and back; the hem cuts them. */
const SIDE_LOCKS: readonly LockShape[] = [
  ...SIDES.flatMap(([, sign]) =>
    SIDE_GUIDES.map(([guides, halfWidth, halfThickness]) => ({
      guides: mirrored(guides, sign),
      halfWidth,
      halfThickness,
      ...SIDE,
    })),
  ),
  {
    guides: [
      [170, 84],
      [176, 50],
      [184, 15],
      [182, -14],
      [176, -31],
      [168, -60, -0.004],
    ],
    halfWidth: 0.05,
    halfThickness: 0.013,
    ...SIDE,
  },
];

const faceWindow = polygon([
  [-0.128, -0.3],
  [0.128, -0.3],
  [0.128, -0.02],
  [0.12, 0.05],
  [0.09, 0.085],
  [0, 0.1],
  [-0.09, 0.085],
  [-0.12, 0.05],
  [-0.128, -0.02],
]);

const sideLocks = unionOf(SIDE_LOCKS.map(lockOnHair), 0.004);

/** Shorter behind than in front, and cut in shallow points, one to a lock. */
function hemAt(x: number, z: number): number {
  const azimuth = (Math.atan2(x, z + 0.02) * 180) / Math.PI;
  const point = Math.abs((((azimuth + 360) / 30) % 1) - 0.5) * 2;
  return lerp(-0.143, -0.168, smoothstep(-0.14, -0.03, z)) + 0.009 * (1 - point);
}

/** Everything but fringe and front points, hollow below the ears, cut at the hem and open at the face. */
const shell: Field = (x, y, z) => {
  const solid = smin(hairForm(x, y, z), sideLocks(x, y, z), 0.006);
  const hollow = smax(hairHollow(x, y, z), y + 0.012, 0.02);
  const window = smax(faceWindow(x, y) - 0.02, 0.02 - z, 0.02);
  // The front edge runs back towards the hem, under the points.
  const cheek = smax(y - 0.06, lerp(0.05, -0.005, smoothstep(-0.05, -0.15, y)) - z, 0.03);
  const open = smin(window, cheek, 0.02);
  return smax(smax(smax(solid, -hollow, 0.006), hemAt(x, z) - y, 0.01), -open, 0.012);
};

const front = smoothUnion(unionOf(FRONT_POINTS.map(lockOnHair)), unionOf(FRINGE_LOCKS.map(lockOnHair), 0.004), 0.005);

function smoothUnion(a: Field, b: Field, k: number): Field {
  return (x, y, z) => smin(a(x, y, z), b(x, y, z), k);
}

/** How far about its end a lock is drawn out to a point, and by how much; metres. */
const POINT_REACH = { fringe: 0.008, front: 0.018 };
const POINT_LENGTH = 0.005;
const endsOf = (shapes: readonly LockShape[], reach: number) =>
  shapes.map((shape) => {
    const [before, end] = endOfLock(shape);
    return { end: add(HEAD_ORIGIN, end), along: normalise(sub(end, before)), reach };
  });
const LOCK_ENDS = [...endsOf(FRINGE_LOCKS, POINT_REACH.fringe), ...endsOf(FRONT_POINTS, POINT_REACH.front)];

/** Cells are too coarse for the tip of a lock: what lies about it is drawn together and out. World. */
export function pointed(p: Vec3): Vec3 {
  let moved = p;
  for (const { end, along, reach } of LOCK_ENDS) {
    const from = sub(p, end);
    const near = 1 - length(from) / reach;
    if (near <= 0) continue;
    const aside = sub(from, scale(along, dot(from, along)));
    moved = add(sub(moved, scale(aside, 0.85 * near)), scale(along, POINT_LENGTH * near * near));
  }
  return moved;
}

/** World, idle pose. `hairBack` and `hairFront` are meshed apart, since points need finer cells; `hair` shades both. */
export const hairBack = moved(shell, HEAD_ORIGIN);
export const hairFront = moved(front, HEAD_ORIGIN);
export const hair = moved(smoothUnion(shell, front, 0.005), HEAD_ORIGIN);

/** The wall inside the bob, which is only ever seen as a dark gap. World. */
export function isInnerWall(p: Vec3, normal: Vec3): boolean {
  const [x, y, z] = sub(p, HEAD_ORIGIN);
  const inwards = normal[0] * x + normal[2] * (z + 0.02) < -0.25 * Math.hypot(x, z + 0.02);
  return y < -0.03 && y > -0.138 && z < 0.06 && inwards;
}

/** 0 to 1: the ring of light on the crown, waving a little. World. */
export function sheenAt(p: Vec3): number {
  const [x, y, z] = sub(p, add(HEAD_ORIGIN, HAIR_CENTRE));
  const elevation = (Math.atan2(y, Math.hypot(x, z)) * 180) / Math.PI;
  const azimuth = (Math.atan2(x, z) * 180) / Math.PI;
  return Math.exp(-(((elevation - 41 - 2.5 * Math.sin(azimuth * 0.1)) / 7.5) ** 2));
}

/** The swallow-tailed bookmark that Shiori is named after, laid on the hair above her left temple. */
const CLIP_AT = onHair(47, 25);
export const CLIP_CENTRE = add(HEAD_ORIGIN, CLIP_AT);

export const clip: Field = moved(
  (() => {
    const normal = normalise(sub(CLIP_AT, [0, 0.02, -0.018]));
    const rough: Vec3 = [0.15, 1, 0.1];
    const up = normalise(sub(rough, scale(normal, dot(rough, normal))));
    const right = cross(up, normal);
    const [cos, sin] = [Math.cos(-0.62), Math.sin(-0.62)];
    const outline = polygon([
      [-0.046, -0.0125],
      [0.04, -0.0125],
      [0.04, 0.0125],
      [-0.046, 0.0125],
      [-0.033, 0],
    ]);
    const field: Field = (x, y, z) => {
      const across = x * right[0] + y * right[1] + z * right[2];
      const along = x * up[0] + y * up[1] + z * up[2];
      const out = x * normal[0] + y * normal[1] + z * normal[2];
      const u = across * cos - along * sin;
      const v = across * sin + along * cos;
      const bent = out + u * u * 2.6 - 0.0135;
      return smax(outline(u, v) + 0.0015, Math.abs(bent) - 0.0045, 0.003);
    };
    return field;
  })(),
  CLIP_CENTRE,
);
