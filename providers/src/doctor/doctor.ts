/**
 * Calls every provider the way a conversation does, one after the other, and says which are fit for it. The person's
 * documents, timers and notes are not touched.
 */
import { DOCTOR_LANGUAGES, type DoctorGap, type DoctorReport, type DoctorRow, type DoctorState } from "@hisho/protocol";
import type { Licence } from "../licences.ts";
import { type ExaminationTools, examine, stepsOf } from "./examination.ts";
import { judge, worst } from "./judge.ts";
import type { Subject } from "./subjects.ts";

export type Progress = NonNullable<DoctorState["progress"]>;

export interface DoctorOptions extends Omit<ExaminationTools, "onStep"> {
  subjects: readonly Subject[];
  /** A model's licence, where it is known. */
  licenceOf: (model: string) => Licence | undefined;
  /** Stand-ins do not keep from going live. */
  allowMock: boolean;
  onProgress: (progress: Progress) => void;
}

/** @throws the signal's reason when aborted; whatever a provider does is part of the report */
export async function runDoctor(options: DoctorOptions, signal: AbortSignal): Promise<DoctorReport> {
  const { subjects, samples, now, licenceOf, allowMock, onProgress } = options;
  const startedAt = now();
  const total = subjects.reduce((sum, subject) => sum + stepsOf(subject, samples), 0);
  const rows: DoctorRow[] = [];
  let before = 0;
  for (const subject of subjects) {
    const { role, provider } = subject;
    const most = stepsOf(subject, samples);
    let made = 0;
    const tell = () => onProgress({ done: before + Math.min(made, most), total, role, provider: provider.name });
    tell();
    const onStep = () => {
      made += 1;
      tell();
    };
    const seen = await examine(subject, { ...options, onStep }, signal);
    rows.push(judge(seen, licenceOf));
    before += most;
    made = 0;
    tell();
  }
  return report(rows, { samples, startedAt, endedAt: now(), allowMock });
}

/** @returns the rows with what they mean together */
export function report(
  rows: readonly DoctorRow[],
  { samples, startedAt, endedAt, allowMock }: { samples: number; startedAt: Date; endedAt: Date; allowMock: boolean },
): DoctorReport {
  const gaps = gapsIn(rows);
  const light = worst([...rows, ...gaps].map((one) => one.light));
  return {
    version: 1,
    started_at: startedAt.toISOString(),
    ended_at: endedAt.toISOString(),
    samples,
    light,
    go_live: light !== "red" && (allowMock || !rows.some(({ is_mock }) => is_mock)),
    providers: [...rows],
    gaps,
  };
}

/** The languages that nobody hears, thinks in or speaks. */
function gapsIn(rows: readonly DoctorRow[]): DoctorGap[] {
  return (["stt", "llm", "tts"] as const).flatMap((role) => {
    const served = new Set(rows.filter((row) => row.role === role).flatMap((row) => row.served));
    const light = served.size === 0 ? ("red" as const) : ("amber" as const);
    return DOCTOR_LANGUAGES.filter((language) => !served.has(language)).map((language) => ({ role, language, light }));
  });
}
