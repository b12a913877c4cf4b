/** What is told, counted and kept of a turn that has ended. */
import type { TurnEndReason, UnnumberedEvent } from "@hisho/protocol";
import type { Clock } from "../clock.ts";
import type { Metrics } from "../metrics.ts";
import type { Recordings } from "../recordings/recordings.ts";
import type { Store } from "../store/port.ts";
import { reachOf, storedTurn } from "./handover.ts";
import { type Receipts, receiptOf } from "./receipts.ts";
import type { SessionState, TurnState } from "./session-state.ts";
import type { Turn } from "./turn.ts";

const SAVE_PATIENCE_MS = 1000;

/** How a turn ends that was answered. */
export type AnsweredReason = Exclude<TurnEndReason, "cancelled" | "empty" | "ignored">;

/** Counts the end and keeps its receipt. @returns its `turn_end` */
export function endOf(
  { sessionId, turn, reason, heardMs }: { sessionId: string; turn: Turn; reason: TurnEndReason; heardMs: number },
  { clock, metrics, receipts }: { clock: Clock; metrics: Metrics; receipts: Receipts },
): UnnumberedEvent {
  const timings = {
    ...(turn.sttFinalMs === undefined ? {} : { stt_final: turn.sttFinalMs }),
    ...turn.speaking?.answer.timings,
    total: clock.now() - turn.finishedAt,
  };
  metrics.turnEnded(reason);
  for (const [stage, tookMs] of Object.entries(timings)) metrics.stage(stage as keyof typeof timings, tookMs);
  const retrieval = turn.speaking?.answer.retrieval;
  if (retrieval !== undefined && turn.origin === "spoken") metrics.lookedAhead(retrieval);
  const startedAt = responseStart(turn, reason);
  if (startedAt !== undefined) metrics.responseStarted(startedAt - turn.finishedAt);
  const receipt = receiptOf(sessionId, turn, reason, clock.date());
  if (receipt !== undefined) receipts.keep(receipt);
  return {
    type: "turn_end",
    turn: turn.number,
    reason,
    heard_ms: Math.round(heardMs),
    trace_id: turn.traceId,
    timings: Object.fromEntries(
      Object.entries(timings).map(([stage, tookMs]) => [stage, Math.round(tookMs * 10) / 10]),
    ),
  };
}

/** When the person got the first of the answer, on the clock; undefined where nothing came, or nobody had asked. */
function responseStart({ origin, speaking }: Turn, reason: TurnEndReason): number | undefined {
  if (origin === "relay" || speaking === null) return undefined;
  const { firstSoundAt, firstTextAt } = speaking.answer.marks;
  return firstSoundAt ?? (reason === "completed" ? firstTextAt : undefined);
}

export interface SavingTools {
  clock: Clock;
  store: Pick<Store, "saveTurn" | "saveTurnAudio">;
  /** Null where voices are not kept. */
  recordings: Pick<Recordings, "keep"> | null;
  /** Told where the store does not take it. */
  warn(event: UnnumberedEvent): void;
}

/**
 * Writes the turn, and behind it its voices, which it hands over.
 * @param settings of its session: who may come upon it later
 * @returns once it is written, and after a second at the latest: a slow store holds up nobody
 */
export async function saveTurn(
  sessionId: string,
  turn: Turn,
  ended: NonNullable<TurnState["ended"]>,
  settings: Pick<SessionState["settings"], "recall" | "visitor">,
  { clock, store, recordings, warn }: SavingTools,
): Promise<void> {
  const key = { sessionId, turn: turn.number, createdAt: turn.createdAt };
  const { voices } = turn;
  turn.voices = {};
  const saving = store
    .saveTurn({ ...storedTurn(sessionId, turn, ended), ...reachOf(settings) })
    .catch((error: unknown) => {
      turn.log.error("turn not saved", { error });
      warn({
        type: "warning",
        code: "not_saved",
        stage: "store",
        message:
          "This turn could not be written to the relay's store. It stays on this device, and is written as soon as the store takes it.",
        recoverable: true,
        trace_id: turn.traceId,
      });
    });
  // Behind the turn, also where it is written late: it is noted in it where its voices are.
  recordings?.keep({ ...key, traceId: turn.traceId }, voices, (audio) => store.saveTurnAudio(key, audio), saving);
  let cancel = (): void => {};
  const patience = new Promise<void>((resolve) => {
    cancel = clock.after(SAVE_PATIENCE_MS, resolve);
  });
  await Promise.race([saving, patience]);
  cancel();
}
