import type { Rung } from "./ladder.ts";

/** How much of the machine the picture may take; sound always comes first. */
export interface Pace {
  /** Device pixels to a CSS pixel, at most. */
  maxPixelRatio: number;
  outlines: boolean;
  speakingFps: number;
  restingFps: number;
}

const FULL: Pace = { maxPixelRatio: 2, outlines: true, speakingFps: 60, restingFps: 30 };
/** Every pixel costs the cores that hear and speak. */
const SOFTWARE: Pace = { maxPixelRatio: 1, outlines: false, speakingFps: 20, restingFps: 12 };

/**
 * The processor draws, in place of a graphics card.
 * @param renderer `UNMASKED_RENDERER_WEBGL`, or anything where the browser does not say
 */
export const isSoftware = (renderer: string): boolean => /swiftshader|llvmpipe|software/i.test(renderer);

/** @param renderer as `isSoftware` takes it */
export const paceFor = (renderer: string): Pace => (isSoftware(renderer) ? SOFTWARE : FULL);

/** On `half`, and never fewer: below, motion is a slide show. */
const FEWEST_FPS = 8;

/** @returns what a rung of the ladder leaves of a pace; a picture that stands still has no pace */
export function paceOn(rung: Rung, pace: Pace): Pace {
  if (rung === "full") return pace;
  const half = (fps: number): number => Math.max(FEWEST_FPS, Math.round(fps / 2));
  return {
    ...pace,
    maxPixelRatio: Math.min(pace.maxPixelRatio, 1.5),
    speakingFps: half(pace.speakingFps),
    restingFps: half(pace.restingFps),
  };
}

/** Timers jitter: a frame this much early is on time. */
const EARLY_MS = 4;

/** Decides at each display frame whether to draw. Times in ms of one clock. */
export class FrameClock {
  #drawnAt = Number.NEGATIVE_INFINITY;

  /** @returns false to leave this display frame out */
  due(nowMs: number, fps: number): boolean {
    const since = nowMs - this.#drawnAt;
    if (since >= 0 && since < 1000 / fps - EARLY_MS) return false;
    this.#drawnAt = nowMs;
    return true;
  }
}
