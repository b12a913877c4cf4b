import type { DoctorCode, DoctorLanguage } from "@hisho/protocol";
import { ProviderError, type ProviderErrorReason } from "../errors.ts";
import type { Answer, TrialTools } from "./answer.ts";
import type { Subject } from "./subjects.ts";
import { tryHearing } from "./try-hearing.ts";
import { tryEmbedding, tryVectorStore } from "./try-retrieval.ts";
import { trySpeaking } from "./try-speaking.ts";
import { tryThinking } from "./try-thinking.ts";
import { TooLate } from "./within.ts";

export interface Failure {
  code: DoctorCode;
  /** For the operator, in English. */
  detail: string;
}

/** One call of one provider. A store knows no languages. */
export type Attempt = { language: DoctorLanguage | null } & (
  | { answer: Answer; failure: null }
  | { answer: null; failure: Failure }
);

/** Flaws that make an answer useless. */
const USELESS: ReadonlySet<DoctorCode> = new Set([
  "nothing_heard",
  "no_words",
  "silent",
  "wrong_vectors",
  "lost_vectors",
]);

export const worked = ({ answer }: Attempt): boolean =>
  answer !== null && (answer.flaw === null || !USELESS.has(answer.flaw));

/** Calls a provider once. @throws the signal's reason when aborted; every failure of the provider is a value */
export async function attempt(
  subject: Subject,
  language: DoctorLanguage | null,
  tools: TrialTools,
  signal: AbortSignal,
): Promise<Attempt> {
  try {
    return { language, answer: await call(subject, language, tools, signal), failure: null };
  } catch (error) {
    signal.throwIfAborted();
    return { language, answer: null, failure: failureOf(error) };
  }
}

function call(
  subject: Subject,
  language: DoctorLanguage | null,
  tools: TrialTools,
  signal: AbortSignal,
): Promise<Answer> {
  const { role } = subject;
  if (role === "vector_store") return tryVectorStore(subject.provider, subject.dimensions, tools, signal);
  if (language === null) throw new RangeError(`a ${role} is tried in a language`);
  switch (role) {
    case "stt":
      return tryHearing(subject.provider, language, tools, signal);
    case "llm":
      return tryThinking(subject.provider, language, tools, signal);
    case "tts":
      return trySpeaking(subject.provider, language, tools, signal);
    case "embedding":
      return tryEmbedding(subject.provider, language, tools, signal);
    default:
      return role satisfies never;
  }
}

const CODE: Record<ProviderErrorReason, DoctorCode> = {
  unavailable: "unavailable",
  language: "language",
  timeout: "timeout",
  "rate-limited": "rate_limited",
  "bad-answer": "bad_answer",
  refused: "refused",
};

const LONGEST_DETAIL = 300;

/** What an error of a provider says to the operator. Errors of other kinds may repeat a key: only their kind is told. */
export function failureOf(error: unknown): Failure {
  if (error instanceof TooLate) return { code: "timeout", detail: error.message };
  if (error instanceof ProviderError) {
    return { code: CODE[error.reason], detail: error.message.slice(0, LONGEST_DETAIL) };
  }
  return { code: "bad_answer", detail: `unexpected ${error instanceof Error ? error.name : typeof error}` };
}
