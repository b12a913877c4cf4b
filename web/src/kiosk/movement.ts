/** Whether something moves in front of the camera, from tiny grey pictures. Pure; none of them is kept but the last. */

/** Of the picture that is looked at, in pixels. Nobody is recognised in it. */
export const WIDTH = 32;
export const HEIGHT = 24;
/** A pixel has changed by so much of 255. */
const PIXEL_CHANGE = 24;
/** So large a share of the pixels has changed: somebody, not a moth. */
const LEAST_SHARE = 0.04;
/** So large a share at once is a lamp that was switched on. */
const MOST_SHARE = 0.85;
/** In so many pictures one after the other. */
const IN_A_ROW = 2;

/** Grey values of a picture of RGBA bytes (ITU-R BT.601, luma). */
export function greyOf(rgba: Uint8ClampedArray): Uint8Array {
  const grey = new Uint8Array(rgba.length / 4);
  for (let i = 0; i < grey.length; i++) {
    grey[i] = 0.299 * rgba[4 * i]! + 0.587 * rgba[4 * i + 1]! + 0.114 * rgba[4 * i + 2]!;
  }
  return grey;
}

export class Movement {
  #before: Uint8Array | null = null;
  #row = 0;

  /** @returns whether somebody moves: enough of the picture has changed, twice in a row */
  see(grey: Uint8Array): boolean {
    const before = this.#before;
    this.#before = grey;
    if (before === null || before.length !== grey.length) {
      this.#row = 0;
      return false;
    }
    // The whole picture's brightness is the camera's own exposure, not somebody.
    const shift = mean(grey) - mean(before);
    let changed = 0;
    for (let i = 0; i < grey.length; i++) if (Math.abs(grey[i]! - before[i]! - shift) > PIXEL_CHANGE) changed++;
    const share = changed / grey.length;
    this.#row = share >= LEAST_SHARE && share <= MOST_SHARE ? this.#row + 1 : 0;
    return this.#row >= IN_A_ROW;
  }
}

function mean(values: Uint8Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? 0 : sum / values.length;
}
