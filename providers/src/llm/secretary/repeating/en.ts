/** How English speakers say that something comes again. */

import { dayOf, MONTH, ORDINAL, ordinal, WEEKDAY } from "../en-time.ts";
import { EN_NUMBER, englishNumber } from "../numbers.ts";
import { pattern } from "../pattern.ts";
import { type PartOfDay, type RepeatFound, type RepeatRef, WEEKEND, WORKING_DAYS, weekdaysFrom } from "./intent.ts";
import { dayOrLast } from "./resolve.ts";

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const PART = "(?<part>morning|noon|afternoon|evening|night)";
const EVERY = "(?:every|each)";
const UNIT = "(?<unit>day|week|month|year)";
const DATE = `(?:${MONTH} (?:the )?${ORDINAL}|(?:the )?${ORDINAL}(?: of)? ${MONTH})`;
const NTHS = ["first", "second", "third", "fourth"] as const;
const NTH = `(?:the )?(?<nth>${NTHS.join("|")}|last) (?<weekday>${WEEKDAY})`;
const MONTH_DAY = `(?:the )?(?<day>last day|${ORDINAL})(?: day)?`;
const LIST = `(?<days>${WEEKDAY}s?(?:(?:,? and|,) (?:${EVERY} )?${WEEKDAY}s?)*)`;
/** "the daily paper" says nothing of how often. */
const ALONE = "(?<!\\b(?:the|my|our|a|this|that) )";
const END = "(?=$|,| (?:at|to|that|about|of|on|for|by|in|remind|wake) )";

/** The same once more: the names of groups have to differ. */
function again(source: string, time: number): string {
  return source.replace(/\(\?<(\w+)>/g, `(?<$1${time}>`);
}

type Groups = Readonly<Record<string, string | undefined>>;

const PHRASES: readonly (readonly [source: string, read: (groups: Groups) => RepeatRef["every"] | undefined])[] = [
  [`(?:on )?${NTH} of ${EVERY} month|${EVERY} month on ${again(NTH, 2)}|${EVERY} ${again(NTH, 3)} of the month`, nthOf],
  [`(?:on )?${MONTH_DAY} of ${EVERY} month|(?:${EVERY} month|monthly) on ${again(MONTH_DAY, 2)}`, monthDayOf],
  [
    `(?:${EVERY} year|yearly|annually|${EVERY}) (?:on )?(?<date>${DATE})|(?:on )?(?<date2>${DATE}) (?:${EVERY} year|yearly)`,
    dateOf,
  ],
  [
    `(?:on |${EVERY} )(?:weekdays?|working days?|workdays?)(?: ${PART}s?)?`,
    () => ({ unit: "week", weekdays: WORKING_DAYS }),
  ],
  [`(?:${EVERY} weekend|(?:on|at) weekends)`, () => ({ unit: "week", weekdays: WEEKEND })],
  [
    `(?:${EVERY} |from )(?<first>${WEEKDAY}) (?:to|through|till|until) (?<last>${WEEKDAY})|(?<first2>${WEEKDAY}) through (?<last2>${WEEKDAY})`,
    rangeOf,
  ],
  [`${EVERY} (?<other>other |second )?${LIST}(?: ${PART})?|on ${again(LIST.replaceAll("s?", "s"), 2)}`, listOf],
  [`${EVERY} (?<other>other |second |${EN_NUMBER} )${UNIT}s?`, ({ unit }) => plainOf(unit)],
  [`${EVERY}(?: single)? (?:${UNIT}|${PART})`, ({ unit }) => plainOf(unit)],
  ["(?<adverb>daily|nightly|weekly|monthly|yearly|annual)(?= reminders?(?: |$))", adverbOf],
  [`${ALONE}(?<adverb>daily|nightly|weekly|monthly|yearly|annually)${END}`, adverbOf],
];

/** @returns undefined where nothing is said of coming again */
export function repeatIn(text: string): RepeatFound | undefined {
  for (const [source, read] of PHRASES) {
    const found = pattern(`(?:^|(?<= ))(?:${source})(?![\\w'])`, "i").exec(text);
    if (found === null) continue;
    const groups: Groups = Object.fromEntries(
      Object.entries(found.groups ?? {}).map(([name, words]) => [name, words?.toLowerCase()]),
    );
    const every = read(groups);
    const interval = intervalOf(groups.other);
    if (every === undefined || interval === undefined) return undefined;
    const part = groups.adverb === "nightly" ? "night" : ((groups.part ?? null) as PartOfDay | null);
    const rest = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`;
    return {
      repeat: { every, interval, part },
      rest: rest
        .replace(/ +/g, " ")
        .replace(/ ,/g, ",")
        .replace(/^[ ,]+| +$/g, ""),
    };
  }
  return undefined;
}

function intervalOf(words: string | undefined): number | undefined {
  const text = words?.trim() ?? "one";
  const interval = text === "other" || text === "second" ? 2 : Number(englishNumber(text));
  return Number.isInteger(interval) && interval >= 1 && interval <= 99 ? interval : undefined;
}

const weekdayOf = (word: string): number => WEEKDAYS.indexOf(word.replace(/s$/, ""));

function nthOf({ nth, weekday, nth2, weekday2, nth3, weekday3 }: Groups): RepeatRef["every"] {
  const index = NTHS.findIndex((word) => word === (nth ?? nth2 ?? nth3));
  const count = ([1, 2, 3, 4] as const)[index] ?? -1;
  return { unit: "month", on: { nth: count, weekday: weekdayOf(weekday ?? weekday2 ?? weekday3 ?? "") } };
}

function monthDayOf({ day, day2 }: Groups): RepeatRef["every"] | undefined {
  const words = day ?? day2 ?? "";
  if (words === "last day") return { unit: "month", on: { day: -1, orLast: false } };
  const number = ordinal(words);
  return number >= 1 && number <= 31 ? { unit: "month", on: dayOrLast(number) } : undefined;
}

function dateOf({ date, date2 }: Groups): RepeatRef["every"] | undefined {
  const day = dayOf(date ?? date2 ?? "");
  if (day?.kind !== "date" || day.month === undefined) return undefined;
  const exists = new Date(Date.UTC(2028, day.month - 1, day.day)).getUTCDate() === day.day;
  return exists ? { unit: "year", on: { month: day.month, day: day.day } } : undefined;
}

function listOf({ days, days2 }: Groups): RepeatRef["every"] {
  const words = (days ?? days2 ?? "").match(new RegExp(WEEKDAY, "g")) ?? [];
  return { unit: "week", weekdays: [...new Set(words.map(weekdayOf))].sort((a, b) => a - b) };
}

function rangeOf({ first, last, first2, last2 }: Groups): RepeatRef["every"] {
  return { unit: "week", weekdays: weekdaysFrom(weekdayOf(first ?? first2 ?? ""), weekdayOf(last ?? last2 ?? "")) };
}

function plainOf(unit: string | undefined): RepeatRef["every"] {
  if (unit === "week") return { unit, weekdays: [] };
  return unit === "month" || unit === "year" ? { unit, on: null } : { unit: "day" };
}

function adverbOf({ adverb }: Groups): RepeatRef["every"] {
  return plainOf({ weekly: "week", monthly: "month", yearly: "year", annual: "year", annually: "year" }[adverb ?? ""]);
}
