/** A number from 0 up to but not including 1. */
export type Random = () => number;

/** Mulberry32: a small seeded source, so that a motion can be played again in a test. */
export function seeded(seed: number): Random {
  // In an array, because a variable of 32 bits would be put on the heap with each number.
  const state = Uint32Array.of(seed);
  return () => {
    state[0]! += 0x6d2b79f5;
    let t = state[0]!;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Standard normal (Box and Muller). */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

export const between = (random: Random, low: number, high: number): number => low + (high - low) * random();
