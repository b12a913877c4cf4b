import type { DoctorCode, DoctorFinding, DoctorHeard, DoctorLanguage, DoctorLight, DoctorRow } from "@hisho/protocol";
import type { Licence } from "../licences.ts";
import { type Examination, isOutOfReach } from "./examination.ts";
import { percentile } from "./percentile.ts";
import type { Subject } from "./subjects.ts";
import { type Attempt, worked } from "./trial.ts";

type Role = Subject["role"];

export const FIGURE: Record<Role, DoctorRow["figure"]> = {
  stt: "final_transcript",
  llm: "first_token",
  tts: "first_sound",
  embedding: "embedding",
  vector_store: "search",
};

/** p95 beyond which a provider is slow, ms. Without the search they add up to 2 s from the end of speech to the first sound. */
export const SLOW_MS: Record<Role, number> = { stt: 600, llm: 700, tts: 500, embedding: 200, vector_store: 50 };

/** More wrong than this, as a share of what was said, is not understood. The clips are machine voices: half is lenient. */
const MISHEARD = 0.5;

const RANK: Record<DoctorLight, number> = { green: 0, amber: 1, red: 2 };

/** The worst light; green when there is none. */
export const worst = (lights: readonly DoctorLight[]): DoctorLight =>
  lights.reduce<DoctorLight>((so, light) => (RANK[light] > RANK[so] ? light : so), "green");

/** Turns what was seen of a provider into its row of the report. @param licenceOf a model's licence, where it is known */
export function judge(seen: Examination, licenceOf: (model: string) => Licence | undefined): DoctorRow {
  const { subject, attempts, unprepared, device } = seen;
  const { role, provider } = subject;
  const good = attempts.filter(worked);
  const warm = attempts.slice(1).filter(worked);
  const measured = (warm.length > 0 ? warm : good).flatMap(({ answer }) => answer ?? []);
  const factors = measured.flatMap(({ realTimeFactor }) => realTimeFactor ?? []);
  const latency = measured.map(({ ms }) => ms);
  const first = attempts[0]?.answer?.ms ?? latency[0];
  const row = {
    role,
    provider: provider.name,
    endpoint: provider.endpoint ?? null,
    model: provider.model ?? null,
    languages: [...provider.languages],
    served: isOutOfReach(subject) ? [...seen.tried] : seen.tried.filter((tag) => servedIn(good, tag)),
    is_mock: provider.isMock,
    device,
    licence: licenceFor(subject, licenceOf),
    reachable: unprepared === null && (isOutOfReach(subject) || attempts.some(wasAnswered)),
    calls: attempts.length,
    errors: attempts.length - good.length,
    figure: FIGURE[role],
    latency_ms:
      latency.length === 0 || first === undefined
        ? null
        : { first, p50: percentile(latency, 0.5), p95: percentile(latency, 0.95) },
    real_time_factor: factors.length === 0 ? null : percentile(factors, 0.5),
    heard: heardIn(good, seen.tried),
  } satisfies Omit<DoctorRow, "light" | "findings">;
  const findings = findingsOf(seen, row).sort((a, b) => RANK[b.light] - RANK[a.light]);
  return { ...row, light: worst(findings.map(({ light }) => light)), findings };
}

