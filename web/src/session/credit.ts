/**
 * The books of the downlink window: the relay may have 30 frames sent and not credited. Every frame received is given
 * back exactly once: by a `credit` message, or within `resume.credit`, or forgiven when the relay starts counting anew.
 */
import { CREDIT_FRAMES } from "@hisho/protocol";

export class CreditLedger {
  /** Frames in the voice's hands that the present window counts. */
  #held = 0;
  /** Frames in the voice's hands that it does not: of an earlier start, or said again from memory. They go first. */
  #foreign = 0;
  /** Given back and not yet told. */
  #due = 0;

  get due(): number {
    return this.#due;
  }

  /** Frames of the window that are with the voice. */
  get held(): number {
    return this.#held;
  }

  /** A frame was received and passed to the voice. */
  accept(): void {
    this.#held += 1;
  }

  /** A frame was received and dropped at once. */
  discard(): void {
    this.#due += 1;
  }

  /** A packet that the relay has not sent was passed to the voice. */
  lend(): void {
    this.#foreign += 1;
  }

  /** The voice has played or discarded `frames`. More than it holds is clamped. */
  release(frames: number): void {
    const foreign = Math.min(frames, this.#foreign);
    this.#foreign -= foreign;
    const own = Math.min(frames - foreign, this.#held);
    this.#held -= own;
    this.#due += own;
  }

  /** @returns the frames for a `credit` message, which is now sent */
  take(): number {
    const frames = this.#due;
    this.#due = 0;
    return frames;
  }

  /** `resume.credit`: how many frames can be taken now. What was due is within it. */
  resumeCredit(): number {
    this.#due = 0;
    return Math.max(0, CREDIT_FRAMES - this.#held);
  }

  /** The relay's window is whole again: nothing sent before counts. */
  startAfresh(): void {
    this.#foreign += this.#held;
    this.#held = 0;
    this.#due = 0;
  }
}
