/**
 * One call, made to the providers of a role in turn until one of them serves: as configured, but last those that are
 * known to be down, and never those that are left alone after failures.
 */
import { ProviderError, type Role } from "@hisho/providers/errors.ts";
import type { Provider } from "@hisho/providers/health.ts";
import type { Clock } from "./clock.ts";
import { Deadline, withDeadline } from "./deadline.ts";
import type { CallKind, CallTerms, ProviderLedger } from "./provider-ledger.ts";

/** Told before the first part, when another provider than the first choice serves. */
export type OnStandIn = (provider: string) => void;

/** Deadlines of the whole and of each step, ms, and the words of the call. */
export interface StreamTerms extends Pick<CallTerms, "said"> {
  call: CallKind;
  /** To the first part, of all providers together. */
  firstMs: number;
  /** From one part to the next. */
  nextMs: number;
  /** To the last part, of all providers together. */
  wholeMs?: number;
}

/** What is answered by rules gets, at each step: only a store that does not answer takes as long. */
const RULES_MS = 60_000;

interface Candidate<P extends Provider> {
  provider: P;
  /** Of the time that is left, so that the last one still has its turn within the stage's deadline. */
  share: number;
  /** It is not the first choice. */
  standsIn: boolean;
}

export class Failover {
  readonly #ledger: ProviderLedger;
  readonly #clock: Clock;

  constructor(ledger: ProviderLedger, clock: Clock) {
    this.#ledger = ledger;
    this.#clock = clock;
  }

  /**
   * @param candidates at least one, the first choice first
   * @param counts somebody waits for this call
   * @throws what the last provider threw, DeadlineError, or the signal's reason
   */
  async firstThat<P extends Provider, T>(
    role: Role,
    candidates: readonly P[],
    signal: AbortSignal,
    { call, counts, said, deadlineMs }: CallTerms & { call: CallKind; deadlineMs: number },
    work: (provider: P, signal: AbortSignal, standsIn: boolean) => Promise<T>,
  ): Promise<T> {
    const endsAt = this.#clock.now() + deadlineMs;
    let failure: unknown;
    for (const { provider, share, standsIn } of this.#inOrder(candidates, counts)) {
      const record = this.#ledger.of(provider);
      const entry = record.enter(counts);
      if (entry === null) continue;
      const askedAt = this.#clock.now();
      const limitMs = Math.round((endsAt - askedAt) * share);
      try {
        const result = await withDeadline(role, limitMs, signal, this.#clock, (inner) =>
          work(provider, inner, standsIn),
        );
        record.succeeded(entry, call, this.#clock.now() - askedAt);
        return result;
      } catch (error) {
        record.ended(entry, error, signal, { counts, said });
        failure = error;
      }
    }
    throw failure ?? allResting(role);
  }

  /**
   * Another provider takes over only while nothing has come.
   * @param candidates at least one, the first choice first
   * @throws what the last provider threw, DeadlineError, or the signal's reason
   */
  async *stream<P extends Provider, T>(
    role: Role,
    candidates: readonly P[],
    signal: AbortSignal,
    terms: StreamTerms,
    open: (provider: P, signal: AbortSignal, standsIn: boolean) => AsyncIterable<T>,
    onStandIn?: OnStandIn,
  ): AsyncGenerator<T> {
    const endsAt = this.#clock.now() + (terms.wholeMs ?? Number.POSITIVE_INFINITY);
    const beginsBy = this.#clock.now() + terms.firstMs;
    let failure: unknown;
    for (const { provider, share, standsIn } of this.#inOrder(candidates, true)) {
      const isSure = provider.byRules === true;
      if (this.#clock.now() >= endsAt && !isSure) break;
      const record = this.#ledger.of(provider);
      const entry = record.enter(true);
      if (entry === null) continue;
      const askedAt = this.#clock.now();
      const firstMs = Math.round((beginsBy - askedAt) * share);
      const deadline = new Deadline(role, signal, this.#clock);
      let started = false;
      let parts: AsyncIterator<T> | undefined;
      try {
        const stream = open(provider, deadline.signal, standsIn)[Symbol.asyncIterator]();
        parts = stream;
        for (;;) {
          const patienceMs = started ? terms.nextMs : firstMs;
          const leftMs = isSure ? RULES_MS : Math.max(0, Math.min(patienceMs, endsAt - this.#clock.now()));
          const part = await deadline.within(leftMs, () => stream.next());
          if (!started) record.succeeded(entry, terms.call, this.#clock.now() - askedAt);
          if (part.done === true) return;
          if (!started && standsIn) onStandIn?.(provider.name);
          started = true;
          yield part.value;
        }
      } catch (error) {
        record.ended(entry, error, signal, { counts: true, said: terms.said });
        if (started) throw error;
        failure = error;
      } finally {
        deadline.close();
        // Not awaited: one that hangs keeps nobody waiting, and what it throws after its end is of no use.
        parts?.return?.().catch(() => {});
      }
    }
    throw failure ?? allResting(role);
  }

  #inOrder<P extends Provider>(candidates: readonly P[], counts: boolean): Candidate<P>[] {
    const isDown = (provider: P): boolean => provider.health().status === "down";
    const well = candidates.filter((provider) => !isDown(provider));
    const down = candidates.filter((provider) => !well.includes(provider));
    // Where nobody is well they are all asked, and each tells for itself.
    if (counts && well.length > 0) for (const provider of down) this.#ledger.of(provider).passedOver(provider.health());
    const ordered = [...well, ...down];
    const willing = ordered.filter((provider) => this.#ledger.of(provider).restMs === 0);
    return ordered.map((provider) => {
      const after = willing.length - willing.indexOf(provider);
      return { provider, share: willing.includes(provider) ? 1 / after : 1, standsIn: provider !== candidates[0] };
    });
  }
}

const allResting = (role: Role): ProviderError =>
  new ProviderError(role, "unavailable", `every ${role} provider is left alone for a while after failures`, {
    retryable: true,
  });
