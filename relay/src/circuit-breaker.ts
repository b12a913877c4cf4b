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

export class CircuitBreaker {
  #failures = 0;
  /** Pauses since the last success. */
  #pauses = 0;
  #pausedUntilMs = Number.NEGATIVE_INFINITY;
  #probing = false;

  /**
   * Asked before each call; a call that may be made is reported afterwards by one of `succeeded`, `failed`, `abandoned`.
   * @returns whether it may be made
   */
  enter(nowMs: number): boolean {
    if (this.#pauses === 0) return true;
    if (this.#probing || nowMs < this.#pausedUntilMs) return false;
    this.#probing = true;
    return true;
  }

  /** ms until it is asked again; 0 while calls are made. */
  restMs(nowMs: number): number {
    return this.#pauses === 0 ? 0 : Math.max(0, this.#pausedUntilMs - nowMs);
  }

  succeeded(): void {
    this.#failures = 0;
    this.#pauses = 0;
    this.#probing = false;
  }

  failed(nowMs: number, { retryable, retryAfterMs }: Failing): void {
    if (this.#pauses > 0 && !this.#probing) {
      // Under way since before the pause: one outage is one pause, unless the server asks for more.
      this.#pausedUntilMs = Math.max(this.#pausedUntilMs, nowMs + (retryAfterMs ?? 0));
      return;
    }
    this.#failures += 1;
    const wasProbe = this.#probing;
    this.#probing = false;
    const pauses = wasProbe || !retryable || retryAfterMs !== undefined || this.#failures >= FAILURES_IN_A_ROW;
    if (!pauses) return;
    this.#pausedUntilMs =
      nowMs + Math.max(retryAfterMs ?? 0, Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#pauses));
    this.#pauses += 1;
  }

  /** Nobody waited for the outcome: the next call may ask. */
  abandoned(): void {
    this.#probing = false;
  }
}
