import { add, type Vec3 } from "../math/vec.ts";

export interface Bone {
  name: string;
  parent: string | null;
  /** Joint in the T-pose, world metres. */
  at: Vec3;
  /** Not posed by anyone: turns by half as much as this bone (VRMC_node_constraint), so that a bend keeps its volume. */
  halfway?: string;
}

/** The middle of the skull. Head and hair are modelled about it ("head space"). */
export const HEAD_ORIGIN: Vec3 = [0, 1.085, 0];
/** Of the left eye, head space. */
export const EYE_CENTRE: Vec3 = [0.0655, -0.036, 0.1];

export const SIDES = [
  ["left", 1],
  ["right", -1],
] as const;

export const FINGERS = ["Index", "Middle", "Ring", "Little"] as const;
export const PHALANGES = ["Proximal", "Intermediate", "Distal"] as const;

const HAND: Vec3 = [0.358, 0.822, -0.006];

/** Joints of the left fingers, then the tip, measured from the hand. */
const FINGER_JOINTS: Record<(typeof FINGERS)[number], readonly Vec3[]> = {
  Index: [
    [0.05, 0, 0.0195],
    [0.067, 0, 0.0206],
    [0.08, 0, 0.0214],
    [0.0925, 0, 0.022],
  ],
  Middle: [
    [0.052, 0, 0.0066],
    [0.07, 0, 0.007],
    [0.0845, 0, 0.0073],
    [0.0985, 0, 0.0075],
  ],
  Ring: [
    [0.0505, 0, -0.0065],
    [0.0675, 0, -0.0073],
    [0.081, 0, -0.008],
    [0.0938, 0, -0.0086],
  ],
  Little: [
    [0.047, 0, -0.0188],
    [0.0605, 0, -0.0205],
    [0.071, 0, -0.0218],
    [0.081, 0, -0.023],
  ],
};

/** The left fingertip in the T-pose. */
export const fingertip = (finger: (typeof FINGERS)[number]): Vec3 => add(HAND, FINGER_JOINTS[finger][3]!);

function trunk(): Bone[] {
  const spine: readonly [string, Vec3][] = [
    ["hips", [0, 0.5, 0]],
    ["spine", [0, 0.57, 0]],
    ["chest", [0, 0.65, 0]],
    ["upperChest", [0, 0.735, 0]],
    ["neck", [0, 0.862, -0.01]],
    ["head", [0, 0.925, -0.008]],
  ];
  return spine.map(([name, at], i) => ({ name, at, parent: spine[i - 1]?.[0] ?? null }));
}

function limbs(side: "left" | "right", sign: 1 | -1): Bone[] {
  const bones: Bone[] = [];
  const bone = (name: string, parent: string, [x, y, z]: Vec3) => {
    bones.push({ name, parent, at: [x * sign, y, z] });
    return name;
  };
  bone(`${side}Eye`, "head", add(HEAD_ORIGIN, EYE_CENTRE));
  const shoulder = bone(`${side}Shoulder`, "upperChest", [0.03, 0.822, -0.006]);
  const upperArm = bone(`${side}UpperArm`, shoulder, [0.098, 0.822, -0.006]);
  const lowerArm = bone(`${side}LowerArm`, upperArm, [0.226, 0.822, -0.006]);
  const hand = bone(`${side}Hand`, lowerArm, HAND);
  for (const finger of FINGERS) {
    let parent = hand;
    PHALANGES.forEach((phalanx, i) => {
      parent = bone(`${side}${finger}${phalanx}`, parent, add(HAND, FINGER_JOINTS[finger][i]!));
    });
  }
  const thumb = bone(`${side}ThumbMetacarpal`, hand, add(HAND, [0.01, -0.004, 0.016]));
  bone(
    `${side}ThumbDistal`,
    bone(`${side}ThumbProximal`, thumb, add(HAND, [0.026, -0.006, 0.031])),
    add(HAND, [0.04, -0.008, 0.041]),
  );
  const upperLeg = bone(`${side}UpperLeg`, "hips", [0.046, 0.47, 0]);
  const lowerLeg = bone(`${side}LowerLeg`, upperLeg, [0.046, 0.265, 0.004]);
  const foot = bone(`${side}Foot`, lowerLeg, [0.047, 0.068, -0.01]);
  bone(`${side}Toes`, foot, [0.05, 0.018, 0.042]);
  return bones;
}

/** Chains that swing by themselves; the last joint of each is its free end. */
export interface Chain {
  name: "hairFL" | "hairFR" | "hairBL" | "hairBR" | "scarf";
  joints: readonly string[];
}

const HAIR_FRONT: readonly Vec3[] = [
  [0.15, 0.02, 0.07],
  [0.155, -0.06, 0.075],
  [0.135, -0.165, 0.085],
];
const HAIR_BACK: readonly Vec3[] = [
  [0.115, 0.01, -0.135],
  [0.12, -0.06, -0.14],
  [0.105, -0.15, -0.125],
];
const SCARF: readonly Vec3[] = [
  [0.04, 0.858, 0.078],
  [0.058, 0.815, 0.098],
  [0.074, 0.765, 0.105],
];

const inHair = (points: readonly Vec3[], sign: 1 | -1) => points.map(([x, y, z]) => add(HEAD_ORIGIN, [x * sign, y, z]));

const CHAIN_POINTS: readonly [Chain["name"], string, readonly Vec3[]][] = [
  ["hairFL", "head", inHair(HAIR_FRONT, 1)],
  ["hairBL", "head", inHair(HAIR_BACK, 1)],
  ["hairFR", "head", inHair(HAIR_FRONT, -1)],
  ["hairBR", "head", inHair(HAIR_BACK, -1)],
  ["scarf", "upperChest", SCARF],
];

const jointName = (chain: string, i: number, count: number) => `${chain}${i < count - 1 ? i + 1 : "End"}`;

export const CHAINS: readonly Chain[] = CHAIN_POINTS.map(([name, , points]) => ({
  name,
  joints: points.map((_, i) => jointName(name, i, points.length)),
}));

/** The bones a VRM names, parents before children. */
export const HUMANOID: readonly Bone[] = [...trunk(), ...SIDES.flatMap(([side, sign]) => limbs(side, sign))];

export const BONES: readonly Bone[] = [
  ...HUMANOID,
  ...SIDES.map(([side]): Bone => {
    const { at } = HUMANOID.find(({ name }) => name === `${side}LowerArm`)!;
    return { name: `${side}Elbow`, parent: `${side}UpperArm`, at, halfway: `${side}LowerArm` };
  }),
  ...CHAIN_POINTS.flatMap(([name, root, points]) =>
    points.map((at, i) => ({
      name: jointName(name, i, points.length),
      parent: i === 0 ? root : jointName(name, i - 1, points.length),
      at,
    })),
  ),
];
