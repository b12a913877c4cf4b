/** A receipt as bars on one scale of time. */
import { RECEIPT_STEPS, type Receipt, type ReceiptStep } from "@hisho/protocol";

export interface Span {
  step: ReceiptStep;
  /** ms after the end of speech, or of typing. */
  fromMs: number;
  toMs: number;
}

/** The limit of a good answer: bars of quick ones do not fill the row. */
const LEAST_SCALE_MS = 2000;

/**
 * From each step that was reached to the next. The browser's clock measures the last one from where it heard speech end
 * itself, so that it may seem to lie before the relay's: it then takes no time.
 */
export function spansOf({ steps }: Receipt): Span[] {
  let fromMs = 0;
  return RECEIPT_STEPS.flatMap((step): Span[] => {
    const at = steps[step];
    if (at === undefined) return [];
    const span = { step, fromMs, toMs: Math.max(fromMs, at) };
    fromMs = span.toMs;
    return [span];
  });
}

/** Until the answer began, as far as is known, ms; undefined where nothing of it came. */
export const beganAfterMs = (receipt: Receipt): number | undefined => spansOf(receipt).at(-1)?.toMs;

/** The time that the width of a row stands for, ms, for all of them. */
export const scaleOf = (receipts: readonly Receipt[]): number =>
  Math.max(LEAST_SCALE_MS, ...receipts.map((receipt) => beganAfterMs(receipt) ?? 0));

/** What looking for passages while the person spoke has saved, ms; undefined where nothing was found early. */
export const savedMsOf = ({ foresight, waited, took }: NonNullable<Receipt["retrieval"]>): number | undefined =>
  foresight === "reused" ? Math.max(0, took - waited) : undefined;
