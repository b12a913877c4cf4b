import { applyToPoint } from "../math/affine.ts";
import { smoothstep } from "../math/scalar.ts";
import { add, distanceToSegment, dot, mix, normalise, sub, type Vec3 } from "../math/vec.ts";
import { boneIndex, joint, posedBone, restJoint } from "./pose.ts";
import { FINGERS, fingertip, HEAD_ORIGIN, PHALANGES } from "./skeleton.ts";

/** Bone index to weight; the weights of a vertex need not sum to 1 yet. */
export type Weights = Map<number, number>;

/** How a part follows the skeleton. */
export type Following = "head" | "neck" | "hair" | "hand" | "torso" | "arm" | "scarf" | "leg";

/** Rounds of averaging with the neighbours. */
export const SMOOTHING: Readonly<Record<Following, number>> = {
  head: 0,
  neck: 0,
  hair: 0,
  scarf: 0,
  hand: 2,
  torso: 6,
  arm: 6,
  leg: 6,
};

type Segment = readonly [bone: string, a: Vec3, b: Vec3, radius: number];

const weights = (entries: readonly (readonly [string, number])[]): Weights =>
  new Map(entries.filter(([, w]) => w > 1e-4).map(([bone, w]) => [boneIndex(bone), w]));

/** By inverse distance to thick segments. */
function byDistance(p: Vec3, segments: readonly Segment[], power: number): Weights {
  const shares = segments.map(
    ([bone, a, b, r]) => [bone, (Math.max(0, distanceToSegment(p, a, b) - r) + 0.006) ** -power] as const,
  );
  const sum = shares.reduce((total, [, w]) => total + w, 0);
  return weights(shares.map(([bone, w]) => [bone, w / sum]));
}

const TORSO: readonly Segment[] = [
  ["hips", [0, 0.44, 0], [0, 0.535, 0], 0.085],
  ["spine", [0, 0.565, 0], [0, 0.635, 0], 0.078],
  ["chest", [0, 0.66, 0], [0, 0.715, 0], 0.078],
  ["upperChest", [0, 0.745, 0], [0, 0.845, -0.005], 0.068],
];

function handSegments(side: "left" | "right"): Segment[] {
  const sign = side === "left" ? 1 : -1;
  const hand = joint(`${side}Hand`);
  const elbow = joint(`${side}LowerArm`);
  const segments: Segment[] = [
    [`${side}LowerArm`, elbow, mix(elbow, hand, 0.96), 0.014],
    [`${side}Hand`, hand, applyToPoint(posedBone(`${side}Hand`), [0.045 * sign, 0, 0]), 0.016],
  ];
  const chain = (bones: readonly string[], tip: Vec3, radii: readonly number[]) =>
    bones.forEach((bone, i) => {
      segments.push([bone, joint(bone), i + 1 < bones.length ? joint(bones[i + 1]!) : tip, radii[i]!]);
    });
  for (const finger of FINGERS) {
    const bones = PHALANGES.map((phalanx) => `${side}${finger}${phalanx}`);
    const reach = fingertip(finger)[0] - Math.abs(restJoint(bones[2]!)[0]);
    chain(bones, applyToPoint(posedBone(bones[2]!), [reach * sign, 0, 0]), [0.006, 0.006, 0.006]);
  }
  const thumb = ["Metacarpal", "Proximal", "Distal"].map((part) => `${side}Thumb${part}`);
  chain(thumb, applyToPoint(posedBone(thumb[2]!), [0.012 * sign, -0.002, 0.009]), [0.008, 0.008, 0.007]);
  return segments;
}

function legSegments(side: "left" | "right"): Segment[] {
  const [hip, knee, foot, toes] = ["UpperLeg", "LowerLeg", "Foot", "Toes"].map((bone) => joint(side + bone)) as [
    Vec3,
    Vec3,
    Vec3,
    Vec3,
  ];
  return [
    [`${side}UpperLeg`, hip, mix(hip, knee, 0.94), 0.03],
    [`${side}LowerLeg`, mix(knee, foot, 0.06), mix(knee, foot, 0.9), 0.03],
    [`${side}Foot`, foot, [foot[0], 0.02, 0.03], 0.026],
    [`${side}Toes`, toes, [toes[0], 0.015, 0.08], 0.026],
  ];
}

