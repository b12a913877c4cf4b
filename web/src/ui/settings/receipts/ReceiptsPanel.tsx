import type { Receipt } from "@hisho/protocol";
import { RotateCw } from "lucide-react";
import { type ReactNode, useId } from "react";
import { Button } from "../../parts/Button.tsx";
import { useSettings, useText } from "../../services.ts";
import { FAILED, HEAD, HEADING, NOTE, SECTION } from "../classes.ts";
import { secondsIn } from "../doctor/words.ts";
import { beganAfterMs, savedMsOf, scaleOf, spansOf } from "./spans.ts";
import { useReceipts } from "./use-receipts.ts";

const SHOWN = 6;

/** Where the time of the last answers went, for whoever runs the relay. Nothing while the relay is away. */
export function ReceiptsPanel(): ReactNode {
  const words = useText().settings.connections.receipts;
  const { receipts, away, again } = useReceipts();
  const heading = useId();
  if (receipts === null) return null;
  const shown = receipts.slice(0, SHOWN);
  const scaleMs = scaleOf(shown);
  return (
    <section className={SECTION} aria-labelledby={heading}>
      <div className={HEAD}>
        <h3 className={HEADING} id={heading}>
          {words.title}
        </h3>
        <Button onClick={again} icon={RotateCw}>
          {words.again}
        </Button>
      </div>
      <p className={NOTE}>{words.lead}</p>
      <div role="status">
        {away && <p className={FAILED}>{words.failed}</p>}
        {shown.length === 0 && !away && <p className={NOTE}>{words.none}</p>}
      </div>
      {shown.map((receipt, place) => (
        <Waterfall
          key={`${receipt.session_id} ${receipt.turn} ${receipt.ended_at}`}
          receipt={receipt}
          scaleMs={scaleMs}
          open={place === 0}
        />
      ))}
    </section>
  );
}

function Waterfall({ receipt, scaleMs, open }: { receipt: Receipt; scaleMs: number; open: boolean }): ReactNode {
  const words = useText().settings.connections.receipts;
  const language = useSettings((settings) => settings.language);
  const at = new Intl.DateTimeFormat(language, { timeStyle: "medium" }).format(new Date(receipt.ended_at));
  const beganMs = beganAfterMs(receipt);
  return (
    <details className="receipt group border-t-hair border-line" open={open}>
      <summary className="figures flex min-h-13 cursor-pointer list-none flex-wrap items-center justify-between gap-x-4 [&::-webkit-details-marker]:hidden">
        <span className="before:me-[0.7em] before:inline-block before:size-[0.45em] before:-rotate-45 before:border-e-2 before:border-b-2 before:border-ink-2 before:content-[''] group-open:before:rotate-45">
          {at} · {words.origins[receipt.origin]}
        </span>
        <span className="font-semibold">{beganMs === undefined ? words.nothing : secondsIn(beganMs, language)}</span>
      </summary>
      <ol className="figures pb-2 *:grid *:grid-cols-[minmax(0,1fr)_auto] *:items-center *:gap-x-4 *:gap-y-[2px] *:py-[6px] *:text-small min-[700px]:*:grid-cols-[200px_minmax(0,1fr)_84px]">
        {spansOf(receipt).map(({ step, fromMs, toMs }) => (
          <li key={step}>
            <span>{words.steps[step]}</span>
            <span
              className="receipt-bar relative col-span-full row-[2] h-[10px] rounded-[5px] bg-sunk min-[700px]:col-[2] min-[700px]:row-[1] [&>span]:absolute [&>span]:inset-y-0 [&>span]:min-w-[3px] [&>span]:rounded-[5px] [&>span]:bg-seiji data-[step=audible]:[&>span]:bg-shu data-[step=first_audio]:[&>span]:bg-oki data-[step=first_token]:[&>span]:bg-lamp"
              data-step={step}
              aria-hidden="true"
            >
              <span
                style={{ insetInlineStart: percent(fromMs / scaleMs), inlineSize: percent((toMs - fromMs) / scaleMs) }}
              />
            </span>
            <span className="min-[700px]:col-[3] min-[700px]:row-[1] min-[700px]:text-end">
              {secondsIn(toMs - fromMs, language)}
            </span>
          </li>
        ))}
      </ol>
      <Searched receipt={receipt} />
      {receipt.fallback !== null && (
        <p className="receipt-note mb-2 text-small wrap-anywhere text-ink-2">{words.standIn}</p>
      )}
      <p className="receipt-note mb-2 text-small wrap-anywhere text-ink-2">{words.trace(receipt.trace_id)}</p>
    </details>
  );
}

/** How the documents were searched, where that is known. */
function Searched({ receipt: { retrieval } }: { receipt: Receipt }): ReactNode {
  const words = useText().settings.connections.receipts;
  const language = useSettings((settings) => settings.language);
  // Without documents there is nothing to tell.
  if (retrieval === undefined || retrieval.took === 0) return null;
  const savedMs = savedMsOf(retrieval);
  const sentence =
    savedMs === undefined
      ? words.searched(millisecondsIn(retrieval.waited, language))
      : words.ahead(millisecondsIn(savedMs, language));
  return <p className="receipt-note mb-2 text-small wrap-anywhere text-ink-2">{sentence}</p>;
}

const millisecondsIn = (ms: number, language: string): string =>
  new Intl.NumberFormat(language, { style: "unit", unit: "millisecond" }).format(ms);

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
