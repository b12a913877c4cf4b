import type { Receipt } from "@hisho/protocol";
import type { ReactNode } from "react";
import { useSettings, useText } from "../services.ts";
import { beganAfterMs } from "../settings/receipts/spans.ts";
import { timeIn } from "./figures.ts";

export const keyOf = ({ session_id: session, turn, ended_at: at }: Receipt): string => `${session} ${turn} ${at}`;

/** The last answers; the chosen one is told in full beside. */
export function TurnTable(props: {
  receipts: readonly Receipt[];
  chosen: Receipt | undefined;
  onChoose: (receipt: Receipt) => void;
}): ReactNode {
  const text = useText();
  const language = useSettings((settings) => settings.language);
  const { columns, ended } = text.operator;
  const at = new Intl.DateTimeFormat(language, { timeStyle: "medium" });
  const isChosen = (receipt: Receipt): boolean => props.chosen !== undefined && keyOf(receipt) === keyOf(props.chosen);
  return (
    <table className="w-full border-collapse text-small tabular-nums">
      <caption className="unseen">{text.operator.turns}</caption>
      <thead className="text-start text-ink-2">
        <tr>
          {[columns.time, columns.trace, columns.origin, columns.took, columns.ended].map((name) => (
            <th key={name} scope="col" className="px-3 py-2 text-start font-normal">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.receipts.map((receipt) => {
          const tookMs = beganAfterMs(receipt);
          return (
            <tr
              key={keyOf(receipt)}
              className="border-t-hair border-line data-[chosen=true]:bg-raised data-[chosen=true]:shadow-[inset_3px_0_0_var(--ink)]"
              data-chosen={isChosen(receipt)}
            >
              <td>
                <button
                  type="button"
                  className="min-h-11 w-full px-3 text-start"
                  aria-pressed={isChosen(receipt)}
                  onClick={() => props.onChoose(receipt)}
                >
                  {at.format(new Date(receipt.ended_at))}
                </button>
              </td>
              <td className="px-3 text-ink-2">{receipt.trace_id.slice(0, 8)}</td>
              <td className="px-3">{text.settings.connections.receipts.origins[receipt.origin]}</td>
              <td className="px-3 font-semibold">{tookMs === undefined ? "–" : timeIn(tookMs, language)}</td>
              <td className="px-3">
                {ended[receipt.reason] ?? receipt.reason}
                {receipt.fallback !== null && `, ${text.operator.standIn(receipt.fallback)}`}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
