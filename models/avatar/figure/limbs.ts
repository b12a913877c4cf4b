import { type Field, mirrorX, smax, smin, unionOf } from "../field/field.ts";
import { ellipsoid, lathe, roundBox, roundCone } from "../field/solids.ts";
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

export const skirt = lathe(
  [
    [0.312, 0.101, 0.088, 0],
    [0.33, 0.103, 0.09, 0],
    [0.39, 0.108, 0.094, -0.002],
    [0.45, 0.106, 0.09, -0.004],
    [0.5, 0.102, 0.084, -0.004],
    [0.53, 0.094, 0.078, -0.004],
  ],
  0.01,
);

const leftLeg = lathe(
  [
    [0.03, 0.02, 0.021, -0.011],
    [0.07, 0.0215, 0.023, -0.011],
    [0.12, 0.0275, 0.03, -0.01],
    [0.18, 0.0335, 0.0365, -0.008],
    [0.24, 0.0345, 0.0365, -0.003],
    [0.3, 0.0365, 0.038, 0],
    [0.36, 0.041, 0.042, 0],
    [0.43, 0.047, 0.048, 0],
  ],
  0.006,
);
export const legs: Field = mirrorX((x, y, z) => leftLeg(x - 0.0465, y, z));

const toe = ellipsoid([0, 0.014, 0.022], [0.03, 0.0245, 0.06]);
const heel = ellipsoid([0, 0.03, -0.022], [0.0235, 0.038, 0.0225]);
const shoeOpening = ellipsoid([0, 0.074, 0.01], [0.0225, 0.046, 0.042]);

/** Turned out a little, flat below. */
export const shoes: Field = mirrorX((x, y, z) => {
  const turned = x - 0.048 - z * 0.14;
  const solid = smin(toe(turned, y, z), heel(turned, y, z), 0.03);
  return smax(smax(solid, -shoeOpening(turned, y, z), 0.004), 0.001 - y, 0.004);
});