/** Along the arm only, so that a raised arm draws no web of cloth from the body. */
function armWeights(side: "left" | "right", p: Vec3): Weights {
  const [a, e, h] = ["UpperArm", "LowerArm", "Hand"].map((bone) => joint(side + bone)) as [Vec3, Vec3, Vec3];
  const upper = normalise(sub(e, a));
  const bisector = normalise(add(upper, normalise(sub(h, e))));
  const underside = p[1] > a[1] ? 0 : 0.012;
  const past = smoothstep(-0.03, 0.03, dot(sub(p, a), upper) + underside);
  const beyond = dot(sub(p, e), bisector);
  const lower = smoothstep(0, 0.034, beyond);
  const above = 1 - smoothstep(-0.034, 0, beyond);
  return weights([
    [`${side}Shoulder`, 1 - past],
    [`${side}UpperArm`, past * above],
    [`${side}Elbow`, past * (1 - above - lower)],
    [`${side}LowerArm`, past * lower],
  ]);
}

function neckWeights([, y, z]: Vec3): Weights {
  const head = smoothstep(0.875, 0.945, y + Math.max(0, z - 0.03) * 1.2);
  const free = smoothstep(0.83, 0.88, y);
  return weights([
    ["head", head * free],
    ["neck", (1 - head) * free],
    ["upperChest", 1 - free],
  ]);
}

const HAIR_CHAINS = [
  ["hairFL", 0.145, 0.08],
  ["hairFR", -0.145, 0.08],
  ["hairBL", 0.115, -0.135],
  ["hairBR", -0.115, -0.135],
] as const;

function hairWeights(p: Vec3): Weights {
  const [x, y, z] = sub(p, HEAD_ORIGIN);
  const fringe = smoothstep(0.105, 0.075, Math.abs(x)) * smoothstep(0.07, 0.1, z);
  const swing = smoothstep(0.03, -0.07, y) * (1 - fringe);
  const lower = smoothstep(-0.05, -0.15, y) * (1 - fringe);
  const near = HAIR_CHAINS.map(([, cx, cz]) => Math.exp(-((x - cx) ** 2 + (z - cz) ** 2) / 0.012));
  const sum = near.reduce((a, b) => a + b, 0);
  return weights([
    ["head", 1 - swing],
    ...HAIR_CHAINS.flatMap(([name], i) => {
      const share = near[i]! / sum;
      return [
        [`${name}1`, share * swing * (1 - lower)],
        [`${name}2`, share * swing * lower],
      ] as [string, number][];
    }),
  ]);
}

function scarfWeights([, y, z]: Vec3): Weights {
  const tail = smoothstep(0.845, 0.8, y) * smoothstep(0.055, 0.075, z);
  const end = smoothstep(0.825, 0.785, y);
  const neck = smoothstep(0.845, 0.88, y) * 0.5;
  return weights([
    ["upperChest", (1 - tail) * (1 - neck)],
    ["neck", (1 - tail) * neck],
    ["scarf1", tail * (1 - end)],
    ["scarf2", tail * end],
  ]);
}

const bySide = <T>(make: (side: "left" | "right") => T) => ({ left: make("left"), right: make("right") });
const HAND_SEGMENTS = bySide(handSegments);
const LEG_SEGMENTS = bySide(legSegments);

/** Of a point of the figure in the idle pose. */
export function weightsAt(following: Following, p: Vec3): Weights {
  const side = p[0] >= 0 ? "left" : "right";
  switch (following) {
    case "head":
      return weights([["head", 1]]);
    case "neck":
      return neckWeights(p);
    case "hair":
      return hairWeights(p);
    case "hand":
      return byDistance(p, HAND_SEGMENTS[side], 4);
    case "torso":
      return byDistance(p, TORSO, 3);
    case "arm":
      return armWeights(side, p);
    case "scarf":
      return scarfWeights(p);
    case "leg":
      return byDistance(p, LEG_SEGMENTS[side], 4);
    default:
      return following satisfies never;
  }
}
