import { approach } from "./ease.ts";
import { between, type Random } from "./random.ts";

/** Seconds a breath takes; quicker after speaking. */
const PERIOD = { rest: 4, speaking: 3.2, asleep: 5.6 } as const;
export type BreathMood = keyof typeof PERIOD;
/** Of the period spent breathing in. */
const INHALE = 0.4;
/** Each breath differs from the last by up to this share. */
const VARIATION = 0.08;

/** Chest over time. */
export class Breath {
  /** -1 breathed out to 1 breathed in. */
  air = -1;
  readonly #random: Random;
  #phase = 0;
  #pace = 1;
  #period: number = PERIOD.rest;

  constructor(random: Random) {
    this.#random = random;
  }

  step(dtS: number, mood: BreathMood): void {
    this.#period = approach(this.#period, PERIOD[mood], 1, dtS);
    this.#phase += dtS / (this.#period * this.#pace);
    if (this.#phase >= 1) {
      this.#phase %= 1;
      this.#pace = between(this.#random, 1 - VARIATION, 1 + VARIATION);
    }
    this.air = breathAt(this.#phase);
  }
}

/** @param phase 0 to 1, from empty to full and back @returns -1 to 1 */
export const breathAt = (phase: number): number =>
  phase < INHALE ? -Math.cos((phase / INHALE) * Math.PI) : Math.cos(((phase - INHALE) / (1 - INHALE)) * Math.PI);
