import type { SummaryStrings } from "./ja.ts";

export const summary: SummaryStrings = {
  title: (turns) => `In short (${turns} ${turns === 1 ? "exchange" : "exchanges"})`,
  byRule: "These are sentences that were said, word for word.",
  by: (model) => `Written by ${model}.`,
  beside: "All that was said is below, as it was.",
};
