/** When a frame that has arrived may be played. Behind this interface an adaptive policy can take the fixed one's place. */
export interface JitterPolicy {
  /** How often playing had to stop for want of sound. */
  readonly stalls: number;
  /**
   * Asked before each frame.
   * @param queuedMs sound that has arrived and is not yet handed on
   * @param aheadMs sound handed on and not yet played
   * @param ended nothing more will come
   */
  mayPlay(queuedMs: number, aheadMs: number, ended: boolean): boolean;
  /** Another talkspurt begins. */
  restart(): void;
}

/** What is gathered again after a stall. */
export const JITTER_TARGET_MS = 60;

/** Starts at the first frame (the relay sends ahead, so waiting buys nothing); after a stall gathers a fixed target. */
export class FixedJitter implements JitterPolicy {
  stalls = 0;
  readonly #targetMs: number;
  #state: "waiting" | "playing" | "gathering" = "waiting";

  constructor(targetMs = JITTER_TARGET_MS) {
    this.#targetMs = targetMs;
  }

  mayPlay(queuedMs: number, aheadMs: number, ended: boolean): boolean {
    if (this.#state === "playing" && queuedMs === 0 && aheadMs <= 0 && !ended) {
      this.#state = "gathering";
      this.stalls++;
    }
    const enough = this.#state === "gathering" && !ended ? this.#targetMs : 1;
    if (queuedMs < enough) return false;
    this.#state = "playing";
    return true;
  }

  restart(): void {
    this.#state = "waiting";
  }
}
