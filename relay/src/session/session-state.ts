/** A session as one relay leaves it to the next (./session-log.ts): JSON, checked, for another version may have written it. */
import {
  citation,
  language,
  NO_PERSONA,
  parseRelayEvent,
  persona,
  type UnnumberedEvent,
  WireError,
} from "@hisho/protocol";
import * as v from "valibot";
import type { SessionRecord } from "./session-log.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const ms = v.pipe(v.number(), v.finite());
const spoken = v.picklist(["ja-JP", "en-US", "ko-KR"]);
const fallback = v.nullable(v.picklist(["llm", "tts", "stt", "rag"]));
const fallbacks = v.object({ fallback, stand_in: v.exactOptional(v.string()) });

const settings = v.object({
  language,
  timeZone: v.string(),
  mode: v.picklist(["hands_free", "push_to_talk", "text"]),
  audio: v.boolean(),
  voice: v.optional(v.string()),
  speakingRate: v.number(),
  about: v.optional(v.string(), ""),
  recall: v.optional(v.boolean(), true),
  visitor: v.optional(v.boolean(), false),
  persona: v.optional(persona, NO_PERSONA),
  addressed: v.optional(v.boolean(), false),
  blocked: v.optional(v.pipe(v.array(v.string()), v.readonly()), []),
});

const timings = v.object({
  retrieval: v.exactOptional(ms),
  llm_first_token: v.exactOptional(ms),
  tts_first_audio: v.exactOptional(ms),
});

/** An answer whose text is whole: it can be spoken on from anywhere. */
const answer = v.object({
  text: v.string(),
  fallbacks,
  citations: v.array(citation),
  timings,
  /** `assistant_text_final` was sent. */
  isTold: v.boolean(),
  /** Its pieces as they are spoken. `endMs` from the turn's first sample; null while it is not wholly spoken. */
  clauses: v.array(v.object({ raw: v.string(), endMs: v.nullable(ms) })),
  /** The number of its first frame, once `assistant_audio_start` was sent. */
  firstFrame: v.nullable(count),
  /** The person has heard something of it. */
  isHeard: v.boolean(),
  playedMs: ms,
});
export type AnswerState = v.InferOutput<typeof answer>;

const final = v.object({
  type: v.literal("transcript_final"),
  turn: count,
  utterance: v.exactOptional(count),
  id: v.string(),
  text: v.string(),
  language: v.string(),
});
export type FinalEvent = v.InferOutput<typeof final>;

/** A turn that has not ended. */
const turn = v.object({
  number: count,
  origin: v.picklist(["spoken", "typed", "relay"]),
  traceId: v.string(),
  createdAt: v.pipe(v.string(), v.isoTimestamp()),
  ids: v.array(v.string()),
  replaces: v.nullable(count),
  language: spoken,
  /** While `final` is null: the words before the person went on. */
  userText: v.string(),
  sttFinalMs: v.nullable(ms),
  /** The recogniser that heard it in place of the first choice. */
  heardBy: v.nullable(v.string()),
  final: v.nullable(final),
  /** Said as it stands. */
  fixed: v.nullable(v.object({ text: v.string(), fallback })),
  /** Something of its answer was sent. */
  isBegun: v.boolean(),
  answer: v.nullable(answer),
  /** How it ended, before that was told. */
  ended: v.nullable(
    v.object({
      reason: v.picklist(["completed", "interrupted", "failed"]),
      heardMs: ms,
      heardText: v.string(),
      citations: v.array(citation),
    }),
  ),
});
export type TurnState = v.InferOutput<typeof turn>;

const session = v.object({
  version: v.literal(1),
  settings,
  nextTurn: v.pipe(count, v.minValue(1)),
  /** The next microphone frame to take: the first one of open speech. */
  uplinkSequence: count,
  /** The last utterance before open speech. */
  lastUtterance: count,
  /** The next assistant frame's number. */
  frameSequence: count,
  /** In the order of their numbers. */
  turns: v.array(turn),
});
export type SessionState = v.InferOutput<typeof session>;

export interface Inheritance {
  state: SessionState;
  /** Kept ones, in order. */
  events: readonly (UnnumberedEvent & { n: number })[];
  firstEvent: number;
  lastEvent: number;
}

/** Whether every event after `lastEvent` is there. */
export const isWithin = ({ firstEvent, lastEvent: newest }: Inheritance, lastEvent: number): boolean =>
  lastEvent >= firstEvent - 1 && lastEvent <= newest;

/** What another relay left, or undefined when it cannot be read: then the session begins afresh. */
export function readRecord({ state, events, firstEvent, lastEvent }: SessionRecord): Inheritance | undefined {
  try {
    const parsed = v.safeParse(session, JSON.parse(state));
    if (!parsed.success) return undefined;
    const read = events.map(({ json }) => parseRelayEvent(json));
    const isWhole = read.every((event, index) => event !== undefined && "n" in event && event.n === firstEvent + index);
    if (!isWhole || firstEvent + read.length - 1 !== lastEvent) return undefined;
    return { state: parsed.output, events: read as Inheritance["events"], firstEvent, lastEvent };
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof WireError) return undefined;
    throw error;
  }
}
