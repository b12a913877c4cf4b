import type { RepeatRule } from "@hisho/protocol";
import { WORKING_DAYS } from "./intent.ts";

const WEEKDAYS = "日月火水木金土";

const every = (n: number, unit: "日" | "週" | "月" | "年"): string => {
  const counted = { 日: "日", 週: "週間", 月: "か月", 年: "年" } as const;
  return n === 1 ? `毎${unit}` : `${n}${counted[unit]}ごと`;
};

/** 毎週月曜日と木曜日. */
export function repeats(rule: RepeatRule): string {
  const { interval } = rule;
  switch (rule.every) {
    case "day":
      return every(interval, "日");
    case "week": {
      const days = rule.weekdays;
      if (interval === 1 && days.length === 7) return "毎日";
      if (interval === 1 && days.join() === WORKING_DAYS.join()) return "平日";
      const named = days.map((day) => `${WEEKDAYS[day]}曜日`).join("と");
      return `${every(interval, "週")}${interval === 1 ? "" : "の"}${named}`;
    }
    case "month": {
      const { on } = rule;
      const link = interval === 1 ? "" : "の";
      if ("nth" in on) {
        return `${every(interval, "月")}${link}${on.nth === -1 ? "最後の" : `第${on.nth}`}${WEEKDAYS[on.weekday]}曜日`;
      }
      if (on.day === -1) return `${every(interval, "月")}${link}末日`;
      return `${every(interval, "月")}${link}${on.day}日${on.orLast ? "(ない月は末日)" : ""}`;
    }
    case "year": {
      const day = rule.on.day === -1 ? "末日" : `${rule.on.day}日`;
      return `${every(interval, "年")}${interval === 1 ? "" : "の"}${rule.month}月${day}`;
    }
    default:
      return rule satisfies never;
  }
}
