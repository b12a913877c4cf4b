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
export declare const POSES: {
  readonly bow: {
    readonly spine: readonly [8, 0, 0];
    readonly chest: readonly [7, 0, 0];
    readonly neck: readonly [5, 0, 0];
    readonly head: readonly [8, 0, 0];
  };
  readonly wave: {
    readonly rightUpperArm: readonly [0, -20, 20];
    readonly rightLowerArm: readonly [0, 20, -95];
    readonly rightHand: readonly [0, 0, -8];
    readonly head: readonly [0, 0, -6];
  };
  readonly present: {
    readonly leftUpperArm: readonly [10, -22, -58];
    readonly leftLowerArm: readonly [-70, -62, 0];
    readonly head: readonly [0, 12, 4];
  };
  readonly point: {
    readonly leftThumbProximal: readonly [0, 30, -14];
    readonly head: readonly [0, 12, 4];
    readonly leftUpperArm: readonly [10, -22, -58];
    readonly leftLowerArm: readonly [-70, -62, 0];
  };
  readonly fold: Readonly<Record<string, readonly [x: number, y: number, z: number]>>;
  readonly think: {
    readonly rightUpperArm: readonly [20, 6, 62];
    readonly rightLowerArm: readonly [-60, 110, 30];
    readonly head: readonly [-3, -3, -5];
  };
};
export declare const SHEETS: readonly Sheet[];
