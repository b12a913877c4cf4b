/**
 * The longest step any motion takes, seconds. A tab that comes back after an hour goes on from where it was instead of
 * leaping.
 */
export const LONGEST_STEP_S = 0.1;

/** @returns a step every motion can bear: 0 for a clock that ran backwards */
export const safeStep = (dtS: number): number =>
  Number.isFinite(dtS) ? Math.min(LONGEST_STEP_S, Math.max(0, dtS)) : 0;

export const clamp = (x: number, low: number, high: number): number => Math.max(low, Math.min(high, x));

export const smoothstep = (from: number, to: number, x: number): number => {
  const t = clamp((x - from) / (to - from), 0, 1);
  return t * t * (3 - 2 * t);
};

/** From 0 to 1 with the least jerk, as hands move (Flash and Hogan 1985); `t` outside 0 to 1 is held at its end. */
export const minimumJerk = (t: number): number => {
  const x = clamp(t, 0, 1);
  return x * x * x * (10 + x * (6 * x - 15));
};

/** A value on its way to a target: both in an array, because numbers that are handed over one by one go on the heap. */
export type Gliding = Float64Array;
/** Where its value and its target stand. */
export const VALUE = 0;
export const TARGET = 1;
export const gliding = (value: number): Gliding => Float64Array.of(value, value);

/** Half of the way to the target every `halfLifeS`; the same at any frame rate. Allocates nothing. */
export function glide(state: Gliding, halfLifeS: number, dtS: number): void {
  const target = state[TARGET]!;
  state[VALUE] = target + (state[VALUE]! - target) * 2 ** (-dtS / halfLifeS);
}

/**
 * A critically damped follower: no overshoot, and it starts as softly as it stops. Set `target`, step, read `value`. Its
 * numbers lie in an array: as fields, or handed from function to function, each new one would be put on the heap.
 */
export class Follower {
  /** Value, velocity, target. */
  readonly #state: Float64Array;
  readonly #omega: number;

  /** @param halfLifeS about the time to go half of the way, seconds */
  constructor(halfLifeS: number, value = 0) {
    this.#omega = 1.678 / halfLifeS; // (1 + x)·exp(-x) = 1/2
    this.#state = Float64Array.of(value, 0, value);
  }

  get value(): number {
    return this.#state[0]!;
  }

  set target(target: number) {
    this.#state[2] = target;
  }

  /** Exact for a target that stands still, whatever the step. Allocates nothing. */
  step(dtS: number): void {
    const state = this.#state;
    const decay = Math.exp(-this.#omega * dtS);
    const offset = state[0]! - state[2]!;
    const drive = (state[1]! + this.#omega * offset) * dtS;
    state[0] = state[2]! + (offset + drive) * decay;
    state[1] = (state[1]! - this.#omega * drive) * decay;
  }
}
