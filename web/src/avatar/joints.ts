import { IDLE_POSE } from "./posture.ts";

const FINGERS = ["Index", "Middle", "Ring", "Little"].flatMap((finger) =>
  ["Proximal", "Intermediate", "Distal"].map((phalanx) => finger + phalanx),
);
const HAND = ["ThumbMetacarpal", "ThumbProximal", "ThumbDistal", ...FINGERS];

/** Names of VRM 1.0's humanoid bones that motion turns. Those of the trunk come first, from below. */
export const JOINTS: readonly string[] = [
  ...["hips", "spine", "chest", "upperChest", "neck", "head", "leftUpperLeg", "rightUpperLeg"],
  ...["left", "right"].flatMap((side) =>
    ["Shoulder", "UpperArm", "LowerArm", "Hand", ...HAND].map((joint) => side + joint),
  ),
];

const INDEX = new Map(JOINTS.map((joint, index) => [joint, index]));

/**
 * @returns where a joint's x stands in a pose; y and z follow it
 * @throws Error for a name that is no joint: a slip in the project's own data
 */
export function channelOf(joint: string): number {
  const index = INDEX.get(joint);
  if (index === undefined) throw new Error(`no joint "${joint}"`);
  return index * 3;
}

/** Three angles a joint: x, y and z of its Euler XYZ, degrees, from the model's T-pose. */
export const CHANNELS = JOINTS.length * 3;

/** Trunk, head and legs add up over the layers; arms, hands and fingers go from pose to pose. */
export const ADDED_CHANNELS = channelOf("leftShoulder");

/** Arms down. Never written to. */
export const REST: Float32Array = new Float32Array(CHANNELS);
for (const { bone, x, y, z } of IDLE_POSE) REST.set([x, y, z], channelOf(bone));
