/**
 * How calls to each provider went: whether it is left alone, what it said last, how often another stood in for it. It
 * outlives the configuration that a provider came with. A failover and its end are one line each in the log, however
 * many calls lie between them.
 */
import { ProviderError, type Role } from "@hisho/providers/errors.ts";
import type { Health, Provider } from "@hisho/providers/health.ts";
import { CircuitBreaker, type Entry, failingOf } from "./circuit-breaker.ts";
import type { Clock } from "./clock.ts";
import { DeadlineError } from "./deadline.ts";
import type { Log } from "./log.ts";
import { type PlainError, plainError } from "./plain-error.ts";

/** A provider as the log names it: never by a path or a credential that its address may hold. */
export interface ProviderName {
  role: Role;
  provider: string;
  /** Host and port; absent when it runs in this process. */
  endpoint?: string;
}

/** What a provider did not do, for the log: of a call its error, otherwise what the provider says of itself. */
export interface Tried extends ProviderName {
  error?: PlainError | undefined;
  reason?: string | undefined;
}

interface Failure {
  /** For operators who ask how it is. */
  reason: string;
  /** For the log. */
  error: PlainError;
}

/** Whole transcripts and a question's vector; or to the first word, the first sound. */
export type CallKind = "partial" | "final" | "first_word" | "first_sound" | "vector";

/** Told how each call went. */
export interface CallMeter {
  answered(who: ProviderName, call: CallKind, tookMs: number): void;
  failed(who: ProviderName, reason: string): void;
}

interface Tally {
  fallbacks: number;
}

export class ProviderLedger {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #meter: CallMeter | undefined;
  readonly #records = new WeakMap<Provider, ProviderRecord>();
  readonly #tallies = new Map<string, Tally>();

  constructor(clock: Clock, log: Log, meter?: CallMeter) {
    this.#clock = clock;
    this.#log = log;
    this.#meter = meter;
  }

  /**
   * Opens the records of a role. One that is made anew begins with a clean sheet but for its count, which belongs to the
   * role, the provider's name and its address; the second with the same three has a count of its own.
   */
  open(role: Role, providers: readonly Provider[]): void {
    const seen = new Map<string, number>();
    for (const provider of providers) {
      const who = nameOf(role, provider);
      const address = `${role} ${provider.name} ${provider.endpoint ?? ""}`;
      const nth = (seen.get(address) ?? 0) + 1;
      seen.set(address, nth);
      if (this.#records.has(provider)) continue;
      const tally = this.#tallies.get(`${address} ${nth}`) ?? { fallbacks: 0 };
      this.#tallies.set(`${address} ${nth}`, tally);
      this.#records.set(provider, new ProviderRecord(who, tally, this.#clock, this.#log, this.#meter));
    }
  }

  /** @param provider of a role that was opened */
  of(provider: Provider): ProviderRecord {
    const record = this.#records.get(provider);
    if (record === undefined) throw new Error(`no record of ${provider.name}`);
    return record;
  }
}

export interface CallTerms {
  /** Somebody waits for this call. */
  counts: boolean;
  /** The words of the call, which its log lines do not repeat. */
  said: readonly string[];
}

export class ProviderRecord {
  readonly who: ProviderName;
  readonly #tally: Tally;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #meter: CallMeter | undefined;
  readonly #breaker = new CircuitBreaker();
  #failure: Failure | undefined;
  /** The log has said that others stand in for it. */
  #out = false;

  constructor(who: ProviderName, tally: Tally, clock: Clock, log: Log, meter: CallMeter | undefined) {
    this.who = who;
    this.#tally = tally;
    this.#clock = clock;
    this.#log = log;
    this.#meter = meter;
  }

  get fallbacks(): number {
    return this.#tally.fallbacks;
  }

