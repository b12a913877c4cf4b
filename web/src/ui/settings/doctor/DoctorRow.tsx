import type { DoctorRow as Row } from "@hisho/protocol";
import type { ReactNode } from "react";
import { hostOf } from "../../markdown/tree.ts";
import { useSettings, useText } from "../../services.ts";
import { ProviderLight } from "../ProviderLight.tsx";
import { Finding } from "./Finding.tsx";
import { detailOf, isSaidByBadge, lightOf, secondsIn, sentenceOf } from "./words.ts";

/** One provider: what it does, how it is, how long it takes, and a sentence for each thing that is wrong. */
export function DoctorRow({ row }: { row: Row }): ReactNode {
  const text = useText();
  const { connections } = text.settings;
  const { doctor } = connections;
  const verb = row.role === "vector_store" ? doctor.storeVerb : connections.roles[row.role].verb;
  const said = row.findings.filter((finding) => !isSaidByBadge(finding));
  return (
    <li className="doctor-row grid grid-cols-[minmax(0,1fr)_auto] gap-x-4 gap-y-[2px] border-t-hair border-line py-[14px] @lg:grid-cols-[150px_minmax(0,1fr)_168px]">
      <p className="font-semibold">{verb}</p>
      <p className="flex items-center gap-2 @lg:col-[3] @lg:row-[1] @lg:self-start">
        <ProviderLight state={lightOf(row)} />
        {doctor.lights[row.light]}
      </p>
      <div className="col-span-full @lg:col-[2] @lg:row-[1]">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1 wrap-anywhere">
          {row.model ?? (row.provider === "embedded" ? connections.embeddedName : row.provider)}
          {row.is_mock && (
            <span className="flex-none rounded-segment border-hair border-current px-2 py-px text-small text-lamp-text">
              {doctor.badges.mock}
            </span>
          )}
          {row.licence?.non_commercial === true && (
            <span
              className="flex-none rounded-segment border-hair border-current px-2 py-px text-small text-lamp-text"
              title={row.licence.name}
            >
              {doctor.badges.nonCommercial}
            </span>
          )}
        </p>
        <Figures row={row} />
      </div>
      {said.length > 0 && (
        <ul className="mt-[6px] flex flex-col gap-[6px] in-[.doctor-row]:col-span-full @lg:in-[.doctor-row]:col-[2/-1]">
          {said.map((finding) => (
            <Finding
              key={`${finding.code} ${finding.language}`}
              light={finding.light}
              sentence={sentenceOf(finding, text)}
              detail={detailOf(finding)}
            />
          ))}
        </ul>
      )}
    </li>
  );
}

function Figures({ row }: { row: Row }): ReactNode {
  const language = useSettings((settings) => settings.language);
  const { doctor } = useText().settings.connections;
  const { latency_ms: latency, real_time_factor: factor, device, endpoint, errors, calls } = row;
  const facts = [
    ...(latency === null
      ? []
      : [doctor.takes(doctor.figures[row.figure], secondsIn(latency.p50, language), secondsIn(latency.p95, language))]),
    ...(factor === null ? [] : [doctor.factor(factor.toFixed(2))]),
    ...(errors === 0 ? [] : [doctor.failures(errors, calls)]),
    ...(device === "unknown" ? [] : [device.toUpperCase()]),
    ...(endpoint === null ? [] : [hostOf(endpoint)]),
    ...(row.licence === null ? [] : [row.licence.name]),
  ];
  return (
    <ul className="figures flex flex-wrap gap-x-4 text-small text-ink-2 *:wrap-anywhere">
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}
