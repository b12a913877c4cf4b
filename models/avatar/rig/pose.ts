import { type Affine, compose, halfRotation, rotation, translation } from "../math/affine.ts";
import { radians } from "../math/scalar.ts";
import { scale, sub, type Vec3 } from "../math/vec.ts";
import { BONES, FINGERS, PHALANGES, SIDES } from "./skeleton.ts";

/**
 * The pose the figure is modelled in: arms down. Euler XYZ in degrees on the left; the right has y and z negated.
 * The page stands her in the same pose.
 */
const LEFT_ARM: Readonly<Record<string, Vec3>> = {
  Shoulder: [0, 0, -4],
  UpperArm: [4, -4, -70],
  LowerArm: [0, -24, -1],
  Hand: [0, -2, 6],
  ThumbProximal: [0, 6, -6],
  ...Object.fromEntries(
    FINGERS.flatMap((finger, i) => PHALANGES.map((phalanx) => [finger + phalanx, [0, 0, -10 - 4 * i] as Vec3])),
  ),
};

const IDLE = new Map<string, Vec3>(
  SIDES.flatMap(([side, sign]) =>
    Object.entries(LEFT_ARM).map(([bone, [x, y, z]]) => [`${side}${bone}`, [x, y * sign, z * sign] as Vec3] as const),
  ),
);

const INDEX = new Map(BONES.map(({ name }, i) => [name, i]));

/** Position in `BONES`. Throws a RangeError for a bone there is not. */
export function boneIndex(name: string): number {
  const index = INDEX.get(name);
  if (index === undefined) throw new RangeError(`no bone ${name}`);
  return index;
}

/** Bone space to world, in the idle pose, by index. */
const POSED: readonly Affine[] = (() => {
  const posed: Affine[] = [];
  for (const bone of BONES) {
    const parent = bone.parent === null ? null : boneIndex(bone.parent);
    const local = translation(parent === null ? bone.at : sub(bone.at, BONES[parent]!.at));
    const [x, y, z] = (IDLE.get(bone.halfway ?? bone.name) ?? [0, 0, 0]).map(radians) as Vec3;
    const turned = compose(local, bone.halfway === undefined ? rotation(x, y, z) : halfRotation(x, y, z));
    posed.push(parent === null ? turned : compose(posed[parent]!, turned));
  }
  return posed;
})();

export const posedBone = (name: string): Affine => POSED[boneIndex(name)]!;

/** A joint in the idle pose. */
export function joint(name: string): Vec3 {
  const m = posedBone(name);
  return [m[9], m[10], m[11]];
}

/** A joint in the T-pose. */
export const restJoint = (name: string): Vec3 => BONES[boneIndex(name)]!.at;

/** T-pose to idle pose, by bone index: what the shader multiplies a vertex by. */
export const SKINNING: readonly Affine[] = BONES.map(({ at }, i) => compose(POSED[i]!, translation(scale(at, -1))));
