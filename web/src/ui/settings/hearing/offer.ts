/** Which recogniser to offer, and how far it is. Pure. */
import type { ModelStatus } from "@hisho/protocol";
import type { Language } from "../../../session/talk.ts";
import type { Strings } from "../../strings/languages.ts";
import { knows } from "../../talk/problems.ts";

/**
 * The smallest that hears the language and needs neither an account nor a promise; one that was begun before the others.
 * @returns null when the relay has none that it would use
 */
export function offerFor(models: readonly ModelStatus[], language: Language): ModelStatus | null {
  const fit = models.filter(
    (model) => hears(model, language) && !model.gated && !model.non_commercial && !isInUse(model),
  );
  const begun = { fetching: 0, partial: 1, ready: 2, absent: 2 } as const;
  const size = ({ bytes }: ModelStatus): number => bytes ?? Number.POSITIVE_INFINITY;
  return fit.toSorted((a, b) => begun[a.state] - begun[b.state] || size(a) - size(b))[0] ?? null;
}

/** One that hears the language is in use at the relay, whatever the session knew when it began. */
export const hasCome = (models: readonly ModelStatus[], language: Language): boolean =>
  models.some((model) => hears(model, language) && isInUse(model));

const hears = ({ role, usable, languages }: ModelStatus, language: Language): boolean =>
  role === "stt" && usable && knows(languages, language);

const isInUse = ({ state, problem }: ModelStatus): boolean => state === "ready" && problem === null;

/** 0 to 1; null where nobody knows how much there is. */
export function shareOf({ bytes, received_bytes: received }: ModelStatus): number | null {
  return bytes === null || bytes === 0 ? null : Math.min(1, received / bytes);
}

/** `33 MB`, never less than there is. */
export const sizeWord = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

/** What its key says. */
export function keyWord({ bytes, received_bytes: received, state, name }: ModelStatus, text: Strings): string {
  const { hearingModel: words } = text.settings.connections;
  if (bytes === null) return words.add(name);
  return state === "partial" && received < bytes ? words.goOn(sizeWord(bytes - received)) : words.add(sizeWord(bytes));
}

/** What is being done. */
export function stepWord({ step, bytes, received_bytes: received }: ModelStatus, text: Strings): string {
  const { steps } = text.settings.connections.hearingModel;
  if (step !== null && step !== "download") return steps[step];
  return steps.download(`${Math.floor(received / 1e6)}`, bytes === null ? "?" : sizeWord(bytes));
}
