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

/** @param renderer `UNMASKED_RENDERER_WEBGL`, or anything where the browser does not say */
export const paceFor = (renderer: string): Pace => (/swiftshader|llvmpipe|software/i.test(renderer) ? SOFTWARE : FULL);

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
