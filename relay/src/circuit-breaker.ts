/**
 * Keeps calls away from a provider that fails: after failures in a row it is left alone for a while, then one call
 * asks whether it is back (M. Nygard, Release It!, "Circuit Breaker"). Time is an argument, ms from any fixed instant.
 */
import { ProviderError } from "@hisho/providers/errors.ts";

const FAILURES_IN_A_ROW = 3;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;

export interface Failing {
  /** Asking again may help. Where it cannot, as with a refused key, one failure is enough. */
  retryable: boolean;
  /** What the server asked for. */
  retryAfterMs?: number | undefined;
}

/** What an error says of whether, and when, to ask again. */
export function failingOf(error: unknown): Failing {
  if (!(error instanceof ProviderError)) return { retryable: true };
  return { retryable: error.reason !== "unavailable" || error.retryable, retryAfterMs: error.retryAfterMs };
}

/** A call that may be made, as the breaker knows it again. */
export interface Entry {
  readonly pausesBefore: number;
}

export class CircuitBreaker {
  #failures = 0;
  /** Pauses since the last success. */
  #pauses = 0;
  /** Pauses ever. */
  #allPauses = 0;
  #pausedUntilMs = Number.NEGATIVE_INFINITY;
  /** The one call that asks after a pause. */
  #probe: Entry | null = null;
  /** A hurried call asked after this pause and was late. */
  #hurriedInVain = false;

  /**
   * Asked before each call; the outcome is told by one of `succeeded`, `failed`, `late`, `abandoned`.
   * @param hurried it has less time than others: where such a call asked in vain, the next to ask is one that has all
   * @returns null when the call may not be made
   */
  enter(nowMs: number, hurried = false): Entry | null {
    const entry = { pausesBefore: this.#allPauses };
    if (this.#pauses === 0) return entry;
    if (this.#probe !== null || nowMs < this.#pausedUntilMs || (hurried && this.#hurriedInVain)) return null;
    this.#probe = entry;
    return entry;
  }

  /** Calls are made as they come: no failure has led to a pause since the last success. */
  get closed(): boolean {
    return this.#pauses === 0;
  }

  /** ms until it is asked again; 0 while calls are made. */
  restMs(nowMs: number): number {
    return this.#pauses === 0 ? 0 : Math.max(0, this.#pausedUntilMs - nowMs);
  }

  succeeded(entry: Entry): void {
    if (this.#isStraggler(entry)) return;
    this.#failures = 0;
    this.#pauses = 0;
    this.#probe = null;
    this.#hurriedInVain = false;
  }

  failed(entry: Entry, nowMs: number, { retryable, retryAfterMs }: Failing): void {
    if (this.#isStraggler(entry)) {
      // One outage is one pause, unless the server asks for more.
      this.#pausedUntilMs = Math.max(this.#pausedUntilMs, nowMs + (retryAfterMs ?? 0));
      return;
    }
    this.#failures += 1;
    const wasProbe = this.#probe === entry;
    const pauses = wasProbe || !retryable || retryAfterMs !== undefined || this.#failures >= FAILURES_IN_A_ROW;
    if (!pauses) return;
    this.#pausedUntilMs =
      nowMs + Math.max(retryAfterMs ?? 0, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#pauses));
    this.#pauses += 1;
    this.#allPauses += 1;
    this.#probe = null;
    this.#hurriedInVain = false;
  }

  /** A hurried call had too little time to tell anything. */
  late(entry: Entry): void {
    if (this.#probe === entry) this.#hurriedInVain = true;
    this.abandoned(entry);
  }

  /** Nobody waited for the outcome: the next call may ask. */
  abandoned(entry: Entry): void {
    if (this.#probe === entry) this.#probe = null;
  }

  /** Begun before the last pause: it tells nothing of what came after. */
  #isStraggler(entry: Entry): boolean {
    return entry.pausesBefore < this.#allPauses;
  }
}
