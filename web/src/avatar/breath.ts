import { glide, gliding, TARGET, VALUE } from "./ease.ts";
import { between, type Random } from "./random.ts";

/** Seconds a breath takes; quicker after speaking. */
const PERIOD = { rest: 4, speaking: 3.2, asleep: 5.6 } as const;
export type BreathMood = keyof typeof PERIOD;
/** Seconds to go half of the way to another pace. */
const PERIOD_HALF_LIFE = 1;
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
  readonly #period = gliding(PERIOD.rest);

  constructor(random: Random) {
    this.#random = random;
  }

  step(dtS: number, mood: BreathMood): void {
    this.#period[TARGET] = PERIOD[mood];
    glide(this.#period, PERIOD_HALF_LIFE, dtS);
    this.#phase += dtS / (this.#period[VALUE]! * this.#pace);
    if (this.#phase >= 1) {
      this.#phase %= 1;
      this.#pace = between(this.#random, 1 - VARIATION, 1 + VARIATION);
    }
    const turn = this.#phase < INHALE ? 1 + this.#phase / INHALE : (this.#phase - INHALE) / (1 - INHALE);
    this.air = Math.cos(turn * Math.PI);
  }
}
