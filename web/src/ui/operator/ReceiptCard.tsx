import type { RECEIPT_STEPS, Receipt } from "@hisho/protocol";
import type { ReactNode } from "react";
import { useSettings, useText } from "../services.ts";
import { beganAfterMs, savedMsOf, scaleOf, spansOf } from "../settings/receipts/spans.ts";
import { timeIn } from "./figures.ts";

const INKS: Record<(typeof RECEIPT_STEPS)[number], string> = {
  final_text: "bg-seiji",
  first_token: "bg-ink-2",
  first_audio: "bg-lamp",
  audible: "bg-oki",
};

/** Where the time of one answer went, step after step. */
export function ReceiptCard({ receipt }: { receipt: Receipt }): ReactNode {
  const text = useText();
  const language = useSettings((settings) => settings.language);
  const words = text.settings.connections.receipts;
  const scaleMs = scaleOf([receipt]);
  const percent = (ms: number): string => `${((ms / scaleMs) * 100).toFixed(2)}%`;
  const wholeMs = beganAfterMs(receipt);
  const savedMs = receipt.retrieval === undefined ? undefined : savedMsOf(receipt.retrieval);
  const at = new Intl.DateTimeFormat(language, { timeStyle: "medium" }).format(new Date(receipt.ended_at));
  return (
    <section
      className="@container rounded-card border-hair border-line bg-raised p-6"
      aria-labelledby="operator-receipt"
    >
      <header className="mb-4 flex flex-wrap items-baseline justify-between gap-x-6">
        <h2 id="operator-receipt" className="text-heading">
          {text.operator.receipt(receipt.turn)}
        </h2>
        <p className="text-small text-ink-2 tabular-nums wrap-anywhere">
          {at} · {words.trace(receipt.trace_id)}
        </p>
      </header>
      <ol>
        {spansOf(receipt).map(({ step, fromMs, toMs }) => (
          <li
            key={step}
            className="grid min-h-9 grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 text-small tabular-nums @md:grid-cols-[11rem_minmax(0,1fr)_5.5rem]"
          >
            <span>{words.steps[step]}</span>
            <span className="relative h-4 bg-sunk @max-md:order-last @max-md:col-span-2" aria-hidden="true">
              <span
                className={`absolute inset-y-0 min-w-[3px] rounded-bar ${INKS[step]}`}
                style={{ insetInlineStart: percent(fromMs), inlineSize: percent(toMs - fromMs) }}
              />
            </span>
            <span className="text-end">{timeIn(toMs - fromMs, language)}</span>
          </li>
        ))}
      </ol>
      <p className="mt-3 flex justify-between border-t-hair border-line pt-3 text-body font-semibold tabular-nums">
        <span>{text.operator.whole}</span>
        <span>{wholeMs === undefined ? "–" : timeIn(wholeMs, language)}</span>
      </p>
      {savedMs !== undefined && <p className="mt-2 text-small text-ink-2">{words.ahead(timeIn(savedMs, language))}</p>}
      {receipt.fallback !== null && (
        <p className="mt-2 text-small text-ink-2">{text.operator.standIn(receipt.fallback)}</p>
      )}
    </section>
  );
}
