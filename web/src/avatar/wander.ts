import { between, type Random } from "./random.ts";

export interface WanderOptions {
  /** Seconds at a place, from and to. */
  hold: readonly [number, number];
  /** Seconds from one place to the next, from and to. */
  move: readonly [number, number];
}

/** A value between -1 and 1 that goes from place to place and never stops hard. Allocates nothing when stepped. */
export class Wander {
  value = 0;
  readonly #random: Random;
  readonly #options: WanderOptions;
  #from = 0;
  #to = 0;
  #hold: number;
  #move = 1;
  #into = 0;

  constructor(random: Random, options: WanderOptions) {
    this.#random = random;
    this.#options = options;
    this.#hold = between(random, options.hold[0], options.hold[1]);
  }

  step(dtS: number): void {
    this.#into += dtS;
    if (this.#into >= this.#hold + this.#move) this.#leave();
    // `minimumJerk`, written out: a call in each frame would put its numbers on the heap.
    const x = Math.max(0, Math.min(1, (this.#into - this.#hold) / this.#move));
    this.value = this.#from + (this.#to - this.#from) * x * x * x * (10 + x * (6 * x - 15));
  }

  /** On to a place that is worth the way. */
  #leave(): void {
    const { hold, move } = this.#options;
    this.#from = this.#to;
    this.#to = between(this.#random, -1, 1);
    if (Math.abs(this.#to - this.#from) < 0.4) this.#to = -this.#to;
    this.#hold = between(this.#random, hold[0], hold[1]);
    this.#move = between(this.#random, move[0], move[1]);
    this.#into = 0;
  }
}
