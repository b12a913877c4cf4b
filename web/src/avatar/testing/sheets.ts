/** What the contact sheets show. A sheet is drawn from these facts alone, so a new picture is a new line here. */

/** Euler XYZ in degrees by bone, over the idle pose. */
export type Pose = Readonly<Record<string, readonly [x: number, y: number, z: number]>>;

export interface Camera {
  /** Of the point looked at, metres. */
  height: number;
  /** Metres to the side of the figure, to her left. */
  aside?: number;
  distance: number;
  /** Vertical, degrees. */
  angle: number;
  /** Around her, degrees: 90 sees her left side. */
  azimuth?: number;
  /** From above, degrees. */
  elevation?: number;
}

export interface Shot {
  label: string;
  camera: Camera;
  /** Weights by preset name of VRM 1.0. */
  expressions?: Readonly<Record<string, number>>;
  /** Degrees: to her left, and up. */
  gaze?: readonly [yaw: number, pitch: number];
  /** "T" shows the bare rest pose. */
  pose?: Pose | "T";
  wall?: "light" | "dark";
}

export interface Sheet {
  name: string;
  columns: number;
  /** Of one picture, pixels. */
  tile: readonly [width: number, height: number];
  shots: readonly Shot[];
}

const FACE: Camera = { height: 1.07, distance: 1.55, angle: 16 };
const BUST: Camera = { height: 0.965, distance: 2.35, angle: 19 };
const UPPER: Camera = { height: 0.86, distance: 2.9, angle: 20 };
const FULL: Camera = { height: 0.645, distance: 3.95, angle: 20 };
const HEAD: Camera = { height: 1.07, distance: 1.9, angle: 16 };

const face = (name: string): Shot => ({
  label: name,
  camera: FACE,
  expressions: name === "neutral" ? {} : { [name]: 1 },
});

const looking = (label: string, yaw: number, pitch: number): Shot => ({ label, camera: FACE, gaze: [yaw, pitch] });

const FINGERS = ["Index", "Middle", "Ring", "Little"] as const;
const JOINTS = ["Proximal", "Intermediate", "Distal"] as const;

/** Every finger bent by its own angle at every joint, degrees. */
const bent = (side: "left" | "right", degrees: readonly [number, number, number, number]): Pose =>
  Object.fromEntries(
    FINGERS.flatMap((finger, i) =>
      JOINTS.map((joint) => [`${side}${finger}${joint}`, [0, 0, (side === "left" ? -1 : 1) * degrees[i]!]]),
    ),
  );

export const POSES = {
  bow: { spine: [8, 0, 0], chest: [7, 0, 0], neck: [5, 0, 0], head: [8, 0, 0] },
  wave: { rightUpperArm: [0, -20, 20], rightLowerArm: [0, 20, -95], rightHand: [0, 0, -8], head: [0, 0, -6] },
  present: { leftUpperArm: [10, -22, -58], leftLowerArm: [-70, -62, 0], head: [0, 12, 4] },
  point: {
    leftUpperArm: [10, -22, -58],
    leftLowerArm: [-70, -62, 0],
    ...bent("left", [2, 62, 66, 68]),
    leftThumbProximal: [0, 30, -14],
    head: [0, 12, 4],
  },
  fold: {
    leftUpperArm: [-17, -21, -64],
    leftLowerArm: [19, -43, -26],
    leftHand: [-2, -16, -32],
    rightUpperArm: [-11, 26, 65],
    rightLowerArm: [14, 44, 25],
    rightHand: [1, 17, 28],
  },
  think: { rightUpperArm: [20, 6, 62], rightLowerArm: [-60, 110, 30], head: [-3, -3, -5] },
} as const satisfies Record<string, Pose>;

const around = (camera: Camera, views: readonly (readonly [azimuth: number, elevation: number])[]): Shot[] =>
  views.map(([azimuth, elevation]) => ({
    label: `${azimuth}°${elevation === 0 ? "" : `, ${elevation}° above`}`,
    camera: { ...camera, azimuth, elevation },
  }));

const hand = (label: string, azimuth: number, pose?: Pose): Shot => ({
  label,
  camera: { height: 0.53, aside: 0.19, distance: 1, angle: 14, azimuth },
  ...(pose ? { pose } : {}),
});

