import { RotateCcw, X } from "lucide-react";
import type { ReactNode } from "react";
import type { Arrival } from "../../knowledge/shelf.ts";
import { IconButton } from "../parts/Button.tsx";
import { ProgressBar } from "../parts/ProgressBar.tsx";
import { useServices, useSettings, useText } from "../services.ts";
import { DocumentTitle } from "./DocumentRow.tsx";
import { stateOfArrival } from "./document-state.ts";
import { KindIcon } from "./KindIcon.tsx";
import { refusalWords } from "./refusal.ts";
import { RowNames, RowState, shelfRow } from "./ShelfRow.tsx";
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
    <li className="border-b-hair border-line">
      <div className={shelfRow(isOver ? "acts" : "when")}>
        <KindIcon source={arrival.name} />
        <RowNames wide={isOver}>
          <DocumentTitle title={arrival.name} />
          {note !== "" && <span className="text-small text-ink-2">{note}</span>}
          {arrival.state === "away" && (
            <button
              type="button"
              className="-mb-2 flex min-h-11 items-center gap-2 self-start font-semibold"
              onClick={() => shelf.retry(arrival.id)}
            >
              <RotateCcw size={18} strokeWidth={1.75} aria-hidden="true" />
              {text.common.retry}
            </button>
          )}
        </RowNames>
        <RowState light={state.light} word={text.documents.state[state.word]} />
        {isOver && (
          <span className="-my-[6px] justify-self-end [grid-area:state] @md:[grid-area:acts]">
            <IconButton
              label={text.documents.putAway(arrival.name)}
              icon={X}
              iconSize={22}
              onClick={() => shelf.dismiss(arrival.id)}
            />
          </span>
        )}
      </div>
      {state.share !== undefined && (
        <ProgressBar
          className="-mt-[6px] mb-3 ms-10"
          label={text.documents.progress(arrival.name)}
          share={state.share}
        />
      )}
    </li>
  );
}
