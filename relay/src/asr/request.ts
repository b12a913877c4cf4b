/** What a request asks for besides its sound: fields of its form, or of its query. Pure. */
import * as v from "valibot";
import { RequestError } from "./problems.ts";
import type { AsrSettings } from "./settings.ts";

/** What one request is heard with. */
export interface Asked {
  /** BCP 47, or `auto`. */
  language: string;
  /** One of `/models`; undefined: whoever covers the language. */
  model: string | undefined;
  /** What was said before the sound. */
  prompt: string;
  /** Whether a stretch is given the words before it. */
  wordsBefore: boolean;
  /** Silence after which what was said in a live stream is final, ms. */
  finalFlushMs: number;
  /** Hz of samples without a header. */
  sampleRateHz: number;
  /** Fields that were understood and are the recogniser's alone to follow, which does so by its own settings. */
  ignored: readonly string[];
}

const number = (name: string, least: number, most: number) => {
  const expected = `${name}: expected a number from ${least} to ${most}`;
  return v.optional(
    v.pipe(
      v.string(expected),
      v.regex(/^\d{1,9}(\.\d{1,9})?$/, expected),
      v.transform(Number),
      v.minValue(least, expected),
      v.maxValue(most, expected),
    ),
  );
};
const FLAG = "condition_on_previous_text: expected true or false";
const LANGUAGE = "language: expected auto or a language tag such as ja, en or ko-KR";
const MOST_PROMPT_CHARACTERS = 2_000;

const fields = v.object({
  language: v.optional(v.pipe(v.string(LANGUAGE), v.regex(/^[A-Za-z]{2,4}([-_][A-Za-z0-9]{2,8}){0,3}$/, LANGUAGE))),
  model: v.optional(v.pipe(v.string("model: expected a name"), v.maxLength(200, "model: expected a name"))),
  initial_prompt: v.optional(
    v.pipe(
      v.string("initial_prompt: expected text"),
      v.maxLength(MOST_PROMPT_CHARACTERS, `initial_prompt: expected at most ${MOST_PROMPT_CHARACTERS} characters`),
    ),
  ),
  condition_on_previous_text: v.optional(v.picklist(["true", "false"], FLAG)),
  final_flush_ms: number("final_flush_ms", 0, 10_000),
  sample_rate: number("sample_rate", 8_000, 48_000),
  compute_type: v.optional(v.string("compute_type: expected text")),
  beam_size: number("beam_size", 1, 10),
  temperature: number("temperature", 0, 1),
  no_speech_threshold: number("no_speech_threshold", 0, 1),
  window_s: number("window_s", 0.2, 30),
  overlap_ms: number("overlap_ms", 0, 1_000),
  partial_flush_ms: number("partial_flush_ms", 0, 10_000),
});

/** Decided when the service was started. */
const FIXED = [
  ...["compute_type", "beam_size", "temperature", "no_speech_threshold", "window_s", "overlap_ms", "partial_flush_ms"],
] as const;

/**
 * @param given text fields by name; unknown ones are ignored, empty ones count as absent
 * @throws RequestError 422 that names the field and what was expected
 */
export function readAsked(given: Readonly<Record<string, unknown>>, settings: AsrSettings): Asked {
  const present = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ""));
  const checked = v.safeParse(fields, present);
  if (!checked.success) {
    const [issue] = checked.issues;
    const field = v.getDotPath(issue) ?? "body";
    throw new RequestError({ status: 422, title: "Bad field", detail: issue.message, field });
  }
  const { language, model, initial_prompt, condition_on_previous_text, final_flush_ms, sample_rate } = checked.output;
  const before = condition_on_previous_text ?? String(settings.CONDITION_ON_PREV ?? true);
  return {
    language: (language ?? settings.LANG_HINT).replace("_", "-"),
    model,
    prompt: before === "true" ? (initial_prompt ?? "") : "",
    wordsBefore: before === "true",
    finalFlushMs: final_flush_ms ?? settings.FINAL_FLUSH_SILENCE_MS,
    sampleRateHz: sample_rate ?? 16_000,
    ignored: FIXED.filter((name) => present[name] !== undefined),
  };
}
