/** What is passed on of turns when a session goes on at another relay, and how it is read there. Pure. */
import type { UnnumberedEvent } from "@hisho/protocol";
import { ASSISTANT_FRAME } from "@hisho/protocol";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Roles } from "../roles.ts";
import { clausesOf } from "../speech/clauses.ts";
import type { StoredTurn } from "../store/port.ts";
import type { ContinuedAnswer } from "./answer.ts";
import { isBlocked } from "./blocked.ts";
import type { AnswerState, Inheritance, SessionState, TurnState } from "./session-state.ts";
import { type Turn, wordsOf } from "./turn.ts";

type NumberedEvent = Inheritance["events"][number];

/** The last assistant frame that a client has. */
export interface LastFrame {
  turn: number;
  sequence: number;
}

export function stateOfTurn(turn: Turn): TurnState {
  return {
    number: turn.number,
    origin: turn.origin,
    traceId: turn.traceId,
    createdAt: turn.createdAt.toISOString(),
    ids: [...turn.ids],
    replaces: turn.replaces ?? null,
    language: turn.language,
    userText: turn.userText,
    sttFinalMs: turn.sttFinalMs ?? null,
    heardBy: turn.heardBy ?? null,
    final: turn.final,
    fixed: turn.fixed,
    isBegun: turn.speaking?.begun ?? false,
    answer: turn.ended === null ? (turn.speaking?.state ?? null) : null,
    ended: turn.ended,
  };
}

/** @param log of the conversation */
export function turnOf(
  state: TurnState,
  { roles, clock, log }: { roles: Roles; clock: Clock; log: Log },
  record: Turn["record"],
): Turn {
  const turn: Turn = {
    number: state.number,
    origin: state.origin,
    traceId: state.traceId,
    log: log.child({ turn: state.number, trace: state.traceId }, () => wordsOf(turn)),
    createdAt: new Date(state.createdAt),
    roles,
    ids: [...state.ids],
    replaces: state.replaces ?? undefined,
    language: state.language,
    userText: state.userText,
    heardBy: state.heardBy ?? undefined,
    final: state.final,
    fixed: state.fixed,
    ended: state.ended,
    listening: null,
    heed: null,
    speaking: null,
    early: null,
    finishedAt: clock.now(),
    sttFinalMs: state.sttFinalMs ?? undefined,
    end: null,
    audibleMs: undefined,
    voices: {},
    record,
    observers: [],
  };
  return turn;
}

/** The events of each turn and the client's ids that they name. */
export function recordsOf(events: readonly NumberedEvent[]): Map<number, { ids: Set<string>; record: Turn["record"] }> {
  const records = new Map<number, { ids: Set<string>; record: Turn["record"] }>();
  for (const event of events) {
    if (!("turn" in event) || (event.type === "avatar_event" && event.event === "visemes")) continue;
    const known = records.get(event.turn) ?? { ids: new Set(), record: [] };
    records.set(event.turn, known);
    known.record.push(event);
    if (event.type === "transcript_final" && event.id !== "") known.ids.add(event.id);
  }
  return records;
}

/** How many frames of an answer the client has. */
function framesHad({ firstFrame }: AnswerState, turn: number, lastFrame: LastFrame | undefined): number {
  if (firstFrame === null || lastFrame === undefined || lastFrame.turn !== turn) return 0;
  return Math.max(0, lastFrame.sequence - firstFrame + 1);
}

/** Where the numbers of assistant frames go on, so that the client takes what comes for new and lacks nothing. */
export function nextFrameSequence({ state }: Inheritance, lastFrame: LastFrame | undefined): number {
  if (lastFrame !== undefined) return lastFrame.sequence + 1;
  const open = state.turns.find((turn) => turn.answer?.firstFrame != null);
  return open?.answer?.firstFrame ?? state.frameSequence;
}

/**
 * What was left, as one goes on with it for a client that has the events up to `lastEvent`: what it lacks is numbered
 * from there. The end of a sound that it has not had is left out; it is told when the rest has been spoken.
 */
export function forClient(left: Inheritance, lastEvent: number): Inheritance {
  const speaking = new Set(left.state.turns.flatMap(({ number, answer }) => (answer === null ? [] : [number])));
  const had = left.events.filter(({ n }) => n <= lastEvent);
  const lacking = left.events
    .filter((event) => event.n > lastEvent && !(event.type === "assistant_audio_end" && speaking.has(event.turn)))
    .map((event, index) => ({ ...event, n: lastEvent + 1 + index }));
  return { ...left, events: [...had, ...lacking], lastEvent: lastEvent + lacking.length };
}

/** What a relay goes on with of an answer whose text is whole; null when it has to begin again. */
export function continued(
  turn: TurnState,
  lastFrame: LastFrame | undefined,
  record: Turn["record"],
): ContinuedAnswer | null {
  const { number, fixed, isBegun } = turn;
  const answer = turn.answer ?? (fixed !== null && isBegun ? justBegun(fixed) : null);
  if (answer === null) return null;
  return {
    ...answer,
    fromMs: framesHad(answer, number, lastFrame) * ASSISTANT_FRAME,
    isSoundTold: record.some(({ type }) => type === "assistant_audio_end"),
  };
}

const justBegun = ({ text, fallback }: NonNullable<TurnState["fixed"]>): AnswerState => ({
  text,
  fallbacks: { fallback },
  citations: [],
  timings: {},
  isTold: false,
  clauses: clausesOf(text).map((raw) => ({ raw, endMs: null })),
  firstFrame: null,
  isHeard: false,
  playedMs: 0,
});

/** What makes a client forget what it has of an answer that is begun again. */
export function beginningAgain({ number, final }: Turn): UnnumberedEvent[] {
  return [{ type: "turn_reopened", turn: number }, ...(final === null ? [] : [final])];
}

/**
 * The turn for the store, where nobody goes on with it; undefined when the client asks again under its id.
 * @param blocked of its session: a question that holds one of these words is kept without its own
 */
export function unfinished(sessionId: string, turn: TurnState, blocked: readonly string[]): StoredTurn | undefined {
  const { answer } = turn;
  const ended =
    turn.ended ??
    (answer !== null
      ? {
          reason: "interrupted" as const,
          heardMs: answer.playedMs,
          heardText: answer.text,
          citations: answer.citations,
        }
      : undefined);
  if (ended === undefined) return undefined;
  const userText = isBlocked(turn.userText, blocked) ? "" : turn.userText;
  return storedTurn(sessionId, { ...turn, userText, createdAt: new Date(turn.createdAt) }, ended);
}

/** Who may come upon a turn of such a session: later conversations, and the owner's other devices. */
export const reachOf = ({
  recall,
  visitor,
}: Pick<SessionState["settings"], "recall" | "visitor">): Pick<StoredTurn, "findable" | "visit"> => ({
  ...(recall ? {} : { findable: false }),
  ...(visitor ? { visit: true } : {}),
});

export function storedTurn(
  sessionId: string,
  turn: Pick<Turn, "number" | "origin" | "traceId" | "ids" | "userText" | "language" | "createdAt">,
  { reason, heardMs, heardText, citations }: NonNullable<TurnState["ended"]>,
): StoredTurn {
  return {
    sessionId,
    turn: turn.number,
    clientId: turn.ids.at(-1) ?? turn.traceId,
    userText: turn.userText,
    assistantText: heardText,
    language: turn.language,
    citations,
    endReason: reason,
    heardMs: Math.round(heardMs),
    createdAt: turn.createdAt,
    spoken: turn.origin === "spoken",
  };
}
