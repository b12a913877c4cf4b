/** Which of a model's own expressions are worn for each that motion asks for, when it lacks some. Pure. */
import { EMOTION_NAMES, type Emotion, VISEMES } from "./mouth.ts";

export type Viseme = (typeof VISEMES)[number];
export type FaceName = Viseme | Emotion | "blink";
export const FACE_NAMES: readonly FaceName[] = [...VISEMES, ...EMOTION_NAMES, "blink"];

/** Shares of expressions that are worn together, 0 to 1 each. */
export type Mix = Readonly<Record<string, number>>;

/** The first whose parts are all there is taken. Mouths by height and roundness of the vowel; the rest by what it means. */
const MIXES: Readonly<Record<FaceName, readonly Mix[]>> = {
  aa: [{ aa: 1 }, { oh: 0.9 }, { ee: 0.9 }, { ou: 0.7 }, { ih: 0.7 }],
  ih: [{ ih: 1 }, { ee: 0.7 }, { aa: 0.3 }, { oh: 0.3 }, { ou: 0.3 }],
  ou: [{ ou: 1 }, { oh: 0.7 }, { aa: 0.35 }, { ih: 0.4 }, { ee: 0.4 }],
  ee: [{ ee: 1 }, { ih: 0.6, aa: 0.3 }, { ih: 0.9 }, { aa: 0.5 }, { oh: 0.5 }, { ou: 0.5 }],
  oh: [{ oh: 1 }, { ou: 0.5, aa: 0.4 }, { ou: 0.9 }, { aa: 0.7 }, { ee: 0.5 }, { ih: 0.5 }],
  blink: [{ blink: 1 }, { blinkLeft: 1, blinkRight: 1 }],
  happy: [{ happy: 1 }, { relaxed: 0.9 }],
  angry: [{ angry: 1 }],
  sad: [{ sad: 1 }],
  relaxed: [{ relaxed: 1 }, { happy: 0.4 }],
  // VRM 0.x had none among its presets; models name their own so.
  surprised: [{ surprised: 1 }, { Surprised: 1 }, { Surprise: 1 }, { surprise: 1 }, { SURPRISED: 1 }],
};

/** Fits every name that `MIXES` knows besides those asked for. */
export const WORN_NAMES: readonly string[] = [
  ...new Set(Object.values(MIXES).flatMap((mixes) => mixes.flatMap((mix) => Object.keys(mix)))),
];

/** @param has whether the model has an expression that moves something; @returns nothing for what cannot be shown */
export function mixFor(asked: FaceName, has: (name: string) => boolean): Mix {
  return MIXES[asked].find((mix) => Object.keys(mix).every(has)) ?? {};
}

/** A model without any mouth to move speaks with its jaw, or else nods a little. */
export const speaksBy = (has: (name: string) => boolean, hasJaw: boolean): "lips" | "jaw" | "nod" =>
  VISEMES.some(has) ? "lips" : hasJaw ? "jaw" : "nod";
