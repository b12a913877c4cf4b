/** What the doctor found out about every provider: the answer of `GET /api/v1/doctor` and of `npm run doctor -- --json`. */
import * as v from "valibot";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const milliseconds = v.pipe(v.number(), v.minValue(0));

/** The languages that every role is tried in. */
export const DOCTOR_LANGUAGES = ["ja", "en", "ko"] as const;
export type DoctorLanguage = (typeof DOCTOR_LANGUAGES)[number];

const role = v.picklist(["stt", "llm", "tts", "embedding", "vector_store"]);
export type DoctorRole = v.InferOutput<typeof role>;

const light = v.picklist(["green", "amber", "red"]);
/** Green goes live, amber is to be known, red keeps from going live. */
export type DoctorLight = v.InferOutput<typeof light>;

/** What can be wrong with a provider. Its light stands beside it. */
export const DOCTOR_CODES = [
  /** Nobody answers, or what it needs is not there. */
  "unavailable",
  /** No answer by the deadline. */
  "timeout",
  /** It answers something that is not what its interface promises. */
  "bad_answer",
  /** It refuses the request. */
  "refused",
  /** It asks to be left alone (429). */
  "rate_limited",
  /** The recogniser heard no word in any clip. */
  "nothing_heard",
  /** The model's answer had no words. */
  "no_words",
  /** The voice made no sound. */
  "silent",
  /** Vectors of another length, not of unit length, or the same for other texts. */
  "wrong_vectors",
  /** The store did not give back what was put into it, or kept what was removed. */
  "lost_vectors",
  /** A GPU is required and it runs without, or does not say. */
  "no_gpu",
  /** A stand-in: its answers are made up. */
  "mock",
  /** Some calls failed, not all. */
  "flaky",
  /** It fails in this language, and works in another. */
  "language",
  /** Most of the words of a clip were heard wrongly. */
  "misheard",
  /** An answer in other letters than the question's language has. */
  "wrong_language",
  /** Slower than a conversation bears. */
  "slow",
  /** Slower than the sound itself lasts. */
  "slower_than_speech",
  /** It works, and says itself that something is missing. */
  "degraded",
  /** The model or voice may not be used commercially. */
  "non_commercial",
  /** It cannot be tried from here: the browser's recogniser. */
  "untried",
] as const;
const code = v.picklist(DOCTOR_CODES);
export type DoctorCode = (typeof DOCTOR_CODES)[number];

const finding = v.object({
  light: v.picklist(["amber", "red"]),
  code,
  /** Where it concerns one language only. */
  language: v.nullable(v.picklist(DOCTOR_LANGUAGES)),
  /** For the operator, in English: the provider's own reason or the numbers; may be empty. */
  detail: v.string(),
});
export type DoctorFinding = v.InferOutput<typeof finding>;

const heard = v.object({
  language: v.picklist(DOCTOR_LANGUAGES),
  /** Words in English, characters in Japanese and Korean. */
  unit: v.picklist(["words", "characters"]),
  /** Substitutions, deletions and insertions of all clips of that language. */
  errors: count,
  /** Length of what was really said. */
  of: count,
});
export type DoctorHeard = v.InferOutput<typeof heard>;

const row = v.object({
  role,
  /** As in providers.yaml. */
  provider: v.string(),
  endpoint: v.nullable(v.string()),
  model: v.nullable(v.string()),
  /** Primary tags it says it serves; `*` any. */
  languages: v.array(v.string()),
  /** In which it worked. Empty for a store. */
  served: v.array(v.picklist(DOCTOR_LANGUAGES)),
  is_mock: v.boolean(),
  device: v.picklist(["gpu", "cpu", "unknown"]),
  /** Of the model, else of the voices; `source` where the maker says so, null for voices. */
  licence: v.nullable(v.object({ name: v.string(), non_commercial: v.boolean(), source: v.nullable(v.string()) })),
  light,
  /** Worst first; empty when all is well. */
  findings: v.array(finding),
  /** Whether it answered at all. */
  reachable: v.boolean(),
  /** Calls made, the first included, which may be cold. */
  calls: count,
  errors: count,
  /** What `latency_ms` measures: sound in to final text, question to first word, text to first sound … */
  figure: v.picklist(["final_transcript", "first_token", "first_sound", "embedding", "search"]),
  /** Of the calls that worked, without the first; null when none did. `first` is that first call. */
  latency_ms: v.nullable(v.object({ first: milliseconds, p50: milliseconds, p95: milliseconds })),
  /** Median of work over sound, both in seconds: below 1 it keeps up. Null where there is no sound. */
  real_time_factor: v.nullable(milliseconds),
  heard: v.array(heard),
});
export type DoctorRow = v.InferOutput<typeof row>;

/** A language that nobody in the role served; red when nobody served any. */
const gap = v.object({
  role: v.picklist(["stt", "llm", "tts"]),
  language: v.picklist(DOCTOR_LANGUAGES),
  light: v.picklist(["amber", "red"]),
});
export type DoctorGap = v.InferOutput<typeof gap>;

const report = v.object({
  version: v.literal(1),
  /** ISO 8601. */
  started_at: v.string(),
  ended_at: v.string(),
  /** Measured calls a language. */
  samples: count,
  /** The worst of all. */
  light,
  /** Nothing red, and no stand-in unless they were allowed. */
  go_live: v.boolean(),
  /** By role, in the order of providers.yaml. */
  providers: v.array(row),
  gaps: v.array(gap),
});
export type DoctorReport = v.InferOutput<typeof report>;

const state = v.object({
  /** Null while nothing runs. */
  progress: v.nullable(v.object({ done: count, total: count, role, provider: v.string() })),
  /** The last whole run; null before the first. */
  report: v.nullable(report),
  /** Why the last run came to nothing; null when it did not. */
  failure: v.nullable(v.string()),
});
/** What `/api/v1/doctor` answers. */
export type DoctorState = v.InferOutput<typeof state>;

/** @returns undefined when `value` is no such answer */
export function parseDoctorState(value: unknown): DoctorState | undefined {
  const result = v.safeParse(state, value);
  return result.success ? result.output : undefined;
}

/** @returns undefined when `value` is no report of this version */
export function parseDoctorReport(value: unknown): DoctorReport | undefined {
  const result = v.safeParse(report, value);
  return result.success ? result.output : undefined;
}
