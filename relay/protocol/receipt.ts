/** Where the time of an answer went: the answer of `GET /api/v1/receipts`. */
import * as v from "valibot";

const milliseconds = v.pipe(v.number(), v.finite(), v.minValue(0));

/** The steps of an answer in their order. */
export const RECEIPT_STEPS = ["final_text", "first_token", "first_audio", "audible"] as const;
export type ReceiptStep = (typeof RECEIPT_STEPS)[number];

const receipt = v.object({
  session_id: v.string(),
  turn: v.pipe(v.number(), v.integer(), v.minValue(1)),
  /** The same as in `turn_end` and in the log. */
  trace_id: v.string(),
  origin: v.picklist(["spoken", "typed"]),
  ended_at: v.pipe(v.string(), v.isoTimestamp()),
  reason: v.string(),
  /** Which stage something stood in for; null where all went as configured. */
  fallback: v.nullable(v.string()),
  /**
   * When each step was reached, ms after the end of speech, or after a typed question came. `audible` is the browser's
   * own measure, from where it heard speech end. A step that was not reached, or that nobody told of, is absent.
   */
  steps: v.object({
    final_text: v.optional(milliseconds),
    first_token: v.optional(milliseconds),
    first_audio: v.optional(milliseconds),
    audible: v.optional(milliseconds),
  }),
  /**
   * How the passages of documents were found: whether what was looked for before the last word was what the last words
   * asked, how long the answer waited for them, and how long they took, ms. Absent where none were looked for.
   */
  retrieval: v.optional(
    v.object({ foresight: v.picklist(["none", "missed", "reused"]), waited: milliseconds, took: milliseconds }),
  ),
});
export type Receipt = v.InferOutput<typeof receipt>;

const answer = v.object({ receipts: v.array(receipt) });

/** @returns undefined when it is anything else */
export function parseReceipts(value: unknown): Receipt[] | undefined {
  const result = v.safeParse(answer, value);
  return result.success ? result.output.receipts : undefined;
}
