import { at, type Field, mirrorX, smax, smin, unionOf } from "../field/field.ts";
import { type Point2, polygon, stencil } from "../field/polygon.ts";
import { ellipsoid, type LatheRow, lathe, roundCone, sphere } from "../field/solids.ts";
import { smoothstep } from "../math/scalar.ts";
import { add, dot, length, mix, normalise, scale, sub, type Vec3 } from "../math/vec.ts";
import { joint } from "../rig/pose.ts";

/** World, idle pose. */
const TORSO: readonly LatheRow[] = [
  [0.468, 0.112, 0.094, -0.004],
  [0.5, 0.11, 0.092, -0.004],
  [0.55, 0.101, 0.085, -0.004],
  [0.615, 0.087, 0.075, -0.002],
  [0.66, 0.089, 0.077, 0],
  [0.72, 0.098, 0.084, 0.002],
  [0.775, 0.1, 0.08, 0],
  [0.815, 0.09, 0.068, -0.004],
  [0.845, 0.068, 0.054, -0.008],
  [0.868, 0.05, 0.046, -0.01],
];

export const torso = lathe(TORSO, 0.012);

const shoulder = joint("leftUpperArm");
const elbow = joint("leftLowerArm");
const wrist = joint("leftHand");
const forearm = normalise(sub(wrist, elbow));
const forearmLength = length(sub(wrist, elbow));
const alongForearm = (metres: number): Vec3 => add(elbow, scale(forearm, metres));

const sleeveEnd = alongForearm(forearmLength - 0.008);

/** One arm of cloth, bent softly at the elbow; +X. */
const sleeveForm: Field = (() => {
  const above = mix(elbow, shoulder, 0.27);
  const below = mix(elbow, sleeveEnd, 0.3);
  const bend = mix(elbow, mix(above, below, 0.5), 0.55);
  const cones = [
    roundCone(add(shoulder, [-0.006, -0.012, 0]), above, 0.0385, 0.033),
    roundCone(above, bend, 0.033, 0.0322),
    roundCone(bend, below, 0.0322, 0.0312),
    roundCone(below, sleeveEnd, 0.0312, 0.0292),
  ];
  const arm = unionOf(cones, 0.004);
  const end = dot(sleeveEnd, forearm) + 0.004;
  return (x, y, z) => smax(arm(x, y, z), x * forearm[0] + y * forearm[1] + z * forearm[2] - end, 0.006);
})();

const bothSleeves = mirrorX(sleeveForm);
const dressed: Field = (x, y, z) => smin(torso(x, y, z), bothSleeves(x, y, z), 0.028);

/**
 * Torso and sleeves are separate meshes: as one surface they make a bat's wing in every raised arm. The sleeve keeps the
 * fillet of the union within 9 mm of itself, and both are shaded by the union, so that the seam does not show.
 */
export const sleeves: Field = (x, y, z) => {
  const union = dressed(x, y, z);
  // Where there is no fillet left it would lie in the very surface of the torso: it goes under, deeper than its outline is wide.
  const sunk = 0.004 * (1 - smoothstep(0, 0.003, torso(x, y, z) - union));
  return smax(union + sunk, bothSleeves(x, y, z) - 0.009, 0.004);
};

const neckline = polygon([
  [0, 0.655],
  [0.062, 0.9],
  [-0.062, 0.9],
]);
const opening = polygon([
  [0.004, 0.588],
  [0.032, 0.44],
  [-0.024, 0.44],
]);

const cutOpen =
  (base: Field): Field =>
  (x, y, z) => {
    const collar = smax(neckline(x, y), 0.01 - z, 0.01);
    const front = smax(opening(x, y), 0.02 - z, 0.01);
    return smax(smax(base(x, y, z), -collar, 0.006), -front, 0.008);
  };

export const jacket = cutOpen(torso);
export const jacketAndSleeves = cutOpen(dressed);

const LAPEL: readonly Point2[] = [
  [0.0005, 0.645],
  [0.046, 0.735],
  [0.078, 0.77],
  [0.06, 0.785],
  [0.071, 0.812],
  [0.064, 0.862],
  [0.051, 0.872],
  [0.0385, 0.82],
];
const POCKET: readonly Point2[] = [
  [0.048, 0.56],
  [0.092, 0.566],
  [0.091, 0.547],
  [0.048, 0.541],
];

export const lapels = stencil(mirrorX(torso), LAPEL, 0.0068, 0.004);
export const pockets = stencil(torso, POCKET, 0.006, 0.003);

const shirt = lathe(
  TORSO.map(([y, rx, rz, zc]) => [y, rx - 0.009, rz - 0.0085, zc]),
  0.01,
);

export const blouse: Field = (x, y, z) => {
  const bounds = Math.max(0.6 - y, Math.abs(x) - 0.085);
  return smax(smax(shirt(x, y, z), 0.005 - z, 0.004), bounds, 0.004);
};

export const cuffs: Field = mirrorX(
  (() => {
    const end = alongForearm(forearmLength + 0.002);
    const tube = roundCone(alongForearm(forearmLength - 0.014), end, 0.0235, 0.0235);
    const limit = dot(end, forearm) + 0.004;
    const field: Field = (x, y, z) =>
      smax(tube(x, y, z), x * forearm[0] + y * forearm[1] + z * forearm[2] - limit, 0.004);
    return field;
  })(),
);

/** The front of the torso at (x, y). */
function frontOfTorso(x: number, y: number): number {
  let z = 0.2;
  for (let i = 0; i < 60; i++) z -= at(torso, [x, y, z]) * 0.8;
  return z;
}

const button = (x: number, y: number): Field => ellipsoid([x, y, frontOfTorso(x, y) + 0.001], [0.0085, 0.0085, 0.0045]);

/** Two buttons, and the pin on her right lapel. */
export const buttons = unionOf([
  button(0.003, 0.64),
  button(0.004, 0.607),
  sphere([-0.0575, 0.748, frontOfTorso(-0.058, 0.752) + 0.0075], 0.0075),
]);
