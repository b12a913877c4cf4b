/**
 * The history that the devices of a relay share: docs/protocol.md, "One history on every device". Turns are facts, which
 * never change; what a person makes of them are registers, of which the last written stands.
 */
import * as v from "valibot";
import { SESSION_ID_PATTERN } from "./limits.ts";
import { citation } from "./relay-event.ts";

/** Of one page of changes, and of one push. */
export const MOST_SYNC_TURNS = 200;
export const MOST_SYNC_REGISTERS = 500;
export const MAX_SYNC_BYTES = 4 * 1024 * 1024;
/** A register that was written later than this after the relay's own time is refused. */
export const MOST_AHEAD_MS = 10 * 60_000;
/** Until then a deletion can be taken back: the relay keeps the words, and shows them to nobody. */
export const DELETION_STANDS_AFTER_MS = 30 * 60_000;
const MAX_WORDS = 200_000;
const MAX_TITLE = 200;
const MOST_CITATIONS = 100;

/** `MILLISECONDS-COUNTER-WRITER`, so that the order of the strings is the order of writing. */
export const STAMP_PATTERN = /^\d{13}-[0-9a-f]{4}-[A-Za-z0-9_-]{1,64}$/;

const sessionId = v.pipe(v.string(), v.regex(SESSION_ID_PATTERN));
const turnId = v.pipe(v.string(), v.minLength(1), v.maxLength(64));
/** Years 1 to 9999: what stores hold and four digits write. */
const FIRST_MS = Date.UTC(1970, 0, 1) - 62_135_596_800_000;
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
/** As `toISOString` writes it: a day that no month has would be an error in the store, and strings are compared. */
const instant = v.pipe(
  v.string(),
  v.maxLength(35),
  v.isoTimestamp(),
  v.check((text) => {
    const ms = Date.parse(text);
    return ms >= FIRST_MS && ms <= LAST_MS;
  }, "expected a time of the years 1 to 9999"),
  v.transform((text) => new Date(text).toISOString()),
);
const words = v.pipe(v.string(), v.maxLength(MAX_WORDS));
const natural = v.pipe(v.number(), v.integer(), v.minValue(0));

const turn = v.object({
  session_id: sessionId,
  /** The client's id of its words; of a turn without, the id that the relay gave it. Unique in the session. */
  id: turnId,
  /** The relay's number; 0 where it never had one. */
  turn: v.pipe(natural, v.maxValue(2_147_483_647)),
  at: instant,
  spoken: v.boolean(),
  user_text: words,
  assistant_text: words,
  /** BCP 47. */
  language: v.pipe(v.string(), v.maxLength(35)),
  citations: v.pipe(v.array(citation), v.maxLength(MOST_CITATIONS)),
  end_reason: v.picklist(["completed", "interrupted", "failed", "cancelled", "empty", "ignored"]),
  heard_ms: v.pipe(v.number(), v.minValue(0), v.finite()),
});

const stamp = v.pipe(v.string(), v.regex(STAMP_PATTERN));
const title = v.pipe(v.string(), v.maxLength(MAX_TITLE));
const common = { session_id: sessionId, stamp };

const register = v.variant("name", [
  /** The person's own title; empty: none. */
  v.object({ ...common, turn: v.literal(""), name: v.literal("title"), value: title }),
  /** The one that the relay made. */
  v.object({ ...common, turn: v.literal(""), name: v.literal("made_title"), value: title }),
  /** Since when. */
  v.object({ ...common, turn: v.literal(""), name: v.literal("pinned"), value: v.nullable(instant) }),
  /** Of a turn; of a conversation: what was said in it until then. */
  v.object({
    ...common,
    turn: v.union([v.literal(""), turnId]),
    name: v.literal("deleted"),
    value: v.nullable(instant),
  }),
  v.object({ ...common, turn: turnId, name: v.literal("rating"), value: v.nullable(v.picklist(["good", "bad"])) }),
]);

const changes = v.object({
  cursor: v.pipe(v.string(), v.maxLength(100)),
  more: v.boolean(),
  turns: v.pipe(v.array(turn), v.maxLength(MOST_SYNC_TURNS)),
  registers: v.pipe(v.array(register), v.maxLength(MOST_SYNC_REGISTERS)),
});

const push = v.object({
  turns: v.optional(v.pipe(v.array(turn), v.maxLength(MOST_SYNC_TURNS)), []),
  registers: v.optional(v.pipe(v.array(register), v.maxLength(MOST_SYNC_REGISTERS)), []),
});

export type SyncTurn = v.InferOutput<typeof turn>;
export type SyncRegister = v.InferOutput<typeof register>;
export type RegisterName = SyncRegister["name"];
/** A page of what has changed since a cursor, in the order in which the relay took it. */
export type SyncChanges = v.InferOutput<typeof changes>;
export type SyncPush = v.InferOutput<typeof push>;

const parsed = <Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> | undefined => {
  const result = v.safeParse(schema, value);
  return result.success ? result.output : undefined;
};

/** Each `undefined` when `value` is no such thing. */
export const parseSyncChanges = (value: unknown): SyncChanges | undefined => parsed(changes, value);
export const parseSyncTurn = (value: unknown): SyncTurn | undefined => parsed(turn, value);

/** @returns what is wrong, by the name of the field, when it is no push */
export function parseSyncPush(value: unknown): { push: SyncPush } | { field: string; expected: string } {
  const result = v.safeParse(push, value);
  if (result.success) return { push: result.output };
  const issue = result.issues[0];
  return { field: v.getDotPath(issue) ?? "body", expected: issue.message };
}

/** A stamp later than the one before it, whatever the clock says. @param before what the register holds, if anything */
export function nextStamp(writer: string, atMs: number, before: string | undefined): string {
  const beforeMs = before === undefined ? -1 : Number(before.slice(0, 13));
  const beforeCount = before === undefined ? -1 : Number.parseInt(before.slice(14, 18), 16);
  const now = Math.max(0, Math.floor(atMs));
  if (now > beforeMs) return stampOf(now, 0, writer);
  return beforeCount < 0xffff ? stampOf(beforeMs, beforeCount + 1, writer) : stampOf(beforeMs + 1, 0, writer);
}

/** When it was written, ms since 1970 by the writer's clock. */
export const stampMs = (of: string): number => Number(of.slice(0, 13));

const stampOf = (atMs: number, count: number, writer: string): string =>
  `${String(atMs).padStart(13, "0")}-${count.toString(16).padStart(4, "0")}-${writer}`;
