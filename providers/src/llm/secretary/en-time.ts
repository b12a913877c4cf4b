/** Days, clocks and spans as English speakers name them. */

import type { ClockRef, DayRef, When } from "./calendar.ts";
import { EN_NUMBER, englishNumber } from "./numbers.ts";
import { pattern, whole } from "./pattern.ts";

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const MONTHS = "january february march april may june july august september october november december".split(" ");
const ORDINALS =
  "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth".split(
    " ",
  );
export const HOURS = "one two three four five six seven eight nine ten eleven twelve".split(" ");

export const ORDINAL = `(?:\\d{1,2}(?:st|nd|rd|th)?|(?:(?:twenty|thirty)[ -])?(?:${ORDINALS.slice(0, 9).join("|")})|thirtieth|${ORDINALS.slice(9).join("|")})`;
export const MONTH = `(?:${MONTHS.join("|")})`;
export const WEEKDAY = `(?:${WEEKDAYS.join("|")})`;
export const DAY =
  `(?:(?:the )?day after tomorrow|the day before yesterday|a week from (?:today|tomorrow|${WEEKDAY})|(?:this |next )?weekend|(?:on )?${WEEKDAY} next week|next week(?: on)? ${WEEKDAY}|(?:at )?the end of (?:the|this|next) month|in a (?:months?|week|fortnight)|\\d{4}-\\d{2}-\\d{2}|today|tonight|tomorrow(?: (?:morning|afternoon|evening|night))?|yesterday|christmas|new year(?:'s day)?` +
  `|(?:on )?(?:this |next |last )?${WEEKDAY}(?: (?:morning|afternoon|evening|night))?` +
  `|(?:on )?${MONTH} (?:the )?${ORDINAL}(?:,? \\d{4})?|(?:on )?(?:the )?${ORDINAL}(?: of)? ${MONTH}(?:,? \\d{4})?|(?:on )?the ${ORDINAL}(?: of (?:this|next) month)?` +
  `|in ${EN_NUMBER} (?:days?|weeks?|months?)|${EN_NUMBER} (?:days?|weeks?) (?:from (?:now|today)|ago))`;
const MERIDIEM =
  "(?:a\\.? ?m\\b\\.?|p\\.? ?m\\b\\.?|in the (?:morning|afternoon|evening)|at night|this (?:morning|afternoon|evening))";
const HOUR = `(?:[01]?\\d|2[0-4]|${HOURS.join("|")})`;
const MINUTE = `(?:[0-5]\\d|five|oh (?:${HOURS.slice(0, 9).join("|")})|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|(?:twenty|thirty|forty|fifty)(?:[ -](?:${HOURS.slice(0, 9).join("|")}))?)`;
export const CLOCK =
  `(?:noon|midday|midnight|(?:(?:half past|(?:(?:a )?quarter|${MINUTE})(?: minutes)? (?:past|to)) ${HOUR}` +
  `|${HOUR}(?:[:.] ?\\d\\d| ${MINUTE})?(?: o'?clock)?)(?: ?${MERIDIEM})?)`;
export const SPAN_PART = `(?:(?:half an|an?|${EN_NUMBER}) (?:hours?|minutes?|mins?|seconds?|secs?)(?: and a half)?|half an hour)`;
export const SPAN = `${SPAN_PART}(?:(?:,? and |,? )${SPAN_PART}){0,3}`;
export const DAYS_SPAN = `(?:an?|another|${EN_NUMBER}) (?:more )?(?:days?|weeks?)`;
export const AT = "(?:(?:at|around|by|for) )";
export const WHEN = `(?:in ${SPAN}|${DAY}(?:,? ${AT}?${CLOCK})?|${AT}${CLOCK}(?:,? ${DAY})?)`;
export const POLITE =
  "(?:(?:please|ok|okay|hey|um|uh|well|so|(?:can|could|would|will) you(?: please)?|i(?:'d like| want| need) you to),? )*";

const SPAN_MS: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000 };

