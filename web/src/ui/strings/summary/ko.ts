import type { SummaryStrings } from "./ja.ts";

export const summary: SummaryStrings = {
  title: (turns) => `지금까지의 요약(${turns}건)`,
  byRule: "말한 문장을 그대로 고른 것입니다.",
  by: (model) => `${model}이(가) 쓴 것입니다.`,
  beside: "나눈 이야기는 아래에 그대로 남아 있습니다.",
};
