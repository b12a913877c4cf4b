import { type Field, mirrorX, smax, smin, unionOf } from "../field/field.ts";
import { polygon } from "../field/polygon.ts";
import { ellipsoid, type LatheRow, lathe, roundBox, roundCone } from "../field/solids.ts";
import { applyToPoint, invert } from "../math/affine.ts";
import { sub } from "../math/vec.ts";
import { joint, posedBone, restJoint } from "../rig/pose.ts";
import { FINGERS, fingertip } from "../rig/skeleton.ts";

const fingers = unionOf(
  FINGERS.map((finger) => {
    const [a, b, c] = ["Proximal", "Intermediate", "Distal"].map((phalanx) => joint(`left${finger}${phalanx}`));
    const distal = `left${finger}Distal`;
    const tip = applyToPoint(posedBone(distal), sub(fingertip(finger), restJoint(distal)));
    const r = finger === "Little" ? 0.0064 : 0.0072;
    const cones = [
      roundCone(a!, b!, r + 0.0006, r),
      roundCone(b!, c!, r, r - 0.0004),
      roundCone(c!, tip, r - 0.0004, r - 0.0018),
    ];
    return unionOf(cones, 0.004);
  }),
  0.001,
);

const thumb = (() => {
  const [a, b, c] = ["Metacarpal", "Proximal", "Distal"].map((part) => joint(`leftThumb${part}`));
  const tip = applyToPoint(posedBone("leftThumbDistal"), [0.012, -0.002, 0.009]);
  return unionOf(
    [roundCone(a!, b!, 0.0118, 0.0102), roundCone(b!, c!, 0.01, 0.0088), roundCone(c!, tip, 0.0088, 0.0068)],
    0.005,
  );
})();

/** Hand-bone space, since a palm is a box. */
const palm: Field = (() => {
  const box = roundBox([0.03, 0, 0], [0.026, 0.0105, 0.0258], 0.0095);
  const wrist = roundCone([-0.018, 0, 0], [0.012, 0, 0], 0.0155, 0.0172);
  return (x, y, z) => smin(box(x, y, z), wrist(x, y, z), 0.016);
})();

/** World, idle pose. */
export const hands: Field = mirrorX(
  (() => {
    const toHand = invert(posedBone("leftHand"));
    const field: Field = (x, y, z) => {
      const [px, py, pz] = applyToPoint(toHand, [x, y, z]);
      return smin(smin(palm(px, py, pz), fingers(x, y, z), 0.006), thumb(x, y, z), 0.008);
    };
    return field;
  })(),
);

const skirtRows = (less: number): LatheRow[] => [
  [0.312, 0.103 - less, 0.09 - less, 0],
  [0.33, 0.1045 - less, 0.0915 - less, 0],
  [0.39, 0.108 - less, 0.094 - less, -0.002],
  [0.45, 0.106 - less, 0.09 - less, -0.004],
  [0.5, 0.102 - less, 0.084 - less, -0.004],
  [0.53, 0.094 - less, 0.078 - less, -0.004],
];
const skirtCloth = lathe(skirtRows(0), 0.008);
const skirtLining = lathe(skirtRows(0.009), 0.008);
const slit = polygon([
  [0.057, 0.38],
  [0.047, 0.29],
  [0.069, 0.29],
]);

/** With a slit over her left knee. */
export const skirt: Field = (x, y, z) =>
  smin(smax(skirtCloth(x, y, z), -smax(slit(x, y), -z, 0.004), 0.005), skirtLining(x, y, z), 0.002);

const leftLeg = lathe(
  [
    [0.03, 0.02, 0.021, -0.011],
    [0.07, 0.02, 0.022, -0.011],
    [0.12, 0.0265, 0.03, -0.012],
    [0.18, 0.0335, 0.0375, -0.012],
    [0.24, 0.0335, 0.036, -0.004],
    [0.3, 0.0365, 0.038, 0],
    [0.36, 0.041, 0.042, 0],
    [0.43, 0.047, 0.048, 0],
  ],
  0.006,
);
/** Beside the foot, turned out a little. */
const besideFoot = (x: number, z: number) => x - 0.048 - z * 0.14;

const toe = ellipsoid([0, 0.012, 0.026], [0.0285, 0.0265, 0.06]);
const heel = ellipsoid([0, 0.032, -0.022], [0.0225, 0.036, 0.0225]);
const instep = ellipsoid([0, 0.082, 0.016], [0.0235, 0.058, 0.05]);

/** A pump: low over the instep, flat below. */
export const shoes: Field = mirrorX((x, y, z) => {
  const turned = besideFoot(x, z);
  const solid = smin(toe(turned, y, z), heel(turned, y, z), 0.03);
  return smax(smax(solid, -instep(turned, y, z), 0.003), 0.006 - y, 0.003);
});

const tread = ellipsoid([0, 0.004, 0.026], [0.028, 0.03, 0.0595]);
const block = roundCone([0, 0.002, -0.026], [0, 0.03, -0.024], 0.0165, 0.019);

/** A thin sole, and the block of a small heel. */
export const soles: Field = mirrorX((x, y, z) => {
  const turned = besideFoot(x, z);
  const sole = smax(tread(turned, y, z), Math.max(0.001 - y, y - 0.0085), 0.003);
  const arch = smax(sole, 0.004 - z, 0.006);
  return smin(arch, smax(block(turned, y, z), Math.max(0.0005 - y, y - 0.02), 0.003), 0.003);
});

const ankle = ellipsoid([0, 0.036, 0.008], [0.0205, 0.03, 0.047]);
const leftFoot: Field = (x, y, z) => ankle(besideFoot(x, z), y, z);

/** Down into the shoes, where the instep shows. */
export const legs: Field = mirrorX((x, y, z) => smin(leftLeg(x - 0.0465, y, z), leftFoot(x, y, z), 0.02));
