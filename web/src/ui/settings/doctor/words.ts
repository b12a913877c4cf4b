/** The doctor's findings in the person's words. */
import type { DoctorFinding, DoctorGap, DoctorReport, DoctorRow } from "@hisho/protocol";
import type { Language } from "../../../session/talk.ts";
import type { Strings } from "../../strings/languages.ts";
import type { LightState } from "../ready.ts";

/** The shape beside a provider. */
export function lightOf({ light, is_mock: isMock }: DoctorRow): LightState {
  if (light === "red") return "down";
  if (isMock) return "standIn";
  return light === "amber" ? "partly" : "good";
}

export function sentenceOf({ code, language }: DoctorFinding, text: Strings): string {
  return text.settings.connections.doctor.findings[code](language === null ? "" : text.languageOf(language));
}

/** The figures beside a provider say it already. */
const SAID_BY_FIGURES: ReadonlySet<DoctorFinding["code"]> = new Set(["slow", "slower_than_speech", "misheard"]);

/** The provider's own reason, where it says more than the sentence and the figures do; else empty. */
export const detailOf = ({ code, detail }: DoctorFinding): string => (SAID_BY_FIGURES.has(code) ? "" : detail);

/** What the badges say already is not said twice. */
export const isSaidByBadge = ({ code }: DoctorFinding): boolean => code === "mock" || code === "non_commercial";

/** One sentence for each role that misses languages, the worst light beside it. */
export function gapSentences(
  gaps: readonly DoctorGap[],
  text: Strings,
): { role: DoctorGap["role"]; light: DoctorGap["light"]; sentence: string }[] {
  return (["stt", "llm", "tts"] as const).flatMap((role) => {
    const missing = gaps.filter((gap) => gap.role === role);
    const [first] = missing;
    if (first === undefined) return [];
    const names = missing.map(({ language }) => text.languageOf(language)).join(text.listSeparator);
    return [{ role, light: first.light, sentence: text.settings.connections.doctor.gaps[role](names) }];
  });
}

export function verdictOf({ go_live: fit, light }: DoctorReport, text: Strings): string {
  const { verdict } = text.settings.connections.doctor;
  if (!fit) return light === "red" ? verdict.red : verdict.standIn;
  return light === "green" ? verdict.green : verdict.amber;
}

/** Seconds as people read them, to a hundredth; never nothing at all. */
export const secondsIn = (ms: number, language: Language): string =>
  new Intl.NumberFormat(language, { style: "unit", unit: "second", maximumFractionDigits: 2 }).format(
    Math.max(0.01, ms / 1000),
  );
