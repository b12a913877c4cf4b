/** How a reminder comes again, in words and as the choices of the page. */
import { parseRepeatRule, type RepeatRule, repeatRuleText } from "@hisho/protocol";
import type { Strings } from "../strings/languages.ts";

type Words = Strings["agenda"]["repeat"];

export const CHOICES = ["once", "day", "weekdays", "week", "month", "year"] as const;
/** `other`: as it was said, which no choice of the page makes. */
export type Choice = (typeof CHOICES)[number] | "other";

const WORKING_DAYS = [1, 2, 3, 4, 5];

/** 0 is Sunday. */
export const weekdayName = (weekday: number, tag: string, length: "long" | "narrow" = "long"): string =>
  new Intl.DateTimeFormat(tag, { weekday: length }).format(new Date(2026, 10, 22 + weekday, 12));

/** 毎週月曜日と木曜日; empty for a rule that this page does not know. */
export function repeatWords(text: string, words: Words, tag: string): string {
  const rule = parseRepeatRule(text);
  if (rule === undefined) return "";
  const { interval } = rule;
  const names = (days: readonly number[]): string =>
    new Intl.ListFormat(tag, { type: "conjunction" }).format(days.map((day) => weekdayName(day, tag)));
  switch (rule.every) {
    case "day":
      return words.day(interval);
    case "week":
      return interval === 1 && isWorkingDays(rule) ? words.weekdays : words.week(interval, names(rule.weekdays));
    case "month":
      if ("nth" in rule.on) return words.month(interval, words.nth(rule.on.nth, weekdayName(rule.on.weekday, tag)));
      return words.month(interval, rule.on.day === -1 ? words.lastDay : words.dayOfMonth(rule.on.day));
    case "year": {
      const isLast = rule.on.day === -1;
      const date = new Date(2028, isLast ? rule.month : rule.month - 1, isLast ? 0 : rule.on.day, 12);
      return words.year(interval, new Intl.DateTimeFormat(tag, { month: "long", day: "numeric" }).format(date));
    }
    default:
      return rule satisfies never;
  }
}

const isWorkingDays = (rule: RepeatRule): boolean =>
  rule.every === "week" && rule.weekdays.join() === WORKING_DAYS.join();

/** @param text null for what rings once */
export function choiceOf(text: string | null): { choice: Choice; days: readonly number[] } {
  const rule = text === null ? undefined : parseRepeatRule(text);
  if (rule === undefined) return { choice: text === null ? "once" : "other", days: [] };
  if (rule.every === "week" && rule.interval === 1) {
    return { choice: isWorkingDays(rule) ? "weekdays" : "week", days: rule.weekdays };
  }
  if (rule.interval !== 1) return { choice: "other", days: [] };
  return { choice: rule.every === "month" && "nth" in rule.on ? "other" : rule.every, days: [] };
}

/** @param day `YYYY-MM-DD`, from which months and years have their day @returns null for what rings once */
export function ruleOf(choice: Exclude<Choice, "other">, days: readonly number[], day: string): string | null {
  const [, month = 1, date = 1] = day.split("-").map(Number);
  const on = { day: date, orLast: date > 28 };
  switch (choice) {
    case "once":
      return null;
    case "day":
      return repeatRuleText({ every: "day", interval: 1 });
    case "weekdays":
      return repeatRuleText({ every: "week", interval: 1, weekdays: WORKING_DAYS });
    case "week":
      return repeatRuleText({ every: "week", interval: 1, weekdays: [...days].sort((a, b) => a - b) });
    case "month":
      return repeatRuleText({ every: "month", interval: 1, on });
    case "year":
      return repeatRuleText({ every: "year", interval: 1, month, on: { ...on, orLast: month === 2 && date === 29 } });
    default:
      return choice satisfies never;
  }
}
