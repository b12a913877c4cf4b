/** What an archive holds: one record a line, each with its own checksum, so that a damaged file loses only damaged lines. */
import { SESSION_ID_PATTERN } from "@hisho/protocol";
import * as v from "valibot";
import { crc32 } from "./crc32.ts";

export const FORMAT = "hisho-history";
/** Longer lines are no record of ours. */
export const MOST_LINE_CHARACTERS = 2_000_000;
const words = v.pipe(v.string(), v.maxLength(200_000));
const short = v.pipe(v.string(), v.maxLength(1_000));
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(128));
const conversation = v.pipe(v.string(), v.regex(SESSION_ID_PATTERN));
const instant = v.pipe(v.string(), v.maxLength(35), v.isoTimestamp());
const natural = v.pipe(v.number(), v.integer(), v.minValue(0));

const citation = v.object({
  n: v.number(),
  doc_id: short,
  title: short,
  locator: short,
  snippet: words,
  start: v.optional(v.number()),
  end: v.optional(v.number()),
  conversation: v.optional(v.object({ session_id: short, turn: v.number() })),
});

export const turnRecord = v.object({
  kind: v.optional(v.literal("turn"), "turn"),
  conversation,
  key: id,
  id: v.exactOptional(id),
  turn: natural,
  at: instant,
  language: v.pipe(v.string(), v.maxLength(35)),
  spoken: v.boolean(),
  userText: words,
  userAgreedLength: natural,
  userFinal: v.boolean(),
  assistantText: words,
  assistantFinal: v.boolean(),
  heardLength: natural,
  citations: v.pipe(v.array(citation), v.maxLength(1_000), v.readonly()),
  fallback: v.nullable(v.picklist(["llm", "rag", "stt", "tts"])),
  standIn: v.exactOptional(v.nullable(short)),
  end: v.nullable(v.picklist(["completed", "interrupted", "failed", "cancelled", "empty", "ignored"])),
  replaces: v.exactOptional(id),
  rating: v.exactOptional(v.picklist(["good", "bad"])),
});

export const conversationRecord = v.object({
  kind: v.optional(v.literal("conversation"), "conversation"),
  id: conversation,
  startedAt: instant,
  updatedAt: instant,
  title: v.optional(short, ""),
  titleEdited: v.optional(v.boolean(), false),
  pinnedAt: v.exactOptional(instant),
  changedAt: v.exactOptional(instant),
});

const passageRecord = v.object({
  kind: v.literal("passage"),
  turn: id,
  n: v.number(),
  docId: short,
  start: natural,
  citedStart: natural,
  citedEnd: natural,
  text: words,
  length: natural,
  keptAt: instant,
});

const recordingRecord = v.object({
  kind: v.literal("recording"),
  turn: id,
  voice: v.picklist(["user", "assistant"]),
  at: instant,
  type: v.pipe(v.string(), v.maxLength(100)),
  /** Where in the archive it lies. */
  file: v.pipe(v.string(), v.maxLength(300)),
});

const record = v.variant("kind", [
  v.object({ ...turnRecord.entries, kind: v.literal("turn") }),
  v.object({ ...conversationRecord.entries, kind: v.literal("conversation") }),
  passageRecord,
  recordingRecord,
]);

export type ArchiveRecord = v.InferOutput<typeof record>;
export type RecordOf<Kind extends ArchiveRecord["kind"]> = Extract<ArchiveRecord, { kind: Kind }>;

const sumOf = (json: string): string => crc32(new TextEncoder().encode(json)).toString(16).padStart(8, "0");

/** One line: checksum, space, JSON. */
export function lineOf(one: ArchiveRecord): string {
  const json = JSON.stringify(one);
  return `${sumOf(json)} ${json}\n`;
}

/** @returns null when the line is damaged, or is none of ours */
export function recordIn(line: string): ArchiveRecord | null {
  if (line.length > MOST_LINE_CHARACTERS || line[8] !== " ") return null;
  const json = line.slice(9);
  if (sumOf(json) !== line.slice(0, 8)) return null;
  try {
    const result = v.safeParse(record, JSON.parse(json));
    return result.success ? result.output : null;
  } catch {
    return null; // no JSON: written by somebody else, with a checksum that fits
  }
}