export const SHEETS: readonly Sheet[] = [
  {
    name: "bust",
    columns: 2,
    tile: [900, 900],
    shots: [
      { label: "", camera: BUST, expressions: { relaxed: 0.15 } },
      { label: "", camera: { ...BUST, azimuth: -25 }, wall: "dark", expressions: { relaxed: 0.15, ih: 0.25 } },
    ],
  },
  {
    name: "full",
    columns: 4,
    tile: [480, 900],
    shots: around(FULL, [
      [0, 0],
      [35, 0],
      [90, 0],
      [180, 0],
    ]),
  },
  {
    name: "near",
    columns: 3,
    tile: [640, 640],
    shots: [
      { label: "eyes", camera: { height: 1.045, distance: 1, angle: 14 } },
      { label: "eyes, 25°", camera: { height: 1.045, distance: 1, angle: 14, azimuth: 25 } },
      { label: "blink .5", camera: { height: 1.045, distance: 1, angle: 14 }, expressions: { blink: 0.5 } },
      { label: "fringe", camera: { height: 1.15, distance: 1, angle: 16, azimuth: -10 } },
      { label: "collar", camera: { height: 0.79, distance: 1.2, angle: 14 } },
      { label: "points", camera: { height: 0.95, aside: 0.12, distance: 1, angle: 12, azimuth: 15 } },
      { label: "collar, side", camera: { height: 0.85, distance: 1, angle: 14, azimuth: 90 } },
      { label: "seam", camera: { height: 0.77, aside: 0.05, distance: 0.7, angle: 14 } },
      { label: "back", camera: { height: 1.1, distance: 1.6, angle: 16, azimuth: 150, elevation: 8 } },
      { label: "feet", camera: { height: 0.12, distance: 1.4, angle: 16, azimuth: 25, elevation: 10 } },
      { label: "hair", camera: { height: 1.07, distance: 1.3, angle: 18, azimuth: 75 } },
    ],
  },
  {
    name: "head",
    columns: 4,
    tile: [440, 440],
    shots: around(HEAD, [
      [0, 0],
      [20, 0],
      [35, 0],
      [60, 0],
      [90, 0],
      [-35, 0],
      [-90, 0],
      [135, 0],
      [180, 0],
      [0, 12],
      [0, 45],
      [25, -12],
    ]),
  },
  {
    name: "expressions",
    columns: 4,
    tile: [400, 400],
    shots: [
      ..."neutral happy angry sad relaxed surprised blink blinkLeft".split(" ").map(face),
      { label: "happy .5", camera: FACE, expressions: { happy: 0.5 } },
      { label: "relaxed .5 + aa .6", camera: FACE, expressions: { relaxed: 0.5, aa: 0.6 } },
      { label: "happy .6 + blink", camera: FACE, expressions: { happy: 0.6, blink: 1 } },
      { label: "surprised .6 + oh .5", camera: FACE, expressions: { surprised: 0.6, oh: 0.5 } },
      { label: "sad .5 + ee .6", camera: FACE, expressions: { sad: 0.5, ee: 0.6 } },
      { label: "happy .3 + aa .5", camera: FACE, expressions: { happy: 0.3, aa: 0.5 } },
      { label: "blink .5", camera: FACE, expressions: { blink: 0.5 } },
      { label: "relaxed .6", camera: FACE, expressions: { relaxed: 0.6 } },
    ],
  },
  {
    name: "visemes",
    columns: 5,
    tile: [360, 360],
    shots: [
      ..."aa ih ou ee oh".split(" ").map(face),
      ..."aa ih ou ee oh"
        .split(" ")
        .map((name) => ({ label: `${name} .5`, camera: FACE, expressions: { [name]: 0.5 } })),
    ],
  },
  {
    name: "gaze",
    columns: 4,
    tile: [400, 400],
    shots: [
      looking("left", 25, 0),
      looking("right", -25, 0),
      looking("up", 0, 20),
      looking("down", 0, -20),
      looking("left up", 20, 16),
      looking("right up", -20, 16),
      looking("left down", 20, -16),
      looking("right down", -20, -16),
    ],
  },
  {
    name: "poses",
    columns: 4,
    tile: [480, 480],
    shots: [
      { label: "idle", camera: UPPER },
      { label: "T", camera: UPPER, pose: "T" },
      { label: "bow", camera: UPPER, pose: POSES.bow, expressions: { blink: 1, relaxed: 0.3 } },
      { label: "wave", camera: UPPER, pose: POSES.wave, expressions: { happy: 1 } },
      { label: "present", camera: UPPER, pose: POSES.present, expressions: { ee: 0.5 }, gaze: [14, -4] },
      { label: "point", camera: UPPER, pose: POSES.point, gaze: [14, -4] },
      { label: "hands folded", camera: UPPER, pose: POSES.fold, expressions: { relaxed: 0.3 } },
      { label: "think", camera: UPPER, pose: POSES.think, gaze: [-14, 9] },
    ],
  },
  {
    name: "hands",
    columns: 4,
    tile: [440, 440],
    shots: [
      hand("idle", 0),
      hand("idle, side", 90),
      hand("idle, inside", -60),
      hand("fist", 60, bent("left", [70, 72, 74, 76])),
      hand("point", 60, bent("left", [0, 72, 74, 76])),
      hand("flat", 60, bent("left", [0, 0, 0, 0])),
      {
        label: "folded",
        camera: { height: 0.6, distance: 1.2, angle: 18 },
        pose: POSES.fold,
      },
      {
        label: "point, near",
        camera: { height: 0.76, aside: 0.22, distance: 1.2, angle: 16 },
        pose: POSES.point,
      },
    ],
  },
  {
    name: "elbows",
    columns: 4,
    tile: [400, 400],
    shots: [45, 90, 120, 140].map((degrees) => ({
      label: `elbow ${degrees}°`,
      camera: { height: 0.78, aside: -0.1, distance: 1.6, angle: 16 },
      pose: { rightUpperArm: [0, 0, 40], rightLowerArm: [0, degrees, 0] },
    })),
  },
  ...(["light", "dark"] as const).map(
    (wall): Sheet => ({
      name: `sizes-${wall}`,
      columns: 3,
      tile: [620, 844],
      shots: [
        { label: "phone", camera: { height: 0.93, distance: 2.75, angle: 24 }, wall, expressions: { relaxed: 0.15 } },
        { label: "tablet", camera: { ...BUST, azimuth: -8 }, wall, expressions: { relaxed: 0.15, ih: 0.25 } },
        { label: "kiosk", camera: { ...FULL, azimuth: 12 }, wall, expressions: { relaxed: 0.3 } },
      ],
    }),
  ),
];
