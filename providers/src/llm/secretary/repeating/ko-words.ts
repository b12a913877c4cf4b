import type { RepeatRule } from "@hisho/protocol";
import { WORKING_DAYS } from "./intent.ts";

const WEEKDAYS = "일월화수목금토";
const NTH: Readonly<Record<number, string>> = { 1: "첫째", 2: "둘째", 3: "셋째", 4: "넷째", [-1]: "마지막" };

const every = (n: number, unit: "일" | "주" | "달" | "년"): string => {
  const counted = { 일: "일", 주: "주", 달: "개월", 년: "년" } as const;
  return n === 1 ? `매${unit}` : `${n}${counted[unit]}마다`;
};

/** 매주 월요일과 목요일. */
export function repeats(rule: RepeatRule): string {
  const { interval } = rule;
  switch (rule.every) {
    case "day":
      return every(interval, "일");
    case "week": {
      const days = rule.weekdays;
      if (interval === 1 && days.length === 7) return "매일";
      if (interval === 1 && days.join() === WORKING_DAYS.join()) return "평일";
      return `${every(interval, "주")} ${days.map((day) => `${WEEKDAYS[day]}요일`).join("과 ")}`;
    }
    case "month": {
      const { on } = rule;
      if ("nth" in on) return `${every(interval, "달")} ${NTH[on.nth]} ${WEEKDAYS[on.weekday]}요일`;
      if (on.day === -1) return `${every(interval, "달")} 말일`;
      return `${every(interval, "달")} ${on.day}일${on.orLast ? "(없는 달은 말일)" : ""}`;
    }
    case "year":
      return `${every(interval, "년")} ${rule.month}월 ${rule.on.day === -1 ? "말일" : `${rule.on.day}일`}`;
    default:
      return rule satisfies never;
  }
}
