/** Tells silence from a main thread that was too busy to listen. */
export class Watchdog {
  readonly #deadlineMs: number;
  readonly #onSilence: () => void;
  #awaited = 0;
  #timer: NodeJS.Timeout | undefined;
  #lastChance: NodeJS.Immediate | undefined;

  /** @param onSilence nothing was heard for so long while something was awaited */
  constructor(deadlineMs: number, onSilence: () => void) {
    this.#deadlineMs = deadlineMs;
    this.#onSilence = onSilence;
  }

  asked(): void {
    this.#awaited += 1;
    this.#wait();
  }

  /** One of what was asked, well or not: whoever answers lives. */
  answered(): void {
    this.#awaited -= 1;
    if (this.#awaited > 0) this.#wait();
    else this.rest();
  }

  /** Nothing is awaited any more. */
  rest(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#lastChance);
  }

  #wait(): void {
    this.rest();
    this.#timer = setTimeout(() => {
      // Timers come before messages: what has arrived meanwhile is read first.
      this.#lastChance = setImmediate(this.#onSilence);
    }, this.#deadlineMs);
  }
}
