/**
 * The partial transcript of somebody who is speaking, for work that grows with the speech and not with its square: each
 * pass recognises a window of the newest sound, which moves on at a pause or, without one, at its quietest place.
 */
import { Agreement } from "./agreement.ts";
import type { GrowingPcm } from "./growing-pcm.ts";
import { PCM_RATE_HZ } from "./microphone.ts";
import { PartialBudget } from "./partial-budget.ts";
import { hasVoice, silenceBelow, windowMove } from "./partial-window.ts";
import { SteadyText } from "./steady-text.ts";
import { joined } from "./units.ts";

/** @param previousText what was said before `pcm` */
export type Recognise = (pcm: Float32Array, previousText: string, signal: AbortSignal) => Promise<string>;

/** Silence behind the last word when it is whole. */
const WORD_END_SAMPLES = (PCM_RATE_HZ * 140) / 1000;
/** What seems silent beside a loud noise may be a soft voice: it is looked at now and then. */
const LOOK_AGAIN_SAMPLES = PCM_RATE_HZ * 1.5;

export class MovingTranscript {
  readonly #pcm: GrowingPcm;
  readonly #recognise: Recognise;
  readonly #agreement = new Agreement();
  readonly #steady = new SteadyText();
  readonly #budget = new PartialBudget(PCM_RATE_HZ);
  #windowStart = 0;
  /** How far the last pass heard, and the power that was silence in it. */
  #heardTo = 0;
  #silence = 0;

  constructor(pcm: GrowingPcm, recognise: Recognise) {
    this.#pcm = pcm;
    this.#recognise = recognise;
  }

  /** Index of the first sample of the window: the words before it are fixed. */
  get windowStart(): number {
    return this.#windowStart;
  }

  /** Whether a pass over the window as it is now may tell something new and is within the budget. */
  get due(): boolean {
    const { length } = this.#pcm;
    if (!this.#budget.allows(length - this.#windowStart, length)) return false;
    return length - this.#heardTo >= LOOK_AGAIN_SAMPLES || hasVoice(this.#pcm.view(this.#heardTo), this.#silence);
  }

  /** Sound before `index` is no longer there: the words known of it stay as they are. */
  skipTo(index: number): void {
    if (index <= this.#windowStart) return;
    this.#agreement.fix();
    this.#windowStart = index;
  }

  /**
   * One pass over the window; one at a time.
   * @returns the transcript of everything so far
   * @throws what the recogniser throws; nothing has changed then
   */
  async pass(signal: AbortSignal): Promise<string> {
    const start = this.#windowStart;
    const window = this.#pcm.slice(start);
    this.#budget.spend(window.length);
    this.#heardTo = start + window.length;
    this.#silence = silenceBelow(window);
    const move = windowMove(window);
    const whole = !hasVoice(window.subarray(-WORD_END_SAMPLES), this.#silence);
    const { fixed } = this.#agreement;
    if (move === undefined) {
      const text = await this.#recognise(window, fixed, signal);
      signal.throwIfAborted();
      if (this.#windowStart === start) this.#agreement.hear(text);
      return this.#show(whole);
    }
    const before = await this.#recognise(window.slice(0, move.end), fixed, signal);
    const rest = window.slice(move.next);
    const after = hasVoice(rest, this.#silence) ? await this.#recognise(rest, joined(fixed, before), signal) : "";
    signal.throwIfAborted();
    if (this.#windowStart !== start) return this.#steady.text;
    this.#agreement.move(before, after);
    this.#windowStart = start + move.next;
    return this.#show(whole);
  }

  #show(whole: boolean): string {
    return this.#steady.show(this.#agreement.agreed, this.#agreement.open, whole);
  }
}
