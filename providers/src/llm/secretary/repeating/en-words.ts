import type { MonthDay, RepeatRule } from "@hisho/protocol";
import { WEEKEND, WORKING_DAYS } from "./intent.ts";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = "January February March April May June July August September October November December".split(" ");
const NTH: Readonly<Record<number, string>> = { 1: "first", 2: "second", 3: "third", 4: "fourth", [-1]: "last" };

const every = (n: number, unit: string): string =>
  n === 1 ? `every ${unit}` : n === 2 ? `every other ${unit}` : `every ${n} ${unit}s`;
const ordinal = (n: number): string => {
  const ending = n % 100 > 10 && n % 100 < 14 ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return `${n}${ending}`;
};
const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
const dayOfMonth = ({ day, orLast }: MonthDay): string =>
  day === -1 ? "the last day" : `the ${ordinal(day)}${orLast ? ", or the last day" : ""}`;

/** "every Monday and Thursday". */
export function repeats(rule: RepeatRule): string {
  const { interval } = rule;
  switch (rule.every) {
    case "day":
      return every(interval, "day");
    case "week": {
      const days = rule.weekdays;
      const named = list(days.map((day) => WEEKDAYS[day] ?? ""));
      if (interval > 1) return `${every(interval, "week")} on ${named}`;
      if (days.length === 7) return "every day";
      if (days.join() === WORKING_DAYS.join()) return "every weekday";
      return days.join() === WEEKEND.join() ? "every weekend on Saturday and Sunday" : `every ${named}`;
    }
    case "month": {
      const { on } = rule;
      return "nth" in on
        ? `${every(interval, "month")} on the ${NTH[on.nth]} ${WEEKDAYS[on.weekday]}`
        : `${every(interval, "month")} on ${dayOfMonth(on)}`;
    }
    case "year":
      return rule.on.day === -1
        ? `${every(interval, "year")} on the last day of ${MONTHS[rule.month - 1]}`
        : `${every(interval, "year")} on ${MONTHS[rule.month - 1]} ${rule.on.day}`;
    default:
      return rule satisfies never;
  }
}
