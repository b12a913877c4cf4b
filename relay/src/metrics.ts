/**
 * What operators watch, in Prometheus' text format at GET /metrics. No label holds a session, an address or a word; time
 * is in seconds (prometheus.io, "Metric and label naming"). docs/operations.md has the table.
 */
import type { TurnEndReason } from "@hisho/protocol";
import { forLanguage } from "@hisho/providers/registry.ts";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import type { RecentFigures } from "./operations/recent-figures.ts";
import type { CallKind, CallMeter, ProviderName } from "./provider-ledger.ts";
import { PRODUCT_LANGUAGES, type RoleHealth } from "./roles.ts";
import type { AnswerTimings } from "./session/answer.ts";
import type { Retrieval } from "./session/early-retrieval.ts";

/** 0.5 s is a partial's limit (docs/alerts.md), so that it is a boundary. */
const PARTIAL_BUCKETS_S = [0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.8, 1, 1.5, 2, 3, 5];
/** 2 s is a response's. */
const RESPONSE_BUCKETS_S = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.25, 2.5, 3, 4, 5, 7.5, 10, 15, 30];
const STAGE_BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 1.5, 2, 3, 5, 10, 20, 60];

export type Stage = keyof AnswerTimings | "stt_final" | "total" | "audible";

/** What is only known when it is asked for. */
export interface Snapshot {
  sessions: number;
  sockets: number;
  /** Final transcripts that were dropped since the start, by reason. */
  hallucinations: ReadonlyMap<string, number>;
  roles: readonly RoleHealth[];
}

/** What is told of what is counted. */
type Watcher = Pick<RecentFigures, "answered" | "failed" | "partial" | "turnEnded">;

