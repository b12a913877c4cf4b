import type { Phase } from "../session/talk.ts";

/** Seconds without anybody after which she dozes off. */
export const DOZES_AFTER_S = 180;

/** Nobody does anything in these. */
const QUIET_PHASES: ReadonlySet<Phase> = new Set(["idle", "listening", "offline"]);

/** Falls asleep when nobody is there and wakes at the first sign of somebody. */
export class Wakefulness {
  asleep = false;
  /** She woke in this step. */
  woke = false;
  #alone = 0;

  /** @param touched somebody touched the screen since the last step */
  step(phase: Phase, touched: boolean, dtS: number): void {
    const company = touched || !QUIET_PHASES.has(phase);
    this.#alone = company ? 0 : this.#alone + dtS;
    const asleep = this.#alone >= DOZES_AFTER_S;
    this.woke = this.asleep && !asleep;
    this.asleep = asleep;
  }
}
