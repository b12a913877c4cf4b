import { DOCTOR_LANGUAGES, type DoctorLanguage } from "@hisho/protocol";
import type { Device, Health } from "../health.ts";
import type { TrialTools } from "./answer.ts";
import type { Subject } from "./subjects.ts";
import { type Attempt, attempt, type Failure, failureOf, worked } from "./trial.ts";
import { within } from "./within.ts";

/** What was seen of one provider. */
export interface Examination {
  subject: Subject;
  /** The languages it was tried in. */
  tried: readonly DoctorLanguage[];
  /** It did not get ready; then there are no attempts. */
  unprepared: Failure | null;
  /** In order; the first may have been cold. */
  attempts: readonly Attempt[];
  device: Device;
  /** What it said of itself afterwards. */
  health: Health;
}

export interface ExaminationTools extends TrialTools {
  /** Measured calls a language. */
  samples: number;
  /** Given where providers are not loaded yet: how long that may take. */
  prepareMs: number | undefined;
  /** Waits until a call may be made, as long as others need the machine. @throws the signal's reason */
  mayGoOn: (signal: AbortSignal) => Promise<void>;
  /** A call was made, or is no longer needed. */
  onStep: () => void;
}

/** After so many failures from the start nothing more is learned. */
const HOPELESS = 2;
const DEVICE_MS = 5_000;

/** Which of the languages the provider says it serves. */
export function languagesOf({ role, provider }: Subject): readonly DoctorLanguage[] {
  if (role === "vector_store") return [];
  return DOCTOR_LANGUAGES.filter((tag) => provider.languages.includes(tag) || provider.languages.includes("*"));
}

/** The browser's recogniser is not within reach: the page hears, and sends words. */
export const isOutOfReach = ({ role, provider }: Subject): boolean => role === "stt" && provider.name === "browser";

/** Calls a whole examination makes at most. A provider is prepared before its languages are known: then one is counted. */
export const stepsOf = (subject: Subject, samples: number): number =>
  isOutOfReach(subject) ? 1 : 1 + samples * Math.max(1, languagesOf(subject).length);

/** Prepares a provider where that is asked for, and calls it again and again. @throws the signal's reason when aborted */
export async function examine(subject: Subject, tools: ExaminationTools, signal: AbortSignal): Promise<Examination> {
  const unprepared = await prepare(subject, tools, signal);
  const tried = languagesOf(subject);
  const attempts = unprepared !== null || isOutOfReach(subject) ? [] : await callAll(subject, tried, tools, signal);
  const device = unprepared === null ? await deviceOf(subject, signal) : "unknown";
  return { subject, tried, unprepared, attempts, device, health: subject.provider.health() };
}

async function prepare(
  { role, provider }: Subject,
  { prepareMs }: ExaminationTools,
  signal: AbortSignal,
): Promise<Failure | null> {
  // The person's own vectors are left where they are: only an empty store beside them is used.
  if (prepareMs === undefined || role === "vector_store") return null;
  try {
    await within(prepareMs, signal, (inner) => provider.prepare(inner));
    return null;
  } catch (error) {
    signal.throwIfAborted();
    return failureOf(error);
  }
}

async function callAll(
  subject: Subject,
  tried: readonly DoctorLanguage[],
  tools: ExaminationTools,
  signal: AbortSignal,
): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  const call = async (language: DoctorLanguage | null): Promise<void> => {
    await tools.mayGoOn(signal);
    attempts.push(await attempt(subject, language, tools, signal));
    tools.onStep();
  };
  const languages = subject.role === "vector_store" ? [null] : tried;
  if (languages[0] === undefined) return attempts;
  await call(languages[0]);
  for (const language of languages) {
    for (let sample = 0; sample < tools.samples; sample += 1) {
      if (isHopeless(attempts, language)) break;
      await call(language);
    }
  }
  return attempts;
}

/** Nobody is there; or this language does not work. */
function isHopeless(attempts: readonly Attempt[], language: DoctorLanguage | null): boolean {
  const inLanguage = attempts.filter((made) => made.language === language);
  if (inLanguage.length >= HOPELESS && !inLanguage.some(worked)) return true;
  const isAway = ({ failure }: Attempt) => failure?.code === "unavailable" || failure?.code === "timeout";
  return attempts.length >= HOPELESS && attempts.every(isAway);
}

/** What computes in this process does so on its CPU unless it says otherwise; of a server that does not say nothing is known. */
async function deviceOf(subject: Subject, signal: AbortSignal): Promise<Device> {
  const { provider } = subject;
  if (provider.device === undefined) {
    return provider.endpoint === undefined && !isOutOfReach(subject) ? "cpu" : "unknown";
  }
  try {
    return await within(DEVICE_MS, signal, async (inner) => (await provider.device?.(inner)) ?? "unknown");
  } catch {
    signal.throwIfAborted();
    return "unknown";
  }
}
