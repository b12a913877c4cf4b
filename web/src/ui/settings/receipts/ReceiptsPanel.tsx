import type { Receipt } from "@hisho/protocol";
import { RotateCw } from "lucide-react";
import { type ReactNode, useId } from "react";
import { useSettings, useText } from "../../services.ts";
import { secondsIn } from "../doctor/words.ts";
import { beganAfterMs, savedMsOf, scaleOf, spansOf } from "./spans.ts";
import { useReceipts } from "./use-receipts.ts";
import "./receipts.css";

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
    <section className="settings-section" aria-labelledby={heading}>
      <div className="settings-head">
        <h3 className="settings-heading" id={heading}>
          {words.title}
        </h3>
        <button type="button" className="button" data-kind="secondary" onClick={again}>
          <RotateCw size={20} strokeWidth={1.75} aria-hidden="true" />
          {words.again}
        </button>
      </div>
      <p className="settings-note">{words.lead}</p>
      <div role="status">
        {away && <p className="settings-failed">{words.failed}</p>}
        {shown.length === 0 && !away && <p className="settings-note">{words.none}</p>}
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
    <details className="receipt" open={open}>
      <summary>
        <span className="receipt-at">
          {at} · {words.origins[receipt.origin]}
        </span>
        <span className="receipt-whole">{beganMs === undefined ? words.nothing : secondsIn(beganMs, language)}</span>
      </summary>
      <ol className="receipt-steps">
        {spansOf(receipt).map(({ step, fromMs, toMs }) => (
          <li key={step}>
            <span>{words.steps[step]}</span>
            <span className="receipt-bar" data-step={step} aria-hidden="true">
              <span
                style={{ insetInlineStart: percent(fromMs / scaleMs), inlineSize: percent((toMs - fromMs) / scaleMs) }}
              />
            </span>
            <span className="receipt-figure">{secondsIn(toMs - fromMs, language)}</span>
          </li>
        ))}
      </ol>
      <Searched receipt={receipt} />
      {receipt.fallback !== null && <p className="receipt-note">{words.standIn}</p>}
      <p className="receipt-note">{words.trace(receipt.trace_id)}</p>
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
  return <p className="receipt-note">{sentence}</p>;
}

const millisecondsIn = (ms: number, language: string): string =>
  new Intl.NumberFormat(language, { style: "unit", unit: "millisecond" }).format(ms);

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;
