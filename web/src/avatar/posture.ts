import type { Phase } from "../session/talk.ts";
import type { BlinkMood } from "./blink.ts";
import type { Attention } from "./gaze.ts";
import type { Emotion } from "./mouth.ts";

/** Degrees, added to the idle pose. x nods forwards, y turns to her left, z tilts to her right. */
export interface Posture {
  lean: number;
  headX: number;
  headY: number;
  headZ: number;
}

/** What a phase asks of the body. */
export interface Attitude {
  posture: Posture;
  attention: Attention;
  blink: BlinkMood;
  /** Worn where nobody asks for another. */
  face: Partial<Record<Emotion, number>>;
  /** Of the swaying of head and hips. */
  sway: number;
}

const STILL: Posture = { lean: 0, headX: 0, headY: 0, headZ: 0 };

export const ATTITUDES: Readonly<Record<Phase, Attitude>> = {
  idle: { posture: STILL, attention: "present", blink: "rest", face: {}, sway: 1 },
  listening: {
    posture: { ...STILL, headZ: -2, lean: 0.6 },
    attention: "viewer",
    blink: "listening",
    face: { relaxed: 0.12 },
    sway: 0.6,
  },
  hearing: {
    posture: { ...STILL, headZ: -4, headX: 2, lean: 3 },
    attention: "viewer",
    blink: "listening",
    face: { relaxed: 0.15 },
    sway: 0.4,
  },
  thinking: {
    posture: { lean: -0.6, headX: -3, headY: -3, headZ: -5 },
    attention: "aside",
    blink: "rest",
    face: { sad: 0.15, relaxed: 0.2 },
    sway: 0.6,
  },
  speaking: { posture: { ...STILL, lean: 0.8 }, attention: "speaking", blink: "speaking", face: {}, sway: 0.5 },
  interrupted: {
    posture: { ...STILL, lean: -1, headX: -1.5 },
    attention: "viewer",
    blink: "listening",
    face: { surprised: 0.12 },
    sway: 0.4,
  },
  offline: { posture: { ...STILL, headX: 3 }, attention: "down", blink: "rest", face: { sad: 0.18 }, sway: 0.6 },
};

/** Nobody is there: the head sinks, and she breathes deeply. */
export const ASLEEP: Attitude = {
  posture: { lean: 2, headX: 13, headY: 4, headZ: -5 },
  attention: "down",
  blink: "rest",
  face: { relaxed: 0.2 },
  sway: 0.3,
};

/** Euler XYZ in degrees on normalised bones: arms down, as she was modelled. The right has y and z negated. */
const LEFT_IDLE: readonly (readonly [bone: string, x: number, y: number, z: number])[] = [
  ["Shoulder", 0, 0, -4],
  ["UpperArm", 4, -4, -70],
  ["LowerArm", 0, -24, -1],
  ["Hand", 0, -2, 6],
  ["ThumbProximal", 0, 6, -6],
  ...(["Index", "Middle", "Ring", "Little"] as const).flatMap((finger, i) =>
    ["Proximal", "Intermediate", "Distal"].map((phalanx) => [finger + phalanx, 0, 0, -10 - 4 * i] as const),
  ),
];

export const IDLE_POSE = LEFT_IDLE.flatMap(([bone, x, y, z]) => [
  { bone: `left${bone}`, x, y, z },
  { bone: `right${bone}`, x, y: -y, z: -z },
]);
