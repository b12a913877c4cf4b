/** The character's gestures as data: what each joint does when. Angles as in `JOINTS`. */
import type { Emotion } from "./mouth.ts";

/** Euler XYZ in degrees by joint. Trunk and head add to what they do otherwise; arms and hands go to it. */
export type Pose = Readonly<Record<string, readonly [x: number, y: number, z: number]>>;

export interface Key {
  /** Seconds from the beginning. */
  at: number;
  pose: Pose;
}

/** One movement. It begins and ends at rest; a joint that a key leaves out is at rest there. */
export interface Gesture {
  keys: readonly Key[];
  /** Seconds until it has come back to rest. */
  lastsS: number;
  /** It waits here, seconds from the beginning, until it is let go. */
  holdAtS?: number;
  /** Worn from `fromS` to `toS`. */
  face?: { emotion: Emotion; weight: number; fromS: number; toS: number };
  /** Eyes shut from `fromS` to `toS`. */
  shut?: { fromS: number; toS: number };
  /** The eyes go aside from `fromS` to `toS`: degrees to her left, and up. */
  look?: { yaw: number; pitch: number; fromS: number; toS: number };
  /** It takes the place of one of a lower rank, and gives way to its own and higher ranks. */
  rank: number;
}

const THUMB = [0, 30, -14] as const;

/** Every joint of these fingers bent, degrees. */
const curled = (
  side: "left" | "right",
  [index, middle, ring, little]: readonly [number, number, number, number],
): Pose =>
  Object.fromEntries(
    (
      [
        ["Index", index],
        ["Middle", middle],
        ["Ring", ring],
        ["Little", little],
      ] as const
    ).flatMap(([finger, bend]) =>
      ["Proximal", "Intermediate", "Distal"].map((joint) => [
        `${side}${finger}${joint}`,
        [0, 0, side === "left" ? -bend : bend] as const,
      ]),
    ),
  );

/** The right hand lies in the left, before her. */
const FOLDED: Pose = {
  leftUpperArm: [-17, -21, -64],
  leftLowerArm: [19, -43, -26],
  leftHand: [-2, -16, -32],
  rightUpperArm: [-11, 26, 65],
  rightLowerArm: [14, 44, 25],
  rightHand: [1, 17, 28],
};

/** `degrees` in all, as far as a spine does it without rounding; the hips take the rest, and the legs stay. */
function bent(degrees: number): Pose {
  const hips = Math.max(0, degrees - 28) * 0.6;
  const share = (degrees - hips) / 28;
  return {
    hips: [hips, 0, 0],
    leftUpperLeg: [-hips, 0, 0],
    rightUpperLeg: [-hips, 0, 0],
    spine: [8 * share, 0, 0],
    chest: [7 * share, 0, 0],
    neck: [5 * share, 0, 0],
    head: [8 * share, 0, 0],
  };
}

/** Down .5 s and longer for a deep one, a hold by its depth, up .8 s; the eyes are closed from half way down. */
function bow(degrees: number, holdS: number): Gesture {
  const down = 0.3 + degrees / 75;
  // Hands are laid together first, and come apart last.
  const folds = 0.35;
  const pose = { ...FOLDED, ...bent(degrees) };
  return {
    keys: [
      { at: folds, pose: { ...FOLDED, ...bent(degrees * 0.2) } },
      { at: folds + down, pose },
      { at: folds + down + holdS, pose },
      { at: folds + down + holdS + 0.8, pose: { ...FOLDED, ...bent(degrees * 0.02) } },
    ],
    lastsS: folds + down + holdS + 1.5,
    shut: { fromS: folds + down / 2, toS: folds + down + holdS + 0.25 },
    rank: 3,
  };
}

const PRESENTED: Pose = {
  leftUpperArm: [10, -22, -58],
  leftLowerArm: [-70, -62, 0],
  head: [0, 7, 4],
  neck: [0, 5, 0],
  chest: [0, 3, 0],
};

const WAVE_UP: Pose = { rightUpperArm: [0, -20, 20], head: [0, 0, -4], neck: [0, 0, -2], spine: [0, 0, -1] };
/** Elbow first, the hand near the body. */
const WAVE_HALFWAY: Pose = {
  rightUpperArm: [-4, -4, 50],
  rightLowerArm: [0, 88, -30],
  ...curled("right", [6, 8, 10, 12]),
};
const waving = (at: number, hand: number): Key => ({
  at,
  pose: {
    ...WAVE_UP,
    rightLowerArm: [0, 20, -95 + hand * 0.6],
    rightHand: [0, 0, hand],
    ...curled("right", [2, 2, 4, 6]),
  },
});
/** Half of a wave at 2.2 Hz, seconds. */
const SWING = 0.227;
const WAVE_RAISED = 0.5;

