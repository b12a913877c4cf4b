import type { DoctorReport, DoctorState } from "@hisho/protocol";
import { Stethoscope } from "lucide-react";
import { type ReactNode, useId } from "react";
import { Button } from "../../parts/Button.tsx";
import { ProgressBar } from "../../parts/ProgressBar.tsx";
import { useSettings, useText } from "../../services.ts";
import { FAILED, HEAD, HEADING, NOTE, SECTION } from "../classes.ts";
import { DoctorRow } from "./DoctorRow.tsx";
import { Finding } from "./Finding.tsx";
import { useDoctor } from "./use-doctor.ts";
import { gapSentences, verdictOf } from "./words.ts";

/** Tries every provider of the relay at the person's wish, and shows what came out. Nothing while the relay is away. */
export function DoctorPanel(): ReactNode {
  const { doctor: words } = useText().settings.connections;
  const { state, away, check } = useDoctor();
  const heading = useId();
  if (state === null) return null;
  const { progress, report, failure } = state;
  return (
    <section className={`${SECTION} doctor`} aria-labelledby={heading}>
      <div className={HEAD}>
        <h3 className={HEADING} id={heading}>
          {words.title}
        </h3>
        <Button disabled={progress !== null} aria-describedby={`${heading}-lead`} onClick={check} icon={Stethoscope}>
          {progress !== null ? words.busy : report === null ? words.check : words.again}
        </Button>
      </div>
      <p className={NOTE} id={`${heading}-lead`}>
        {words.lead}
      </p>
      {progress !== null && <Progress progress={progress} />}
      <div role="status">
        {(away || failure !== null) && progress === null && <p className={FAILED}>{words.failed}</p>}
        {report !== null && progress === null && <Verdict report={report} />}
      </div>
      {report !== null && <Results report={report} old={progress !== null} />}
    </section>
  );
}

function Progress({ progress }: { progress: NonNullable<DoctorState["progress"]> }): ReactNode {
  const { connections } = useText().settings;
  const { done, total, role } = progress;
  const verb = role === "vector_store" ? connections.doctor.storeVerb : connections.roles[role].verb;
  const share = total === 0 ? 0 : done / total;
  return (
    <div className="figures my-3">
      <p>{connections.doctor.running(verb, done, total)}</p>
      <ProgressBar className="mt-2" label={connections.doctor.title} share={share} />
    </div>
  );
}

function Verdict({ report }: { report: DoctorReport }): ReactNode {
  const text = useText();
  const language = useSettings((settings) => settings.language);
  const at = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });
  return (
    <p className="mt-3 mb-2 flex flex-wrap items-baseline gap-x-3 [&>span]:text-small [&>span]:text-ink-2 [&>strong]:font-semibold">
      <strong>{verdictOf(report, text)}</strong>
      <span>{text.settings.connections.doctor.triedAt(at.format(new Date(report.ended_at)))}</span>
    </p>
  );
}

/** @param old of the run before, while another is under way */
function Results({ report, old }: { report: DoctorReport; old: boolean }): ReactNode {
  const text = useText();
  const gaps = gapSentences(report.gaps, text);
  return (
    <div className="doctor-results data-[old=true]:text-ink-3" data-old={old}>
      {gaps.length > 0 && (
        <ul className="mt-[6px] flex flex-col gap-[6px] in-[.doctor-row]:col-span-full @lg:in-[.doctor-row]:col-[2/-1]">
          {gaps.map(({ role, light, sentence }) => (
            <Finding key={role} light={light} sentence={sentence} detail="" />
          ))}
        </ul>
      )}
      <ul className="not-first:mt-3">
        {report.providers.map((row, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two entries of a list may be the same provider
          <DoctorRow key={place} row={row} />
        ))}
      </ul>
    </div>
  );
}
