/** Receipts of answers for tests and pictures. Figures are invented. */
import type { Receipt } from "@hisho/protocol";

export const receiptOf = (turn: number, steps: Receipt["steps"], change: Partial<Receipt> = {}): Receipt => ({
  session_id: "a-session",
  turn,
  trace_id: `trace-${turn}`,
  origin: "spoken",
  ended_at: new Date(Date.UTC(2026, 10, 20, 6, 2, turn)).toISOString(),
  reason: "completed",
  fallback: null,
  steps,
  ...change,
});