  /** What it did not do last, given how it is by itself. */
  tried(own: Health): Tried {
    if (this.#failure !== undefined) return { ...this.who, error: this.#failure.error };
    return { ...this.who, ...(own.status === "ok" ? {} : { reason: own.reason }) };
  }

  /** No failure has led to a pause since its last success. */
  get asked(): boolean {
    return this.#breaker.closed;
  }

  /** ms until it is asked again; 0 while it is asked. */
  get restMs(): number {
    return this.#breaker.restMs(this.#clock.now());
  }

  /** When it is asked again; undefined while it is asked. */
  get restsUntil(): Date | undefined {
    const { restMs } = this;
    return restMs === 0 ? undefined : new Date(this.#clock.date().getTime() + restMs);
  }

  /** @param counts somebody waits for this call: that it may not be made is a fallback */
  enter(counts: boolean): Entry | null {
    const entry = this.#breaker.enter(this.#clock.now(), !counts);
    if (entry === null && counts) {
      const error = this.#failure?.error;
      this.#fellBack(error === undefined ? { reason: "it is being asked whether it is back" } : { error });
    }
    return entry;
  }

  /** @param tookMs as long as `call` says */
  succeeded(entry: Entry, call: CallKind, tookMs: number): void {
    this.#meter?.answered(this.who, call, tookMs);
    this.#failure = undefined;
    this.#breaker.succeeded(entry);
    if (!this.#out) return;
    this.#out = false;
    this.#log.info("a provider serves again", { ...this.who, fallbacks: this.fallbacks });
  }

  /**
   * @param said the call's words, which the log does not repeat
   * @throws the turn's reason when it was aborted: then nothing is known of the provider
   */
  ended(entry: Entry, error: unknown, turn: AbortSignal, { counts, said }: CallTerms): void {
    if (turn.aborted) {
      this.#breaker.abandoned(entry);
      throw turn.reason;
    }
    const failure = failureOf(error, said);
    this.#meter?.failed(this.who, reasonOf(error));
    if (counts) this.#fellBack({ error: failure.error });
    const known = error instanceof ProviderError ? error : undefined;
    // A language that it does not speak after all says nothing of its state.
    if (known?.reason === "language") this.#breaker.abandoned(entry);
    // Nor does a partial that is only late, of finals, which have longer.
    else if (!counts && (error instanceof DeadlineError || known?.reason === "timeout")) this.#breaker.late(entry);
    else {
      this.#failure = failure;
      this.#breaker.failed(entry, this.#clock.now(), failingOf(error));
    }
  }

  /** It is known to be down, and another is asked first. */
  passedOver(health: Health): void {
    this.#fellBack({ reason: health.status === "ok" ? "it was down" : health.reason });
  }

  /** Its place was taken outside of any call of its own. */
  countFallback(): void {
    this.#tally.fallbacks += 1;
  }

  /** What it says of itself, and what its calls have shown. */
  health(own: Health): Health {
    if (own.status !== "ok" || this.#failure === undefined) return own;
    const { restMs } = this;
    const { reason } = this.#failure;
    return restMs === 0
      ? { status: "degraded", reason }
      : { status: "down", reason: `${reason}; it is asked again in ${Math.ceil(restMs / 1000)} s` };
  }

  /** Another, or nothing, takes its place this time. */
  #fellBack(why: { error: PlainError } | { reason: string }): void {
    this.#tally.fallbacks += 1;
    if (this.#out) return;
    this.#out = true;
    this.#log.warn("a provider fell back", { ...this.who, ...why });
  }
}

function failureOf(thrown: unknown, said: readonly string[]): Failure {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  return { reason: error.message, error: plainError(error, said) };
}

/** As the metrics name it. */
export const reasonOf = (error: unknown): string =>
  error instanceof ProviderError || error instanceof DeadlineError ? error.reason : "other";

function nameOf(role: Role, { name, endpoint }: Provider): ProviderName {
  const host = endpoint === undefined || !URL.canParse(endpoint) ? undefined : new URL(endpoint).host;
  return { role, provider: name, ...(host === undefined ? {} : { endpoint: host }) };
}
