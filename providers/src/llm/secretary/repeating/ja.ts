/** How Japanese speakers say that something comes again. */
import { JA_NUMBER, japaneseNumber } from "../numbers.ts";
import { pattern } from "../pattern.ts";
import { type PartOfDay, type RepeatFound, type RepeatRef, WEEKEND, WORKING_DAYS, weekdaysFrom } from "./intent.ts";
import { dayOrLast } from "./resolve.ts";

const WEEKDAYS = "日月火水木金土";
const N = JA_NUMBER;
const DAY = `[${WEEKDAYS}]曜日?`;
/** 月曜と木曜, or 月水金 before what shows that days are meant. */
const LIST = `(?<days>${DAY}(?:[と、・や]?${DAY})*|[${WEEKDAYS}](?:[・、と/]?[${WEEKDAYS}]){1,6}(?:曜日?)?(?=[の、にはも]|\\d|午|朝|夜))`;
const RANGE = (time: string): string => `(?<first${time}>${DAY})から(?<last${time}>${DAY})(?:まで)?`;
const NTH = `第(?<nth>[1-4一二三四])|(?<last>最終|最後の)`;
const PARTS: Readonly<Record<string, PartOfDay>> = {
  朝: "morning",
  昼: "noon",
  夕: "evening",
  晩: "night",
  夜: "night",
};

type Groups = Readonly<Record<string, string | undefined>>;

const PHRASES: readonly (readonly [source: string, read: (groups: Groups) => RepeatRef["every"] | undefined])[] = [
  [`毎月の?(?:${NTH})の?(?<weekday>${DAY})`, nthOf],
  [`毎月の?(?:(?<end>月?末日?|最終日|最後の日)|(?<day>${N})日)`, monthDayOf],
  [`毎年の?(?<month>${N})月(?<day>${N})日`, dateOf],
  [`毎週の?${RANGE("")}(?:の?毎日)?|${RANGE("2")}(?:の|は|、)*(?:毎日|(?=毎[朝昼夕晩夜]))`, rangeOf],
  [
    `(?:毎週の?平日|平日(?=[のはにも毎朝昼夕晩夜午、\\d]|${N}時|$))(?:は|の?毎日|(?=毎[朝昼夕晩夜]))?`,
    () => ({ unit: "week", weekdays: WORKING_DAYS }),
  ],
  [`(?:毎週?の?週末|毎週末|土日は?(?=毎)|毎週の?土日)(?:毎日)?`, () => ({ unit: "week", weekdays: WEEKEND })],
  [`(?:毎週の?|(?<other>隔週)の?)${LIST}`, listOf],
  [`(?<days>${DAY})(?:ごと|毎)`, listOf],
  [`(?<n>${N})(?<unit>日|週間?|(?:か|ヶ|カ|ヵ|箇)月|年)(?<step>おき|ごと|毎)`, ({ unit }) => plainOf(unit)],
  ["毎(?<unit>日(?!新聞)|週|月|年)|(?<other>隔日|隔週|隔月)", ({ unit, other }) => plainOf(unit ?? other?.slice(1))],
  ["毎(?<part>[朝昼夕晩夜])", () => ({ unit: "day" })],
];

/** @returns undefined where nothing is said of coming again */
export function repeatIn(text: string): RepeatFound | undefined {
  for (const [source, read] of PHRASES) {
    // 平日毎朝 says the days and the part of the day.
    const found = pattern(`(?:${source})(?:毎?(?<named>[朝昼夕晩夜])(?!ご)|)(?:の|に|は|、)*`).exec(text);
    if (found === null) continue;
    const groups: Groups = { ...found.groups };
    const every = read(groups);
    const interval = intervalOf(groups);
    if (every === undefined || interval === undefined) return undefined;
    const part = PARTS[groups.part ?? groups.named ?? ""] ?? null;
    return {
      repeat: { every, interval, part },
      rest: text.slice(0, found.index) + text.slice(found.index + found[0].length),
    };
  }
  return undefined;
}

/** 一日おき leaves one out; 二日ごと does not. */
function intervalOf({ n, step, unit, other }: Groups): number | undefined {
  if (other !== undefined) return 2;
  if (n === undefined) return 1;
  const count = Number(japaneseNumber(n)) + (step === "おき" && unit === "日" ? 1 : 0);
  return Number.isInteger(count) && count >= 1 && count <= 99 ? count : undefined;
}

function nthOf({ nth, weekday }: Groups): RepeatRef["every"] {
  const count = ([1, 2, 3, 4] as const)[Number(japaneseNumber(nth ?? "0")) - 1] ?? -1;
  return { unit: "month", on: { nth: count, weekday: WEEKDAYS.indexOf(weekday?.[0] ?? "") } };
}

function monthDayOf({ end, day }: Groups): RepeatRef["every"] | undefined {
  if (end !== undefined) return { unit: "month", on: { day: -1, orLast: false } };
  const number = Number(japaneseNumber(day ?? ""));
  return Number.isInteger(number) && number >= 1 && number <= 31 ? { unit: "month", on: dayOrLast(number) } : undefined;
}

function dateOf(groups: Groups): RepeatRef["every"] | undefined {
  const [month, day] = [Number(japaneseNumber(groups.month ?? "")), Number(japaneseNumber(groups.day ?? ""))];
  const date = new Date(Date.UTC(2028, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? { unit: "year", on: { month, day } } : undefined;
}

function listOf({ days }: Groups): RepeatRef["every"] {
  const named = [...(days ?? "").replaceAll(/曜日?/g, "")].map((word) => WEEKDAYS.indexOf(word));
  return { unit: "week", weekdays: [...new Set(named)].filter((day) => day >= 0).sort((a, b) => a - b) };
}

function rangeOf({ first, last, first2, last2 }: Groups): RepeatRef["every"] {
  const [from, to] = [first ?? first2, last ?? last2].map((day) => WEEKDAYS.indexOf(day?.[0] ?? ""));
  return { unit: "week", weekdays: weekdaysFrom(from ?? 0, to ?? 0) };
}

function plainOf(unit = ""): RepeatRef["every"] {
  if (unit.startsWith("週")) return { unit: "week", weekdays: [] };
  if (unit.endsWith("月")) return { unit: "month", on: null };
  return unit === "年" ? { unit: "year", on: null } : { unit: "day" };
}