const nodding = (degrees: number): Pose => ({ neck: [degrees * 0.4, 0, 0], head: [degrees * 0.6, 0, 0] });
const turning = (degrees: number): Pose => ({ neck: [0, degrees * 0.4, 0], head: [0, degrees * 0.6, 0] });

const THOUGHT: Pose = { rightLowerArm: [0, 60, 0], ...curled("right", [16, 22, 26, 30]) };

const beat = (side: "left" | "right"): Gesture => {
  const s = side === "left" ? -1 : 1;
  const pose: Pose = {
    [`${side}UpperArm`]: [-6, 6 * s, 64 * s],
    [`${side}LowerArm`]: [side === "left" ? -18 : -18, 58 * s, 4 * s],
    [`${side}Hand`]: [0, 4 * s, -6 * s],
    ...curled(side, [6, 8, 10, 12]),
  };
  return {
    keys: [
      { at: 0.3, pose },
      { at: 0.46, pose },
    ],
    lastsS: 1.1,
    rank: 0,
  };
};

export const GESTURES = {
  /** Yes. */
  nod: {
    keys: [
      { at: 0.18, pose: nodding(10) },
      { at: 0.42, pose: nodding(-1) },
      { at: 0.6, pose: nodding(6) },
    ],
    lastsS: 0.9,
    rank: 1,
  },
  /** While the person pauses: I follow. */
  "small-nod": { keys: [{ at: 0.18, pose: nodding(5) }], lastsS: 0.45, rank: 0 },
  /** No. */
  shake: {
    keys: [
      { at: 0.22, pose: turning(11) },
      { at: 0.5, pose: turning(-11) },
      { at: 0.76, pose: turning(7) },
    ],
    lastsS: 1.1,
    rank: 1,
  },
  /** 会釈 */
  bow: bow(15, 0.4),
  /** 敬礼 */
  "bow-polite": bow(30, 0.6),
  /** 最敬礼 */
  "bow-deep": bow(45, 0.9),
  wave: {
    keys: [
      { at: 0.26, pose: WAVE_HALFWAY },
      waving(WAVE_RAISED, -22),
      waving(WAVE_RAISED + SWING, 6),
      waving(WAVE_RAISED + 2 * SWING, -22),
      waving(WAVE_RAISED + 3 * SWING, 6),
      waving(WAVE_RAISED + 4 * SWING, -22),
      waving(WAVE_RAISED + 5 * SWING, 6),
      waving(WAVE_RAISED + 6 * SWING, -8),
      { at: WAVE_RAISED + 6 * SWING + 0.32, pose: WAVE_HALFWAY },
    ],
    lastsS: WAVE_RAISED + 6 * SWING + 0.75,
    face: { emotion: "happy", weight: 1, fromS: 0.15, toS: WAVE_RAISED + 6 * SWING + 0.3 },
    rank: 2,
  },
  /** An open hand towards what lies beside her. */
  present: {
    keys: [
      { at: 0.55, pose: { ...PRESENTED, ...curled("left", [4, 6, 8, 10]) } },
      { at: 1.9, pose: { ...PRESENTED, ...curled("left", [4, 6, 8, 10]) } },
    ],
    lastsS: 2.6,
    look: { yaw: 20, pitch: -12, fromS: 0.15, toS: 0.65 },
    rank: 2,
  },
  /** The first finger at a card. */
  point: {
    keys: [
      { at: 0.5, pose: { ...PRESENTED, ...curled("left", [2, 62, 66, 68]), leftThumbProximal: THUMB } },
      { at: 1.7, pose: { ...PRESENTED, ...curled("left", [2, 62, 66, 68]), leftThumbProximal: THUMB } },
    ],
    lastsS: 2.4,
    look: { yaw: 20, pitch: -12, fromS: 0.1, toS: 0.6 },
    rank: 2,
  },
  /** A hand comes up, and waits with her. */
  think: {
    keys: [
      { at: 0.6, pose: THOUGHT },
      { at: 0.7, pose: THOUGHT },
    ],
    lastsS: 1.4,
    holdAtS: 0.65,
    rank: 0,
  },
  "beat-left": beat("left"),
  "beat-right": beat("right"),
} as const satisfies Record<string, Gesture>;

export type GestureName = keyof typeof GESTURES;
export const GESTURE_NAMES = Object.keys(GESTURES) as GestureName[];
/** What a person may put a motion of their own in place of, from the smallest to the largest. */
export const BOUND_GESTURES = [
  "nod",
  "shake",
  "bow",
  "bow-polite",
  "bow-deep",
  "wave",
  "present",
  "point",
  "think",
] as const satisfies readonly GestureName[];
export type BoundGesture = (typeof BOUND_GESTURES)[number];
export const isGesture = (name: string): name is GestureName => Object.hasOwn(GESTURES, name);
