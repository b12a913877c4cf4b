/**
 * How a reminder comes again: the part of RFC 5545's recurrence rules (section 3.3.10) that people ask for. Everything
 * else is refused, so that no rule takes long to follow or never comes: no hours, no counts, no 30 February.
 */

export type RepeatRule = {
  /** Every so many days, weeks …: 1 to 99. */
  interval: number;
} & (
  | { every: "day" }
  /** 0 is Sunday; at least one, in order. Weeks begin on Monday. */
  | { every: "week"; weekdays: readonly number[] }
  | { every: "month"; on: MonthDay | { nth: Nth; weekday: number } }
  | { every: "year"; month: number; on: MonthDay }
);

/** 1 to 31, or -1 for the last. With `orLast` a month that has no such day rings on its last; without, it is left out. */
export interface MonthDay {
  day: number;
  orLast: boolean;
}

/** The first to the fourth, or the last of a month. */
export type Nth = 1 | 2 | 3 | 4 | -1;

const DAYS = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];
const LONGEST_RULE = 100;
const MOST_INTERVAL = 99;
/** Every month has them. */
const SURE_DAYS = 28;
const NTHS: readonly number[] = [1, 2, 3, 4, -1];
const LONGEST_MONTHS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** As RFC 5545 writes it, without `RRULE:`. */
export function repeatRuleText(rule: RepeatRule): string {
  const interval = rule.interval === 1 ? "" : `;INTERVAL=${rule.interval}`;
  switch (rule.every) {
    case "day":
      return `FREQ=DAILY${interval}`;
    case "week":
      return `FREQ=WEEKLY${interval};BYDAY=${rule.weekdays.map((day) => DAYS[day]).join(",")}`;
    case "month":
      return "nth" in rule.on
        ? `FREQ=MONTHLY${interval};BYDAY=${rule.on.nth}${DAYS[rule.on.weekday]}`
        : `FREQ=MONTHLY${interval};${monthDayText(rule.on, 31)}`;
    case "year":
      return `FREQ=YEARLY${interval};BYMONTH=${rule.month};${monthDayText(rule.on, LONGEST_MONTHS[rule.month - 1] ?? 31)}`;
    default:
      return rule satisfies never;
  }
}

function monthDayText({ day, orLast }: MonthDay, longest: number): string {
  if (day === -1 || (orLast && day >= longest)) return "BYMONTHDAY=-1";
  if (!orLast || day <= SURE_DAYS) return `BYMONTHDAY=${day}`;
  const upTo = Array.from({ length: day - SURE_DAYS + 1 }, (_, index) => SURE_DAYS + index);
  return `BYMONTHDAY=${upTo.join(",")};BYSETPOS=-1`;
}

/** @param text untrusted @returns undefined for a rule that is none, or not one of those that are taken */
export function parseRepeatRule(text: string): RepeatRule | undefined {
  if (text.length > LONGEST_RULE) return undefined;
  const parts = new Map<string, string>();
  for (const part of text.toUpperCase().split(";")) {
    const [name = "", value = "", more] = part.split("=");
    if (value === "" || more !== undefined || parts.has(name)) return undefined;
    parts.set(name, value);
  }
  const take = (name: string): string | undefined => {
    const value = parts.get(name);
    parts.delete(name);
    return value;
  };
  const frequency = take("FREQ");
  const interval = wholeNumber(take("INTERVAL") ?? "1", 1, MOST_INTERVAL);
  const weekStart = take("WKST") ?? "MO";
  if (interval === undefined || weekStart !== "MO") return undefined;
  const rule = ruleOf(frequency, interval, take);
  return parts.size === 0 ? rule : undefined;
}

function ruleOf(
  frequency: string | undefined,
  interval: number,
  take: (name: string) => string | undefined,
): RepeatRule | undefined {
  if (frequency === "DAILY") return { every: "day", interval };
  if (frequency === "WEEKLY") {
    const days =
      take("BYDAY")
        ?.split(",")
        .map((day) => DAYS.indexOf(day)) ?? [];
    const weekdays = [...new Set(days)].sort((a, b) => a - b);
    return weekdays.length === 0 || weekdays.includes(-1) ? undefined : { every: "week", interval, weekdays };
  }
  if (frequency === "MONTHLY") {
    const nth = /^([1-4]|-1)([A-Z]{2})$/.exec(take("BYDAY") ?? "");
    const weekday = DAYS.indexOf(nth?.[2] ?? "");
    if (nth !== null) {
      const count = Number(nth[1]);
      return weekday < 0 || !isNth(count) ? undefined : { every: "month", interval, on: { nth: count, weekday } };
    }
    const on = monthDayOf(take("BYMONTHDAY"), take("BYSETPOS"), 31);
    return on && { every: "month", interval, on };
  }
  if (frequency === "YEARLY") {
    const month = wholeNumber(take("BYMONTH") ?? "", 1, 12);
    if (month === undefined) return undefined;
    const on = monthDayOf(take("BYMONTHDAY"), take("BYSETPOS"), LONGEST_MONTHS[month - 1] ?? 31);
    return on && { every: "year", interval, month, on };
  }
  return undefined;
}

const isNth = (count: number): count is Nth => NTHS.includes(count);

function monthDayOf(days: string | undefined, position: string | undefined, longest: number): MonthDay | undefined {
  if (position === undefined) {
    if (days === "-1") return { day: -1, orLast: false };
    const day = wholeNumber(days ?? "", 1, longest);
    return day === undefined ? undefined : { day, orLast: false };
  }
  const all = days?.split(",").map((day) => wholeNumber(day, SURE_DAYS, longest)) ?? [];
  const isRun = all.length > 1 && all.every((day, index) => day === SURE_DAYS + index);
  const day = all.at(-1);
  return position === "-1" && isRun && day !== undefined ? { day, orLast: true } : undefined;
}

function wholeNumber(text: string, least: number, most: number): number | undefined {
  const value = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}
