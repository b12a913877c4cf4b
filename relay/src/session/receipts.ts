/** Where the time of the last answers went, for operators. In memory, bounded, without a word of what was said. */
import type { Receipt } from "@hisho/protocol";
import type { RecentFigures } from "../operations/recent-figures.ts";
import type { Turn } from "./turn.ts";

const TURNS_A_SESSION = 50;
const MOST_SESSIONS = 200;

export class Receipts {
  /** The session that was used last stands last. */
  readonly #bySession = new Map<string, Receipt[]>();
  readonly #figures: Pick<RecentFigures, "keep">;

  constructor(figures: Pick<RecentFigures, "keep">) {
    this.#figures = figures;
  }

  keep(receipt: Receipt): void {
    this.#figures.keep(receipt);
    const { session_id: id } = receipt;
    const receipts = this.#bySession.get(id) ?? [];
    receipts.push(receipt);
    if (receipts.length > TURNS_A_SESSION) receipts.shift();
    this.#bySession.delete(id);
    this.#bySession.set(id, receipts);
    if (this.#bySession.size > MOST_SESSIONS) this.forget(this.#bySession.keys().next().value!);
  }

  /** Newest first. @param sessionId undefined: of all sessions */
  last(most: number, sessionId?: string): Receipt[] {
    const lists = sessionId === undefined ? [...this.#bySession.values()] : [this.#bySession.get(sessionId) ?? []];
    return lists
      .flat()
      .reverse()
      .sort((a, b) => Number(a.ended_at < b.ended_at) - Number(a.ended_at > b.ended_at))
      .slice(0, most);
  }

  /** The conversation was deleted. */
  forget(sessionId: string): void {
    this.#bySession.delete(sessionId);
  }
}

const whole = (ms: number): number => Math.max(0, Math.round(ms));

/** @returns undefined where nobody had asked, or nothing was answered */
export function receiptOf(sessionId: string, turn: Turn, reason: string, endedAt: Date): Receipt | undefined {
  const { origin, finishedAt, sttFinalMs, audibleMs, speaking } = turn;
  if (origin === "relay" || speaking === null) return undefined;
  const { firstTokenAt, firstSoundAt } = speaking.answer.marks;
  const { retrieval } = speaking.answer;
  const since = (at: number | undefined): number | undefined => (at === undefined ? undefined : at - finishedAt);
  const reached = {
    final_text: sttFinalMs,
    first_token: since(firstTokenAt),
    first_audio: since(firstSoundAt),
    audible: audibleMs,
  };
  const steps: Receipt["steps"] = Object.fromEntries(
    Object.entries(reached).flatMap(([step, ms]) => (ms === undefined ? [] : [[step, whole(ms)]])),
  );
  return {
    session_id: sessionId,
    turn: turn.number,
    trace_id: turn.traceId,
    origin,
    ended_at: endedAt.toISOString(),
    reason,
    fallback: speaking.answer.fallbacks.fallback,
    steps,
    ...(retrieval === undefined
      ? {}
      : {
          retrieval: {
            foresight: retrieval.foresight,
            waited: whole(retrieval.waitedMs),
            took: whole(retrieval.tookMs),
          },
        }),
  };
}
