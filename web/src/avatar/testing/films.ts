/** Film strips of the character's gestures and phases, for the contact sheets: what happens when. */
import type { Phase } from "../../session/talk.ts";
import { GESTURE_NAMES, GESTURES, type Gesture, type GestureName } from "../gestures.ts";
import type { Camera, Sheet, Shot } from "./sheets.ts";

/** A moment in a motion that began from rest. */
export interface Film {
  phase: Phase;
  gesture: GestureName | null;
  /** Seconds. */
  atS: number;
}

export interface FilmShot extends Shot {
  film: Film;
}

const UPPER: Camera = { height: 0.86, distance: 2.9, angle: 20 };
const SIDE: Camera = { ...UPPER, azimuth: 70 };
const FRAMES = 8;

const frames = (name: string, camera: Camera, lastsS: number, film: Omit<Film, "atS">): FilmShot[] =>
  Array.from({ length: FRAMES }, (_, i) => {
    const atS = (lastsS * (i + 1)) / FRAMES;
    return { label: `${name} ${atS.toFixed(2)} s`, camera, film: { ...film, atS } };
  });

const strip = (name: GestureName): FilmShot[] => {
  const gesture: Gesture = GESTURES[name];
  const phase = name === "think" ? "thinking" : name.startsWith("beat") ? "speaking" : "listening";
  return [UPPER, SIDE].flatMap((camera) =>
    frames(name, camera, gesture.holdAtS === undefined ? gesture.lastsS : 2, { phase, gesture: name }),
  );
};

export const FILMS: readonly Sheet[] = [
  ...GESTURE_NAMES.map(
    (name): Sheet => ({ name: `film-${name}`, columns: FRAMES, tile: [240, 320], shots: strip(name) }),
  ),
  {
    name: "film-phases",
    columns: FRAMES,
    tile: [240, 320],
    shots: (["idle", "listening", "hearing", "thinking", "speaking", "interrupted", "offline"] as const).flatMap(
      (phase) => frames(phase, UPPER, 4, { phase, gesture: null }),
    ),
  },
];
