import { ProviderError, type Role } from "../errors.ts";
import type { Health, Provider } from "../health.ts";

/** Milliseconds since some fixed instant, for example `() => performance.now()`. */
export type Clock = () => number;

/** How a scripted provider fails. */
export type Failure =
  /** Every call throws at once. */
  | { kind: "refuse"; retryable?: boolean }
  /** A call never answers; only its signal ends it. */
  | { kind: "hang" }
  /** A call throws after that many pieces (tokens, chunks). */
  | { kind: "throw"; afterPieces: number };

/** @throws the signal's reason when aborted before the time is over */
export function sleep(durationMs: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (durationMs <= 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    }, durationMs);
    signal.addEventListener("abort", onAbort, { once: true });
  });
}

/** @throws the signal's reason; nothing else ends it */
export function hang(signal: AbortSignal): Promise<never> {
  signal.throwIfAborted();
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

/** Applies a failure that comes before the first piece. @throws ProviderError, or the signal's reason */
export async function failBeforeWork(role: Role, failure: Failure | undefined, signal: AbortSignal): Promise<void> {
  if (failure?.kind === "hang") await hang(signal);
  if (failure?.kind === "refuse") {
    throw new ProviderError(role, "refused", `the scripted ${role} refuses`, { retryable: failure.retryable ?? false });
  }
}

/** Applies a failure that comes after `pieces` pieces. @throws ProviderError */
export function failAfter(role: Role, failure: Failure | undefined, pieces: number): void {
  if (failure?.kind === "throw" && pieces >= failure.afterPieces) {
    throw new ProviderError(role, "unavailable", `the scripted ${role} broke after ${pieces} pieces`, {
      retryable: true,
    });
  }
}

/** What every scripted provider says about itself. `setHealth` changes what `health` answers. */
export class ScriptedProvider implements Provider {
  readonly name = "scripted";
  readonly isMock = true;
  readonly languages: readonly string[];
  #health: Health = { status: "ok" };

  constructor(languages: readonly string[] = ["*"]) {
    this.languages = languages;
  }

  setHealth(health: Health): void {
    this.#health = health;
  }

  health(): Health {
    return this.#health;
  }

  prepare(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    return Promise.resolve();
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
