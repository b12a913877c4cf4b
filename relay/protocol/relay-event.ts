/** What the relay sends as JSON text (docs/protocol.md, "Relay to client"). */
import * as v from "valibot";
import { WireError } from "./errors.ts";
import { PAGE_ACTIONS } from "./kiosk.ts";
import { parseMessage } from "./parse.ts";

const n = v.number();
const turn = v.number();

/** The five mouth shapes of VRM 1.0 (VRMC_vrm expressions, preset lip sync) and silence. */
export const VISEMES = ["aa", "ih", "ou", "ee", "oh"] as const;
export type Viseme = (typeof VISEMES)[number];
const visemeCue = v.tuple([v.number(), v.picklist([...VISEMES, "sil"]), v.number()]);
/** `[t_ms from the turn's first sample, shape, weight 0 to 1]`: from that instant the mouth goes to that shape. */
export type VisemeCue = v.InferOutput<typeof visemeCue>;

export const citation = v.object({
  n: v.number(),
  doc_id: v.string(),
  title: v.string(),
  locator: v.string(),
  snippet: v.string(),
  /** The passage in its document, UTF-16 code units, the end not included; absent from relays that do not say. */
  start: v.optional(v.number()),
  end: v.optional(v.number()),
  /** It was said in this turn of an earlier conversation; `doc_id` is empty then. */
  conversation: v.optional(v.object({ session_id: v.string(), turn: v.number() })),
});
export type Citation = v.InferOutput<typeof citation>;

const fallback = v.nullable(v.picklist(["llm", "tts", "stt", "rag"]));
export type Fallback = v.InferOutput<typeof fallback>;

const provider = v.object({
  name: v.string(),
  is_mock: v.boolean(),
  languages: v.array(v.string()),
  /** Of `stt`: languages whose recogniser is the client's own; it sends `transcript` for them. */
  in_browser: v.optional(v.array(v.string())),
});
export type ProviderSummary = v.InferOutput<typeof provider>;

const timings = v.partial(
  v.object({
    stt_final: v.number(),
    retrieval: v.number(),
    llm_first_token: v.number(),
    tts_first_audio: v.number(),
    total: v.number(),
  }),
);
/** Milliseconds; each stage is the time it took, `total` runs from the end of speech (or the text) to `turn_end`. */
export type Timings = v.InferOutput<typeof timings>;

const endReason = v.picklist(["completed", "interrupted", "failed", "cancelled", "empty", "ignored"]);
export type TurnEndReason = v.InferOutput<typeof endReason>;

const sessionReady = v.object({
  type: v.literal("session_ready"),
  session_id: v.string(),
  protocol: v.number(),
  version: v.string(),
  features: v.array(v.string()),
  resumed: v.boolean(),
  last_event: v.number(),
  next_turn: v.number(),
  uplink_sequence: v.number(),
  language: v.string(),
  providers: v.object({ stt: provider, llm: provider, tts: provider, embedding: provider }),
});

const relayEvent = v.variant("type", [
  sessionReady,
  v.object({ type: v.literal("transcript_partial"), n, turn, utterance: v.number(), text: v.string() }),
  v.object({
    type: v.literal("transcript_final"),
    n,
    turn,
    utterance: v.optional(v.number()),
    id: v.string(),
    text: v.string(),
    language: v.string(),
  }),
  v.object({
    type: v.literal("turn_start"),
    n,
    turn,
    origin: v.picklist(["reminder", "timer", "inbox"]),
    /** The thing on the desk that rings. */
    item: v.optional(v.string()),
  }),
  v.object({ type: v.literal("turn_reopened"), n, turn }),
  v.object({ type: v.literal("assistant_text_partial"), n, turn, delta: v.string() }),
  v.object({
    type: v.literal("assistant_text_final"),
    n,
    turn,
    text: v.string(),
    full_text: v.optional(v.string()),
    citations: v.array(citation),
    fallback,
    /** The provider that served the stage of `fallback` in place of the first choice. */
    stand_in: v.optional(v.string()),
  }),
  v.object({
    type: v.literal("assistant_audio_start"),
    n,
    turn,
    format: v.literal("opus"),
    sample_rate: v.number(),
    channels: v.number(),
    frame_ms: v.number(),
  }),
  v.object({ type: v.literal("assistant_audio_end"), n, turn, frames: v.number() }),
  v.object({
    type: v.literal("avatar_event"),
    n,
    turn,
    event: v.picklist(["emotion", "gesture", "gaze", "visemes"]),
    value: v.union([v.string(), v.array(visemeCue)]),
    weight: v.optional(v.number()),
    duration_ms: v.optional(v.number()),
    /** From the turn's first sample: when it is shown. Absent: at once. */
    t_ms: v.optional(v.number()),
  }),
  v.object({
    type: v.literal("turn_end"),
    n,
    turn,
    reason: endReason,
    heard_ms: v.number(),
    trace_id: v.string(),
    timings,
  }),
  v.object({
    type: v.picklist(["warning", "error"]),
    n: v.optional(n),
    code: v.string(),
    stage: v.optional(v.string()),
    field: v.optional(v.string()),
    message: v.string(),
    recoverable: v.boolean(),
    trace_id: v.optional(v.string()),
  }),
  v.object({ type: v.literal("session_end"), n, reason: v.picklist(["stopped", "shutdown"]) }),
  v.object({ type: v.literal("pong"), t: v.number() }),
  /** Not numbered and not kept: it is for the pages that are connected now. */
  v.object({ type: v.literal("page"), action: v.picklist(PAGE_ACTIONS) }),
]);

export type RelayEvent = v.InferOutput<typeof relayEvent>;
export type RelayEventOf<Type extends RelayEvent["type"]> = Extract<RelayEvent, { type: Type }>;
export type SessionReady = RelayEventOf<"session_ready">;
/** An event before the session has numbered it. */
export type UnnumberedEvent = RelayEvent extends infer Event
  ? Event extends unknown
    ? "n" extends keyof Event
      ? Omit<Event, "n">
      : never
    : never
  : never;

/**
 * Reads what the relay sent.
 * @returns undefined for an event of a later version, which a client ignores
 * @throws WireError `not-json` or `bad-field`
 */
export function parseRelayEvent(json: string): RelayEvent | undefined {
  try {
    return parseMessage(json, relayEvent, ["type"]);
  } catch (error) {
    if (error instanceof WireError && error.reason === "unknown-type") return undefined;
    throw error;
  }
}
