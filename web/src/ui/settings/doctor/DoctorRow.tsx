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
    <li className="doctor-row">
      <p className="doctor-verb">{verb}</p>
      <p className="doctor-light">
        <ProviderLight state={lightOf(row)} />
        {doctor.lights[row.light]}
      </p>
      <div className="doctor-who">
        <p className="doctor-name">
          {row.model ?? (row.provider === "embedded" ? connections.embeddedName : row.provider)}
          {row.is_mock && <span className="doctor-badge">{doctor.badges.mock}</span>}
          {row.licence?.non_commercial === true && (
            <span className="doctor-badge" title={row.licence.name}>
              {doctor.badges.nonCommercial}
            </span>
          )}
        </p>
        <Figures row={row} />
      </div>
      {said.length > 0 && (
        <ul className="doctor-findings">
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
    <ul className="doctor-figures">
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}
