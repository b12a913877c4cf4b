/** How many requests are heard at a time. */
export class Slots {
  readonly #most: number;
  #taken = 0;

  /** @throws RangeError for less than one */
  constructor(most: number) {
    if (!(most >= 1)) throw new RangeError(`at least one slot is needed, not ${most}`);
    this.#most = most;
  }

  get taken(): number {
    return this.#taken;
  }

  /** @returns how to give it back, once; undefined when none is free */
  take(): (() => void) | undefined {
    if (this.#taken >= this.#most) return undefined;
    this.#taken += 1;
    let given = false;
    return () => {
      if (!given) this.#taken -= 1;
      given = true;
    };
  }
}
