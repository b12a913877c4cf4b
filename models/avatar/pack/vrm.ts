import { FACE_NAMES, FACES } from "../face/state.ts";
import { add, sub } from "../math/vec.ts";
import { boneIndex, restJoint } from "../rig/pose.ts";
import { CHAINS, EYE_CENTRE, HEAD_ORIGIN, HUMANOID } from "../rig/skeleton.ts";
import { MATERIAL } from "./materials.ts";

/** VRMC_vrm 1.0, `meta`. She may be used, changed and passed on by everyone, for anything. */
const META = {
  name: "Shiori",
  version: "1.0",
  authors: ["Hisho"],
  copyrightInformation: "Dedicated to the public domain (CC0 1.0)",
  licenseUrl: "https://vrm.dev/licenses/1.0/",
  otherLicenseUrl: "https://creativecommons.org/publicdomain/zero/1.0/",
  avatarPermission: "everyone",
  commercialUsage: "corporation",
  creditNotation: "unnecessary",
  allowRedistribution: true,
  allowExcessivelyViolentUsage: false,
  allowExcessivelySexualUsage: false,
  allowPoliticalOrReligiousUsage: false,
  allowAntisocialOrHateUsage: false,
  modification: "allowModificationRedistribution",
};

const NO_OVERRIDES = { isBinary: false, overrideBlink: "none", overrideLookAt: "none", overrideMouth: "none" };

/** Laughing eyes cannot blink, and an open mouth shares its place with the visemes. */
const OVERRIDES: Readonly<Record<string, object>> = {
  happy: { overrideBlink: "block", overrideMouth: "blend" },
  surprised: { overrideMouth: "blend" },
};

/** Gaze shifts the texture of both eyes under the lids; in texture coordinates. */
const GAZE = {
  lookUp: [0, 0.056],
  lookDown: [0, -0.053],
  lookLeft: [-0.075, 0],
  lookRight: [0.075, 0],
};

function presets(faceNode: number, skinNode: number): object {
  const faces = FACE_NAMES.map((name, index) => {
    const { jaw } = FACES[name].mouth;
    const morphTargetBinds = [
      { node: faceNode, index, weight: 1 },
      ...(jaw > 0 ? [{ node: skinNode, index: 0, weight: jaw }] : []),
    ];
    return [name, { ...NO_OVERRIDES, ...OVERRIDES[name], morphTargetBinds }] as const;
  });
  const gaze = Object.entries(GAZE).map(
    ([name, offset]) =>
      [name, { ...NO_OVERRIDES, textureTransformBinds: [{ material: MATERIAL.eye, scale: [1, 1], offset }] }] as const,
  );
  return { neutral: NO_OVERRIDES, ...Object.fromEntries(faces), ...Object.fromEntries(gaze) };
}

const within = (degrees: number) => ({ inputMaxValue: degrees, outputScale: 1 });

/** @param faceNode node of the drawn face, whose primitives all have every morph; @param skinNode has the jaw; @param thumbnailImage index of her picture */
export const vrm = (faceNode: number, skinNode: number, thumbnailImage: number) => ({
  specVersion: "1.0",
  meta: { ...META, thumbnailImage },
  humanoid: { humanBones: Object.fromEntries(HUMANOID.map(({ name }) => [name, { node: boneIndex(name) }])) },
  expressions: { preset: presets(faceNode, skinNode) },
  lookAt: {
    type: "expression",
    offsetFromHeadBone: sub(add(HEAD_ORIGIN, [0, EYE_CENTRE[1], EYE_CENTRE[2]]), restJoint("head")),
    rangeMapHorizontalInner: within(30),
    rangeMapHorizontalOuter: within(30),
    rangeMapVerticalDown: within(25),
    rangeMapVerticalUp: within(25),
  },
});

const HAIR_SPRING = { hitRadius: 0.018, stiffness: 1.6, gravityPower: 0.12, dragForce: 0.42 };
const SCARF_SPRING = { hitRadius: 0.008, stiffness: 1.4, gravityPower: 0.25, dragForce: 0.45 };

/** VRMC_springBone 1.0: hair against head and neck, the scarf's tail against the chest. */
export const springs = {
  specVersion: "1.0",
  colliders: [
    {
      node: boneIndex("head"),
      shape: { sphere: { offset: sub(add(HEAD_ORIGIN, [0, -0.02, -0.01]), restJoint("head")), radius: 0.125 } },
    },
    {
      node: boneIndex("neck"),
      shape: { capsule: { offset: [0, -0.02, 0], radius: 0.045, tail: [0, 0.05, 0] } },
    },
    { node: boneIndex("upperChest"), shape: { sphere: { offset: [0, 0.05, 0.02], radius: 0.078 } } },
  ],
  colliderGroups: [
    { name: "head", colliders: [0, 1] },
    { name: "chest", colliders: [2] },
  ],
  springs: CHAINS.map(({ name, joints }) => ({
    name,
    joints: joints.map((joint) => ({
      node: boneIndex(joint),
      gravityDir: [0, -1, 0],
      ...(name === "scarf" ? SCARF_SPRING : HAIR_SPRING),
    })),
    colliderGroups: [name === "scarf" ? 1 : 0],
  })),
};
