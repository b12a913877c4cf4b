/** What stands beside a long conversation. */
export const summary = {
  title: (turns: number) => `これまでの要約(${turns}件分)`,
  byRule: "話された文をそのまま選んだものです。",
  by: (model: string) => `${model} が書いたものです。`,
  beside: "元のやりとりは下にそのまま残っています。",
};

export type SummaryStrings = typeof summary;
