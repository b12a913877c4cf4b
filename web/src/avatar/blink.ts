import { clamp, smoothstep } from "./ease.ts";
import { normal, type Random } from "./random.ts";

/** Seconds. */
const CLOSE = 0.07;
const HOLD = 0.035;
const OPEN = 0.14;
const DOUBLE_GAP = 0.11;
const WHOLE = CLOSE + HOLD + OPEN;
const SHORTEST = 1.2;
const LONGEST = 9;
/** Of the logarithm of the interval. */
const SPREAD = 0.5;
const DOUBLE_SHARE = 0.14;

/** Median seconds between blinks: people blink more while they speak and less while they listen. */
const BLINK_MEDIAN_S = { rest: 3.4, speaking: 2.6, listening: 4.2 } as const;
export type BlinkMood = keyof typeof BLINK_MEDIAN_S;

/** Log-normal, as measured in people; between 1.2 and 9 s. */
export const blinkInterval = (random: Random, mood: BlinkMood): number =>
  clamp(BLINK_MEDIAN_S[mood] * Math.exp(SPREAD * normal(random)), SHORTEST, LONGEST);

/** 0 open to 1 closed, `t` seconds into a blink: the lid falls twice as fast as it rises. */
export function lidAt(t: number): number {
  if (t <= 0 || t >= WHOLE) return 0;
  if (t < CLOSE) return smoothstep(0, CLOSE, t);
  return 1 - smoothstep(CLOSE + HOLD, WHOLE, t);
}

/** Eyelids over time. */
export class Blinker {
  readonly #random: Random;
  // A number from the beginning: a field that was once undefined keeps its numbers on the heap.
  #wait = Number.NaN;
  #into = WHOLE;
  #again = false;

  constructor(random: Random) {
    this.#random = random;
    this.#wait = blinkInterval(random, "rest");
  }

  /** Now, for instance on a large movement of the eyes; a blink under way goes on. */
  blink(): void {
    if (this.#into >= WHOLE) this.#begin();
  }

  /**
   * @param free whether a blink may begin
   * @returns 0 open to 1 closed
   */
  step(dtS: number, mood: BlinkMood, free = true): number {
    if (this.#into < WHOLE) {
      this.#into += dtS;
      if (this.#into >= WHOLE) this.#wait = this.#again ? DOUBLE_GAP : blinkInterval(this.#random, mood);
      return lidAt(this.#into);
    }
    this.#wait -= dtS;
    if (this.#wait <= 0 && free) this.#begin();
    return 0;
  }

  #begin(): void {
    this.#into = 0;
    this.#again = !this.#again && this.#random() < DOUBLE_SHARE;
  }
}
