/** What operators watch, in Prometheus' text format at GET /metrics. No label holds a session or a word. */
import type { TurnEndReason } from "@hisho/protocol";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

const STAGE_BUCKETS_MS = [5, 10, 25, 50, 100, 200, 350, 500, 750, 1000, 1500, 2000, 3000, 5000, 10_000];

export type Stage =
  | "stt_final"
  | "retrieval"
  | "llm_first_token"
  | "tts_first_audio"
  | "total"
  | "partial_age"
  | "audible";

export class Metrics {
  readonly registry = new Registry();
  readonly sessions = new Gauge({ name: "hisho_sessions", help: "Sessions kept", registers: [this.registry] });
  readonly sockets = new Gauge({ name: "hisho_sockets", help: "Open session sockets", registers: [this.registry] });
  readonly #turns = new Counter({
    name: "hisho_turns_total",
    help: "Turns ended",
    labelNames: ["reason"],
    registers: [this.registry],
  });
  readonly #stages = new Histogram({
    name: "hisho_stage_ms",
    help: "Time a stage took, ms; audible: end of speech to the first audible sample, told by the client",
    labelNames: ["stage"],
    buckets: STAGE_BUCKETS_MS,
    registers: [this.registry],
  });
  readonly #hallucinations = new Counter({
    name: "hisho_hallucinations_total",
    help: "Final transcripts that were no speech and were dropped",
    labelNames: ["reason"],
    registers: [this.registry],
  });
  readonly framesLost = new Counter({
    name: "hisho_uplink_frames_lost_total",
    help: "Microphone frames that never came",
    registers: [this.registry],
  });
  readonly framesCorrupt = new Counter({
    name: "hisho_uplink_frames_corrupt_total",
    help: "Microphone frames that could not be decoded",
    registers: [this.registry],
  });

  constructor(options: { process: boolean }) {
    if (options.process) collectDefaultMetrics({ register: this.registry });
  }

  stage(stage: Stage, tookMs: number): void {
    this.#stages.observe({ stage }, Math.max(0, tookMs));
  }

  /** @param dropped since the start, by reason */
  hallucinated(dropped: ReadonlyMap<string, number>): void {
    this.#hallucinations.reset();
    for (const [reason, count] of dropped) this.#hallucinations.inc({ reason }, count);
  }

  turnEnded(reason: TurnEndReason): void {
    this.#turns.inc({ reason });
  }
}