export function spanMs(text: string): number | undefined {
  let total = 0;
  for (const [part] of text.matchAll(new RegExp(SPAN_PART, "gi"))) {
    const match = /^(.*?) ?(hour|min|sec)\w*( and a half)?$/i.exec(part);
    const words = match?.[1]?.toLowerCase() ?? "";
    const unitMs = SPAN_MS[match?.[2]?.[0]?.toLowerCase() ?? ""];
    const amount = /^an?$/.test(words) ? 1 : words === "half an" ? 0.5 : Number(englishNumber(words));
    if (unitMs === undefined || Number.isNaN(amount)) return undefined;
    total += (amount + (match?.[3] === undefined ? 0 : 0.5)) * unitMs;
  }
  return total;
}

/** Whole days, where a span is one of days or weeks. */
export function spanDays(text: string): number | undefined {
  const [, words = "", unit] = /^(.+?) (?:more )?(day|week)s?$/i.exec(text.toLowerCase()) ?? [];
  const count = /^(?:an?|another)$/.test(words) ? 1 : Number(englishNumber(words));
  return unit === undefined || !Number.isInteger(count) ? undefined : count * (unit === "week" ? 7 : 1);
}

export function ordinal(words: string): number {
  const text = words.toLowerCase().replace("-", " ");
  if (/^\d/.test(text)) return Number.parseInt(text, 10);
  if (text === "thirtieth") return 30;
  const [ten, unit] = text.split(" ");
  if (unit !== undefined) return (ten === "twenty" ? 20 : 30) + ORDINALS.indexOf(unit) + 1;
  return ORDINALS.indexOf(text) + 1;
}

export function dayOf(words: string): DayRef | undefined {
  const text = words
    .toLowerCase()
    .replace(/ (?:morning|afternoon|evening|night)$/, "")
    .replace(/^(?:on|at) (?=the end|\w+day|the |\w)/, "")
    .replace(/^the (?!day |end )/, "");
  const offsets: Record<string, number> = {
    today: 0,
    tonight: 0,
    tomorrow: 1,
    yesterday: -1,
    "in a week": 7,
    "a week from today": 7,
    "a week from tomorrow": 8,
    "in a fortnight": 14,
    "day after tomorrow": 2,
    "the day after tomorrow": 2,
    "the day before yesterday": -2,
  };
  if (offsets[text] !== undefined) return { kind: "offset", days: offsets[text] };
  if (/weekend$/.test(text)) return { kind: "weekday", weekday: 6, week: text.startsWith("next") ? 1 : 0 };
  if (/end of \w+ month$/.test(text)) return { kind: "month-end", monthsAhead: /next month$/.test(text) ? 1 : 0 };
  const months = pattern(`^in (a|${EN_NUMBER}) months?$`).exec(text)?.[1];
  if (months !== undefined) return { kind: "months", count: months === "a" ? 1 : Number(englishNumber(months)) };
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (iso !== null) return { kind: "date", year: Number(iso[1]), month: Number(iso[2]), day: Number(iso[3]) };
  const later = pattern(`^(?:(${WEEKDAY}) next week|next week(?: on)? (${WEEKDAY}))$`).exec(text);
  if (later !== null) return { kind: "weekday", weekday: WEEKDAYS.indexOf(later[1] ?? later[2] ?? ""), week: 1 };
  const week = pattern(`^a week from (${WEEKDAY})$`).exec(text)?.[1];
  if (week !== undefined) return { kind: "weekday", weekday: WEEKDAYS.indexOf(week), week: null, weeksMore: 1 };
  const ofMonth = pattern(`^(?:the )?(${ORDINAL}) of (this|next) month$`).exec(text);
  if (ofMonth !== null) {
    return { kind: "date", day: ordinal(ofMonth[1] ?? ""), monthsAhead: ofMonth[2] === "next" ? 1 : 0 };
  }
  const weekday = pattern(`^(?:(this|next|last) )?(${WEEKDAY})$`).exec(text);
  if (weekday !== null) {
    const week = { this: 0, next: 1, last: -1 }[weekday[1] ?? ""] ?? null;
    return { kind: "weekday", weekday: WEEKDAYS.indexOf(weekday[2] ?? ""), week };
  }
  const count = pattern(`^(?:in )?(${EN_NUMBER}) (day|week)s?( ago)?`).exec(text);
  if (count !== null) {
    const days = Number(englishNumber(count[1] ?? "")) * (count[2] === "week" ? 7 : 1);
    return Number.isInteger(days) ? { kind: "offset", days: count[3] === undefined ? days : -days } : undefined;
  }
  if (text === "christmas") return { kind: "date", month: 12, day: 25 };
  if (text.startsWith("new year")) return { kind: "date", month: 1, day: 1 };
  const month = pattern(MONTH).exec(text)?.[0];
  const year = /\d{4}$/.exec(text)?.[0];
  const day = pattern(ORDINAL).exec(text.replace(month ?? "", "").replace(/,? ?\d{4}$/, ""))?.[0];
  if (day === undefined) return undefined;
  return {
    kind: "date",
    day: ordinal(day),
    ...(month === undefined ? {} : { month: MONTHS.indexOf(month) + 1 }),
    ...(year === undefined ? {} : { year: Number(year) }),
  };
}

