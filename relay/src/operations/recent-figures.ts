/** How the relay did in the last hours, for its operator: figures in memory, bounded, without a word of what was said. */
import type { Receipt, TurnEndReason } from "@hisho/protocol";
import type { Clock } from "../clock.ts";
import type { CallKind, ProviderName } from "../provider-ledger.ts";

/** The figures of so long are kept, in steps of `STEP_MS`. */
export const WINDOW_MS = 8 * 3_600_000;
export const STEP_MS = 600_000;
/** Of each figure in a step; of more, the newest. */
const MOST_SAMPLES = 500;

/** Of `count` samples, ms; by nearest rank. */
export interface Spread {
  count: number;
  p50Ms: number;
  p95Ms: number;
}

export interface Figures {
  /** The window begins here: `WINDOW_MS` ago, or with the relay. */
  since: Date;
  /** End of speech to the first sound, as the browser heard it, else as the relay sent it. */
  firstSound: Spread | undefined;
  /** Age of the newest sound in a partial transcript when it was sent. */
  partial: Spread | undefined;
  /** Turns that ended, by reason. */
  turns: Readonly<Partial<Record<TurnEndReason, number>>>;
  /** `firstSound` by step, oldest first; steps without a sample are left out. */
  line: readonly (Spread & { at: Date })[];
  /** What each provider took for what somebody waits for. */
  providers: readonly (ProviderName & { call: CallKind; spread: Spread; failed: number })[];
}

interface Step {
  /** Of the steps since the epoch. */
  number: number;
  firstSound: number[];
  partial: number[];
  turns: Map<TurnEndReason, number>;
  calls: Map<string, ProviderName & { call: CallKind; samplesMs: number[]; failed: number }>;
}

export class RecentFigures {
  readonly #clock: Clock;
  readonly #begun: Date;
  /** Oldest first. */
  #steps: Step[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#begun = clock.date();
  }

  /** An answer has ended. */
  keep({ origin, steps }: Receipt): void {
    const tookMs = steps.audible ?? steps.first_audio;
    if (origin === "spoken" && tookMs !== undefined) push(this.#step().firstSound, tookMs);
  }

  partial(ageMs: number): void {
    push(this.#step().partial, ageMs);
  }

  turnEnded(reason: TurnEndReason): void {
    const { turns } = this.#step();
    turns.set(reason, (turns.get(reason) ?? 0) + 1);
  }

  answered(who: ProviderName, call: CallKind, tookMs: number): void {
    push(this.#call(who, call).samplesMs, tookMs);
  }

  failed(who: ProviderName): void {
    const { calls } = this.#step();
    const known = [...calls.values()].find(({ role, provider }) => role === who.role && provider === who.provider);
    (known ?? this.#call(who, "final")).failed += 1;
  }

  figures(): Figures {
    this.#forgetOld();
    const steps = this.#steps;
    const turns: Partial<Record<TurnEndReason, number>> = {};
    for (const step of steps) {
      for (const [reason, count] of step.turns) turns[reason] = (turns[reason] ?? 0) + count;
    }
    return {
      since: new Date(Math.max(this.#begun.getTime(), this.#clock.date().getTime() - WINDOW_MS)),
      firstSound: spreadOf(steps.flatMap(({ firstSound }) => firstSound)),
      partial: spreadOf(steps.flatMap(({ partial }) => partial)),
      turns,
      line: steps.flatMap(({ number, firstSound }) => {
        const spread = spreadOf(firstSound);
        return spread === undefined ? [] : [{ at: new Date(number * STEP_MS), ...spread }];
      }),
      providers: providersOf(steps),
    };
  }

  #call(who: ProviderName, call: CallKind) {
    const { calls } = this.#step();
    const key = `${who.role} ${who.provider} ${call}`;
    const known = calls.get(key) ?? { role: who.role, provider: who.provider, call, samplesMs: [], failed: 0 };
    calls.set(key, known);
    return known;
  }

  #step(): Step {
    const number = Math.floor(this.#clock.date().getTime() / STEP_MS);
    const last = this.#steps.at(-1);
    // A wall clock that was set back goes on in the newest step.
    if (last !== undefined && last.number >= number) return last;
    const step: Step = { number, firstSound: [], partial: [], turns: new Map(), calls: new Map() };
    this.#steps.push(step);
    this.#forgetOld();
    return step;
  }

  #forgetOld(): void {
    const oldest = Math.floor((this.#clock.date().getTime() - WINDOW_MS) / STEP_MS) + 1;
    this.#steps = this.#steps.filter(({ number }) => number >= oldest);
  }
}

function providersOf(steps: readonly Step[]): Figures["providers"] {
  const merged = new Map<string, ProviderName & { call: CallKind; samplesMs: number[]; failed: number }>();
  for (const [key, { samplesMs, failed, ...who }] of steps.flatMap(({ calls }) => [...calls])) {
    const known = merged.get(key) ?? { ...who, samplesMs: [], failed: 0 };
    known.samplesMs.push(...samplesMs);
    known.failed += failed;
    merged.set(key, known);
  }
  return [...merged.values()].map(({ samplesMs, ...call }) => ({
    ...call,
    spread: spreadOf(samplesMs) ?? { count: 0, p50Ms: 0, p95Ms: 0 },
  }));
}

function push(samples: number[], sample: number): void {
  if (!Number.isFinite(sample)) return;
  samples.push(Math.max(0, Math.round(sample)));
  if (samples.length > MOST_SAMPLES) samples.shift();
}

function spreadOf(samples: readonly number[]): Spread | undefined {
  if (samples.length === 0) return undefined;
  const sorted = Float64Array.from(samples).sort();
  const at = (quantile: number): number => sorted[Math.ceil(quantile * sorted.length) - 1] ?? 0;
  return { count: sorted.length, p50Ms: at(0.5), p95Ms: at(0.95) };
}
