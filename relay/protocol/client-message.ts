/** What a client may send as JSON text (docs/protocol.md, "Client to relay"). Unknown fields are ignored. */
import * as v from "valibot";
import { blockedWords } from "./kiosk.ts";
import { parseMessage } from "./parse.ts";
import { persona } from "./persona.ts";

export const MAX_TEXT_CHARACTERS = 8000;
/** The longest JSON text frame, in bytes of UTF-8. */
export const MAX_MESSAGE_BYTES = 64 * 1024;

const count = v.pipe(
  v.number("expected a number"),
  v.integer("expected a whole number"),
  v.minValue(0, "expected 0 or more"),
);
const uint32 = v.pipe(count, v.maxValue(0xffff_ffff, "expected an unsigned 32-bit number"));
const numbered = v.pipe(uint32, v.minValue(1, "expected 1 or more"));
const milliseconds = v.pipe(
  v.number("expected milliseconds"),
  v.finite("expected milliseconds"),
  v.minValue(0, "expected 0 or more"),
);
const identifier = v.pipe(
  v.string("expected a string"),
  v.minLength(1, "expected 1 to 64 characters"),
  v.maxLength(64, "expected 1 to 64 characters"),
);

/** BCP 47 tags the relay speaks, or `auto`. */
export const language = v.picklist(["ja-JP", "en-US", "ko-KR", "auto"], "expected ja-JP, en-US, ko-KR or auto");
const timeZone = v.pipe(
  v.string("expected an IANA time zone"),
  v.maxLength(64, "expected an IANA time zone"),
  v.check(isTimeZone, "expected an IANA time zone"),
);
const mode = v.picklist(["hands_free", "push_to_talk", "text"], "expected hands_free, push_to_talk or text");
/** The id of the document that questions are about; empty for all of them. */
const about = v.pipe(v.string("expected a document's id"), v.maxLength(64, "expected at most 64 characters"));
const flag = v.boolean("expected true or false");

const resume = v.object({
  last_event: count,
  last_frame: v.optional(v.object({ turn: uint32, sequence: uint32 })),
  credit: v.optional(v.number("expected a number of frames")),
});

const control = v.variant(
  "action",
  [
    v.object({
      type: v.literal("control"),
      action: v.literal("start"),
      language,
      time_zone: timeZone,
      mode,
      audio: v.optional(flag, true),
      idle: v.optional(flag, true),
      about: v.optional(about, ""),
      recall: v.optional(flag, true),
      visitor: v.optional(flag, false),
      persona: v.optional(persona, {}),
      addressed: v.optional(flag, false),
      blocked: v.optional(blockedWords, []),
      resume: v.optional(resume),
    }),
    v.object({
      type: v.literal("control"),
      action: v.literal("speech_start"),
      utterance: numbered,
      id: identifier,
      timestamp: uint32,
      addressed: v.optional(flag),
    }),
    v.object({ type: v.literal("control"), action: v.literal("speech_end"), utterance: numbered, timestamp: uint32 }),
    v.object({ type: v.literal("control"), action: v.literal("speech_cancel"), utterance: numbered }),
    v.object({ type: v.literal("control"), action: v.literal("interrupt"), turn: numbered, played_ms: milliseconds }),
    v.object({
      type: v.literal("control"),
      action: v.literal("settings"),
      language: v.optional(language),
      time_zone: v.optional(timeZone),
      voice: v.optional(v.pipe(v.string("expected a voice name"), v.maxLength(64, "expected at most 64 characters"))),
      speaking_rate: v.optional(
        v.pipe(v.number("expected 0.5 to 2"), v.minValue(0.5, "expected 0.5 to 2"), v.maxValue(2, "expected 0.5 to 2")),
      ),
      mode: v.optional(mode),
      audio: v.optional(flag),
      about: v.optional(about),
      recall: v.optional(flag),
      persona: v.optional(persona),
      addressed: v.optional(flag),
      blocked: v.optional(blockedWords),
    }),
    v.object({ type: v.literal("control"), action: v.literal("stop") }),
  ],
  "expected start, speech_start, speech_end, speech_cancel, interrupt, settings or stop",
);

const text = v.object({
  type: v.literal("text"),
  id: identifier,
  text: v.pipe(
    v.string("expected a string"),
    v.minLength(1, `expected 1 to ${MAX_TEXT_CHARACTERS} characters`),
    v.maxLength(MAX_TEXT_CHARACTERS, `expected 1 to ${MAX_TEXT_CHARACTERS} characters`),
  ),
  replaces: v.optional(numbered),
});

const transcript = v.object({
  type: v.literal("transcript"),
  utterance: numbered,
  text: v.pipe(
    v.string("expected a string"),
    v.maxLength(MAX_TEXT_CHARACTERS, `expected at most ${MAX_TEXT_CHARACTERS} characters`),
  ),
  final: flag,
});

const playback = v.object({
  type: v.literal("playback"),
  turn: numbered,
  state: v.picklist(["started", "stalled", "finished", "stopped"], "expected started, stalled, finished or stopped"),
  played_ms: milliseconds,
  audible_ms: v.optional(v.pipe(v.number("expected milliseconds"), v.finite("expected milliseconds"))),
});

const credit = v.object({ type: v.literal("credit"), frames: uint32 });
const ack = v.object({ type: v.literal("ack"), event: count });
const ping = v.object({
  type: v.literal("ping"),
  t: v.pipe(v.number("expected a number"), v.finite("expected a number")),
});

// Tried in this order: the commonest first.
const clientMessage = v.variant(
  "type",
  [credit, ack, ping, playback, transcript, text, control],
  "expected control, text, transcript, playback, credit, ack or ping",
);

/** A client's message after defaults. */
export type ClientMessage = v.InferOutput<typeof clientMessage>;
/** A client's message as it is written. */
export type ClientMessageInput = v.InferInput<typeof clientMessage>;
export type Control<Action extends string> = Extract<ClientMessage, { type: "control"; action: Action }>;
export type LanguageTag = v.InferOutput<typeof language>;
export type Mode = v.InferOutput<typeof mode>;

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** @throws WireError `not-json`, `unknown-type` or `bad-field` with the dotted path of the first bad field */
export const parseClientMessage = (json: string): ClientMessage =>
  parseMessage(json, clientMessage, ["type", "action"]);
