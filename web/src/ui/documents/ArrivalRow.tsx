import { RotateCcw, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Arrival } from "../../knowledge/shelf.ts";
import { ProgressBar } from "../parts/ProgressBar.tsx";
import { useServices, useSettings, useText } from "../services.ts";
import { DocumentTitle } from "./DocumentRow.tsx";
import { stateOfArrival } from "./document-state.ts";
import { KindIcon } from "./KindIcon.tsx";
import { refusalWords } from "./refusal.ts";
import { StateLight } from "./StateLight.tsx";
import { sizeName } from "./sizes.ts";

/** What is on its way to the shelf, or was refused, and why. */
export function ArrivalRow({ arrival }: { arrival: Arrival }): ReactNode {
  const text = useText();
  const { shelf } = useServices();
  const language = useSettings((settings) => settings.language);
  const state = stateOfArrival(arrival);
  const note =
    arrival.state === "refused"
      ? refusalWords(arrival.reason, text.documents.refusals)
      : arrival.state === "away"
        ? text.documents.awayLine
        : arrival.bytes === null
          ? ""
          : sizeName(arrival.bytes, language);
  const isOver = arrival.state === "refused" || arrival.state === "away";
  return (
    <li>
      <div className="document-row" data-over={isOver}>
        <KindIcon source={arrival.name} />
        <span className="document-names">
          <DocumentTitle title={arrival.name} />
          {note !== "" && <span className="document-note">{note}</span>}
          {arrival.state === "away" && (
            <button type="button" className="document-retry" onClick={() => shelf.retry(arrival.id)}>
              <RotateCcw size={18} strokeWidth={1.75} aria-hidden="true" />
              {text.common.retry}
            </button>
          )}
        </span>
        <span className="document-state">
          <StateLight light={state.light} />
          {text.documents.state[state.word]}
        </span>
        {isOver && (
          <span className="document-acts">
            <button
              type="button"
              className="icon-button"
              aria-label={text.documents.putAway(arrival.name)}
              onClick={() => shelf.dismiss(arrival.id)}
            >
              <X size={22} strokeWidth={1.6} aria-hidden="true" />
            </button>
          </span>
        )}
      </div>
      {state.share !== undefined && <ProgressBar label={text.documents.progress(arrival.name)} share={state.share} />}
    </li>
  );
}
