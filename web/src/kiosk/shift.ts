/** Moves what stands for hours on a panel by a few pixels, so that nothing is burnt into it. Pure. */

export const SHIFT_EVERY_MS = 20_000;
const MOST_PX = 24;
/** Steps that share no factor with their count visit every place before any is seen again. */
const PLACES = 49;
const STEP = 18;

/** @param n how many times it has moved @returns pixels of the design (`--k`), each -24 to 24 */
export function shiftAt(n: number): { x: number; y: number } {
  const place = (n * STEP) % PLACES;
  const across = (place % 7) - 3;
  const down = Math.floor(place / 7) - 3;
  return { x: (across * MOST_PX) / 3, y: (down * MOST_PX) / 3 };
}