function findingsOf(seen: Examination, row: Omit<DoctorRow, "light" | "findings">): DoctorFinding[] {
  const { subject, unprepared, attempts, health } = seen;
  const findings: DoctorFinding[] = [];
  const find = (
    light: DoctorFinding["light"],
    code: DoctorCode,
    detail = "",
    language: DoctorLanguage | null = null,
  ): void => void findings.push({ light, code, language, detail });

  if (unprepared !== null) find("red", unprepared.code, unprepared.detail);
  else if (isOutOfReach(subject) || attempts.some(({ answer }) => answer?.flaw === "untried")) find("amber", "untried");
  else if (!attempts.some(worked)) {
    const { code, detail } = troubleOf(attempts[0], health);
    find("red", code, attempts[0]?.answer ? "" : detail);
  } else {
    const failing = seen.tried.filter((tag) => triedIn(attempts, tag) && !row.served.includes(tag));
    for (const language of failing) {
      find("amber", "language", troubleOf(attempts.find((made) => made.language === language)).detail, language);
    }
    const flaky = attempts.filter((made) => !worked(made) && !failing.some((tag) => tag === made.language));
    if (flaky.length > 0) {
      const { detail } = troubleOf(flaky[0]);
      find("amber", "flaky", `${flaky.length} of ${attempts.length} calls failed: ${detail}`);
    }
    for (const { language, errors, of, unit } of row.heard) {
      if (errors > of * MISHEARD) find("amber", "misheard", `${errors} errors in ${of} ${unit}`, language);
    }
    for (const language of seen.tried) {
      const strange = attempts.some((made) => made.language === language && made.answer?.flaw === "wrong_language");
      if (strange) find("amber", "wrong_language", "", language);
    }
    const limitMs = SLOW_MS[subject.role];
    if (row.latency_ms !== null && row.latency_ms.p95 > limitMs) {
      find("amber", "slow", `p95 ${Math.round(row.latency_ms.p95)} ms, more than ${limitMs} ms`);
    }
    if (row.real_time_factor !== null && row.real_time_factor >= 1) find("amber", "slower_than_speech");
    if (health.status === "degraded") find("amber", "degraded", health.reason);
  }
  if (subject.provider.requiresGpu === true && row.device !== "gpu") {
    find(row.device === "cpu" ? "red" : "amber", "no_gpu", `device: ${row.device}`);
  }
  if (row.is_mock) find("amber", "mock");
  if (row.licence?.non_commercial === true) find("amber", "non_commercial", row.licence.name);
  return findings;
}

const servedIn = (good: readonly Attempt[], tag: DoctorLanguage): boolean =>
  good.some(({ language }) => language === tag);

const triedIn = servedIn;

/** Something came back, be it a refusal. */
const wasAnswered = ({ answer, failure }: Attempt): boolean =>
  answer !== null || (failure !== null && failure.code !== "unavailable" && failure.code !== "timeout");

function troubleOf(
  made: Attempt | undefined,
  health: Examination["health"] = { status: "ok" },
): { code: DoctorCode; detail: string } {
  if (made?.failure) return made.failure;
  if (made?.answer?.flaw) return { code: made.answer.flaw, detail: made.answer.flaw.replaceAll("_", " ") };
  // It was not called, for it serves none of the languages now.
  return { code: "unavailable", detail: health.status === "ok" ? "it serves none of ja, en, ko" : health.reason };
}

function heardIn(good: readonly Attempt[], tried: readonly DoctorLanguage[]): DoctorHeard[] {
  return tried.flatMap((tag) => {
    const all = good.flatMap(({ language, answer }) => (language === tag && answer?.heard ? [answer.heard] : []));
    const [one] = all;
    if (one === undefined) return [];
    const sum = (key: "errors" | "of") => all.reduce((total, heard) => total + heard[key], 0);
    return [{ ...one, errors: sum("errors"), of: sum("of") }];
  });
}

const NON_COMMERCIAL = /\bNC\b|non-?commercial/i;

/** The model's licence, else those of the voices. */
function licenceFor(
  { role, provider }: Subject,
  licenceOf: (model: string) => Licence | undefined,
): DoctorRow["licence"] {
  const known = provider.model === undefined ? undefined : licenceOf(provider.model);
  if (known !== undefined) {
    return { name: known.licence, non_commercial: known.nonCommercial, source: known.source };
  }
  const names = role === "tts" ? [...new Set(provider.voices.map(({ licence }) => licence))].filter(Boolean) : [];
  if (names.length === 0) return null;
  return { name: names.join(", "), non_commercial: names.some((name) => NON_COMMERCIAL.test(name)), source: null };
}
