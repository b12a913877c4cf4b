/** Keeps the window's phase true as facts change and time passes. */
import type { Clock } from "./clock.ts";
import { nextChangeMs, type PhaseEvent, type PhaseFacts, phaseAt, QUIET, reducePhase } from "./phase.ts";
import type { Phase } from "./talk.ts";

export class WindowState {
  readonly #clock: Clock;
  readonly #show: (phase: Phase) => void;
  #facts: PhaseFacts = QUIET;
  #shown: Phase = "idle";
  #cancelLook: (() => void) | null = null;

  constructor(clock: Clock, show: (phase: Phase) => void) {
    this.#clock = clock;
    this.#show = show;
  }

  get audible(): boolean {
    return this.#facts.audible;
  }

  happened(event: PhaseEvent): void {
    this.#facts = reducePhase(this.#facts, event);
    this.#look();
  }

  /** Words were understood that are meant for the assistant. */
  understood(): void {
    this.happened({ type: "understood", atMs: this.#clock.nowMs() });
  }

  close(): void {
    this.#cancelLook?.();
  }

  #look(): void {
    this.#cancelLook?.();
    const nowMs = this.#clock.nowMs();
    const phase = phaseAt(this.#facts, nowMs);
    if (phase !== this.#shown) {
      this.#shown = phase;
      this.#show(phase);
    }
    const nextMs = nextChangeMs(this.#facts, nowMs);
    this.#cancelLook = nextMs === null ? null : this.#clock.after(nextMs - nowMs, () => this.#look());
  }
}