export class Metrics implements CallMeter {
  #watcher: Watcher | undefined;
  readonly registry = new Registry();
  readonly #registers = [this.registry];
  readonly #sessions = new Gauge({ name: "hisho_sessions", help: "Sessions kept", registers: this.#registers });
  readonly #sockets = new Gauge({ name: "hisho_sockets", help: "Open session sockets", registers: this.#registers });
  readonly #turns = new Counter({
    name: "hisho_turns_total",
    help: "Turns ended",
    labelNames: ["reason"],
    registers: this.#registers,
  });
  readonly #partials = new Histogram({
    name: "stt_partial_seconds",
    help: "From the arrival of the newest sound in a partial transcript to its sending",
    buckets: PARTIAL_BUCKETS_S,
    registers: this.#registers,
  });
  readonly #responses = new Histogram({
    name: "response_start_seconds",
    help: "From the end of what the person said or typed to the first sound of the answer, or the first text of a silent one, at the relay",
    buckets: RESPONSE_BUCKETS_S,
    registers: this.#registers,
  });
  readonly #stages = new Histogram({
    name: "hisho_stage_seconds",
    help: "Time a stage of a turn took; audible: end of speech to the first audible sample, told by the client",
    labelNames: ["stage"],
    buckets: STAGE_BUCKETS_S,
    registers: this.#registers,
  });
  readonly #calls = new Histogram({
    name: "hisho_provider_seconds",
    help: "Time a provider took for a call that went well: whole transcripts, or to the first part",
    labelNames: ["role", "provider", "call"],
    buckets: STAGE_BUCKETS_S,
    registers: this.#registers,
  });
  readonly #errors = new Counter({
    name: "hisho_provider_errors_total",
    help: "Calls of a provider that failed",
    labelNames: ["role", "provider", "reason"],
    registers: this.#registers,
  });
  readonly #fallbacks = new Counter({
    name: "hisho_fallbacks_total",
    help: "How often another provider, or nothing, took this one's place; place: in the role's list, 1 is the first choice",
    labelNames: ["role", "provider", "place"],
    registers: this.#registers,
  });
  readonly #up = new Gauge({
    name: "hisho_provider_up",
    help: "1 while the provider is well and asked, 0 while it is down or left alone after failures",
    labelNames: ["role", "provider", "place"],
    registers: this.#registers,
  });
  readonly #served = new Gauge({
    name: "hisho_language_up",
    help: "1 while some provider of the role that covers the language is up; absent where none covers it",
    labelNames: ["role", "language"],
    registers: this.#registers,
  });
  readonly #hallucinations = new Counter({
    name: "hisho_hallucinations_total",
    help: "Final transcripts that were no speech and were dropped",
    labelNames: ["reason"],
    registers: this.#registers,
  });
  readonly #lookedAhead = new Counter({
    name: "hisho_early_retrievals_total",
    help: "Spoken turns by what became of the passages that were looked for before the last word",
    labelNames: ["outcome"],
    registers: this.#registers,
  });
  readonly #lookingSaved = new Counter({
    name: "hisho_early_retrieval_saved_seconds_total",
    help: "Time that answers did not wait for passages because they were looked for before the last word",
    registers: this.#registers,
  });
  readonly #reopened = new Counter({
    name: "hisho_turns_reopened_total",
    help: "Turns that went on when the person spoke again",
    registers: this.#registers,
  });
  readonly framesLost = new Counter({
    name: "hisho_uplink_frames_lost_total",
    help: "Microphone frames that never came",
    registers: this.#registers,
  });
  readonly framesCorrupt = new Counter({
    name: "hisho_uplink_frames_corrupt_total",
    help: "Microphone frames that could not be decoded",
    registers: this.#registers,
  });

  constructor(options: { process: boolean }) {
    if (options.process) collectDefaultMetrics({ register: this.registry });
    // Known from the start, so that the first failure is an increase.
    for (const reason of ["completed", "interrupted", "failed"] as const) this.#turns.inc({ reason }, 0);
  }

  /** Told what is counted here, for the figures of the last hours. */
  watch(watcher: Watcher): void {
    this.#watcher = watcher;
  }

  /** What was kept from harm since the relay started. */
  async guards(): Promise<{ reopened: number; frames_lost: number; frames_corrupt: number }> {
    const total = async (counter: Counter): Promise<number> =>
      (await counter.get()).values.reduce((sum, { value }) => sum + value, 0);
    return {
      reopened: await total(this.#reopened),
      frames_lost: await total(this.framesLost),
      frames_corrupt: await total(this.framesCorrupt),
    };
  }

  turnReopened(): void {
    this.#reopened.inc();
  }

  stage(stage: Stage, tookMs: number): void {
    this.#stages.observe({ stage }, seconds(tookMs));
  }

  /** @param ageMs of the newest sound in it */
  partial(ageMs: number): void {
    this.#partials.observe(seconds(ageMs));
    this.#watcher?.partial(ageMs);
  }

  responseStarted(tookMs: number): void {
    this.#responses.observe(seconds(tookMs));
  }

  lookedAhead({ foresight, waitedMs, tookMs }: Retrieval): void {
    this.#lookedAhead.inc({ outcome: foresight });
    this.#lookingSaved.inc(seconds(tookMs - waitedMs));
  }

  turnEnded(reason: TurnEndReason): void {
    this.#turns.inc({ reason });
    this.#watcher?.turnEnded(reason);
  }

  answered(who: ProviderName, call: CallKind, tookMs: number): void {
    const { role, provider } = who;
    this.#calls.observe({ role, provider, call }, seconds(tookMs));
    this.#watcher?.answered(who, call, tookMs);
  }

  failed(who: ProviderName, reason: string): void {
    const { role, provider } = who;
    this.#errors.inc({ role, provider, reason });
    this.#watcher?.failed(who);
  }

  /** Everything, as Prometheus reads it. */
  async text(snapshot: Snapshot): Promise<string> {
    this.#take(snapshot);
    return await this.registry.metrics();
  }

  #take({ sessions, sockets, hallucinations, roles }: Snapshot): void {
    this.#sessions.set(sessions);
    this.#sockets.set(sockets);
    for (const metric of [this.#hallucinations, this.#fallbacks, this.#up, this.#served]) metric.reset();
    for (const [reason, count] of hallucinations) this.#hallucinations.inc({ reason }, count);
    const places = new Map<string, number>();
    for (const entry of roles) {
      const place = (places.get(entry.role) ?? 0) + 1;
      places.set(entry.role, place);
      const labels = { role: entry.role, provider: entry.provider, place: String(place) };
      this.#fallbacks.inc(labels, entry.fallbackCount);
      this.#up.set(labels, isUp(entry) ? 1 : 0);
    }
    for (const role of ["stt", "llm", "tts"] as const) {
      for (const language of PRODUCT_LANGUAGES) {
        const who = forLanguage(
          roles.filter((entry) => entry.role === role),
          language,
        );
        if (who.length > 0) this.#served.set({ role, language }, who.some(isUp) ? 1 : 0);
      }
    }
  }
}

const seconds = (tookMs: number): number => Math.max(0, tookMs) / 1000;

/** After an outage it is trusted again when a call of it has gone well. */
const isUp = ({ health, asked }: RoleHealth): boolean =>
  asked && (health.status === "ok" || health.status === "degraded");
