/** What an operator watches: the answers of `GET /api/v1/operations` and `GET /api/v1/log`. */
import * as v from "valibot";

const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(0));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const time = v.pipe(v.string(), v.isoTimestamp());

/** Of `count` samples; by nearest rank. */
const spread = v.object({ count, p50_ms: milliseconds, p95_ms: milliseconds });

const operations = v.object({
  now: time,
  /** Where the window of these figures begins. */
  since: time,
  /** End of speech to the first sound; null while nobody was answered aloud. */
  first_sound: v.nullable(spread),
  /** Age of the newest sound in a partial transcript when it was sent. */
  partial: v.nullable(spread),
  /** `first_sound` by steps of ten minutes, oldest first; those without an answer are left out. */
  line: v.array(v.object({ at: time, ...spread.entries })),
  /** Turns that ended in the window, by reason. */
  turns: v.record(v.string(), count),
  sessions: v.array(v.object({ session_id: v.string(), connected: v.boolean(), busy: v.boolean() })),
  /** What each provider took for what somebody waited for. */
  providers: v.array(
    v.object({
      role: v.string(),
      provider: v.string(),
      call: v.picklist(["partial", "final", "first_word", "first_sound", "vector"]),
      failed: count,
      ...spread.entries,
    }),
  ),
  /** Since the relay started. */
  guards: v.object({
    /** Transcripts of no speech that were dropped. */
    imagined: count,
    /** Turns that went on when the person spoke again. */
    reopened: count,
    frames_lost: count,
    frames_corrupt: count,
  }),
  /** The log holds what is said (`LOG_TRANSCRIPTS`). */
  transcripts: v.boolean(),
});
export type Operations = v.InferOutput<typeof operations>;

const logLine = v.object({
  at: time,
  level: v.picklist(["error", "warn", "info", "debug"]),
  message: v.string(),
  fields: v.record(v.string(), v.unknown()),
});
export type OperatorLogLine = v.InferOutput<typeof logLine>;

/** @returns undefined when it is anything else */
export function parseOperations(value: unknown): Operations | undefined {
  const result = v.safeParse(operations, value);
  return result.success ? result.output : undefined;
}

const log = v.object({ lines: v.array(logLine) });

/** @returns undefined when it is anything else */
export function parseOperatorLog(value: unknown): OperatorLogLine[] | undefined {
  const result = v.safeParse(log, value);
  return result.success ? result.output.lines : undefined;
}