const hourOf = (words: string) => (/^\d/.test(words) ? Number(words) : HOURS.indexOf(words) + 1);

export function clockOf(words: string, context: string): ClockRef | undefined {
  const text = words.toLowerCase();
  if (/^(?:noon|midday)$/.test(text)) return { hour: 12, minute: 0, half: "pm" };
  if (text === "midnight") return { hour: 24, minute: 0, half: null };
  const about = `${text} ${context.toLowerCase()}`;
  const half = /\bp\.? ?m\b|afternoon|evening|night/.test(about)
    ? "pm"
    : /\ba\.? ?m\b|morning/.test(about)
      ? "am"
      : null;
  const past = pattern(`^(half|(?:a )?quarter|${MINUTE})(?: minutes)? (past|to) (${HOUR})`).exec(text);
  if (past !== null) {
    const hour = hourOf(past[3] ?? "");
    const words = past[1] ?? "";
    const minutes =
      words === "half" ? 30 : words.endsWith("quarter") ? 15 : Number(englishNumber(words.replace(/^oh /, "")));
    if (past[2] === "to") return { hour: hour === 1 ? 12 : hour - 1, minute: (60 - minutes) % 60, half };
    return { hour, minute: minutes, half };
  }
  const plain = pattern(`^(${HOUR})(?:[:.] ?(\\d\\d)| (${MINUTE}))?(?!(?![ap]\\.? ?m)\\w)`).exec(text);
  if (plain === null) return undefined;
  const minute = Number(plain[2] ?? englishNumber((plain[3] ?? "zero").replace(/^oh /, "")) ?? Number.NaN);
  const hour = hourOf(plain[1] ?? "");
  return minute < 60 && hour <= 24 ? { hour, minute, half } : undefined;
}

export function whenOf(given: string): When | undefined {
  const words = given.replace(/^(?:on|for) (?=tomorrow|today|next|this)/i, "").replace(/ sharp$/i, "");
  const span = whole(`in (${SPAN})`).exec(words)?.[1];
  if (span !== undefined) {
    const ms = spanMs(span);
    return ms === undefined ? undefined : { kind: "in", ms };
  }
  const dayFirst = whole(`(${DAY})(?:,? ${AT}?(${CLOCK}))?`).exec(words);
  const clockFirst = whole(`${AT}(${CLOCK})(?:,? (${DAY}))?`).exec(words);
  if (dayFirst === null && clockFirst === null) return undefined;
  const dayWords = dayFirst?.[1] ?? clockFirst?.[2];
  const clockWords = dayFirst === null ? clockFirst?.[1] : dayFirst[2];
  const day = dayWords === undefined ? null : dayOf(dayWords);
  const clock = clockWords === undefined ? nightOf(dayWords ?? "") : clockOf(clockWords, dayWords ?? "");
  return day === undefined || clock === undefined ? undefined : { kind: "at", day, clock };
}

/** The clock of "tonight" and the like, when no hour is named. */
function nightOf(day: string): ClockRef | null {
  if (/(?<!fort)night/i.test(day)) return { hour: 20, minute: 0, half: null };
  if (/evening/i.test(day)) return { hour: 18, minute: 0, half: null };
  return /afternoon/i.test(day) ? { hour: 15, minute: 0, half: null } : null;
}
