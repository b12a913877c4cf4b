/** How Korean speakers say that something comes again. */

import { CLOCK } from "../ko-time.ts";
import { KO_NUMBER, koreanNumber } from "../numbers.ts";
import { pattern } from "../pattern.ts";
import { type PartOfDay, type RepeatFound, type RepeatRef, WEEKEND, WORKING_DAYS } from "./intent.ts";
import { dayOrLast } from "./resolve.ts";

const WEEKDAYS = "일월화수목금토";
const N = KO_NUMBER;
const DAY = `[${WEEKDAYS}]요일`;
const AND = "(?:,? ?|과 ?|와 ?|이랑 ?|하고 ?|, ?)";
/** 월요일과 목요일, or 월수금. */
const LIST = `(?<days>${DAY}(?:${AND}${DAY})*|[${WEEKDAYS}]{2,7}(?=[ 에마]))`;
const MONTHLY = "매(?:월|달)";
const NTHS: Readonly<Record<string, 1 | 2 | 3 | 4>> = {
  첫: 1,
  첫째: 1,
  두: 2,
  둘째: 2,
  세: 3,
  셋째: 3,
  네: 4,
  넷째: 4,
};
const COUNTED: Readonly<Record<string, number>> = { 하루: 1, 이틀: 2, 사흘: 3, 나흘: 4, 열흘: 10, 보름: 15, 일주일: 7 };
const PARTS: Readonly<Record<string, PartOfDay>> = {
  아침: "morning",
  오전: "morning",
  새벽: "morning",
  점심: "noon",
  낮: "noon",
  오후: "afternoon",
  저녁: "evening",
  밤: "night",
};
const PART = `(?:${Object.keys(PARTS).join("|")})`;

type Groups = Readonly<Record<string, string | undefined>>;

const PHRASES: readonly (readonly [source: string, read: (groups: Groups) => RepeatRef["every"] | undefined])[] = [
  [`${MONTHLY} ?(?<nth>첫째|둘째|셋째|넷째|첫|두|세|네|마지막)(?: ?번째)?(?: ?주)? ?(?<weekday>${DAY})`, nthOf],
  [`${MONTHLY} ?(?:(?<end>말일|말|마지막 ?날)|(?<day>${N}) ?일)`, monthDayOf],
  [`매년 ?(?<month>${N}|유|시) ?월 ?(?<day>${N}) ?일`, dateOf],
  ["(?:매주 ?)?평일(?:마다|에는|에)?", () => ({ unit: "week", weekdays: WORKING_DAYS })],
  ["매주 ?주말(?:마다|에)?|주말마다", () => ({ unit: "week", weekdays: WEEKEND })],
  [`(?:매주|(?<other>격주)(?:로)?) ?${LIST}(?:마다)?`, listOf],
  [`(?<days>${DAY}(?:${AND}${DAY})*) ?마다`, listOf],
  [`(?<counted>${Object.keys(COUNTED).join("|")}) ?(?:마다|간격으로)`, () => ({ unit: "day" })],
  [`(?<n>${N}) ?(?<unit>일|주일?|개월|달|년) ?(?:마다|간격으로)`, ({ unit }) => plainOf(unit)],
  [
    "매(?<unit>일|주|월|달|년)|(?<other>격일|격주|격월|하루 ?걸러)(?:로)?",
    ({ unit, other }) => plainOf(unit ?? other?.[1]),
  ],
  [`(?<each>아침|저녁|밤|점심)마다`, () => ({ unit: "day" })],
];

/** @returns undefined where nothing is said of coming again */
export function repeatIn(text: string): RepeatFound | undefined {
  for (const [source, read] of PHRASES) {
    // 매일 아침 7시: what stands before an hour belongs to it.
    const found = pattern(`(?:^|(?<= ))(?:${source})(?:의|,)?(?: (?<part>${PART})(?:에|마다)?(?= |$))?`).exec(text);
    if (found === null) continue;
    const groups: Groups = { ...found.groups };
    const every = read(groups);
    const interval = intervalOf(groups);
    if (every === undefined || interval === undefined) return undefined;
    const named = groups.part ?? groups.each;
    const after = text.slice(found.index + found[0].length).replace(/^(?:에|에는)?(?= |$)/, "");
    const isOfHour = groups.part !== undefined && pattern(`^ ?${CLOCK}`).test(after);
    const rest = `${text.slice(0, found.index)} ${isOfHour ? groups.part : ""} ${after}`.replace(/ +/g, " ").trim();
    return { repeat: { every, interval, part: PARTS[named ?? ""] ?? null }, rest };
  }
  return undefined;
}

function intervalOf({ n, counted, other }: Groups): number | undefined {
  if (other !== undefined) return 2;
  const count = counted !== undefined ? COUNTED[counted] : n === undefined ? 1 : Number(koreanNumber(n));
  return count !== undefined && Number.isInteger(count) && count >= 1 && count <= 99 ? count : undefined;
}

const number = (words = ""): number => Number({ 유: "6", 시: "10" }[words] ?? koreanNumber(words));

function nthOf({ nth, weekday }: Groups): RepeatRef["every"] {
  return { unit: "month", on: { nth: NTHS[nth ?? ""] ?? -1, weekday: WEEKDAYS.indexOf(weekday?.[0] ?? "") } };
}

function monthDayOf({ end, day }: Groups): RepeatRef["every"] | undefined {
  if (end !== undefined) return { unit: "month", on: { day: -1, orLast: false } };
  const found = number(day);
  return Number.isInteger(found) && found >= 1 && found <= 31 ? { unit: "month", on: dayOrLast(found) } : undefined;
}

function dateOf(groups: Groups): RepeatRef["every"] | undefined {
  const [month, day] = [number(groups.month), number(groups.day)];
  const date = new Date(Date.UTC(2028, month - 1, day));
  const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? { unit: "year", on: { month, day } } : undefined;
}

function listOf({ days }: Groups): RepeatRef["every"] {
  const named = [...(days ?? "").replaceAll(/요일|[^일월화수목금토]/g, "")].map((word) => WEEKDAYS.indexOf(word));
  return { unit: "week", weekdays: [...new Set(named)].sort((a, b) => a - b) };
}

function plainOf(unit = ""): RepeatRef["every"] {
  if (unit.startsWith("주")) return { unit: "week", weekdays: [] };
  if (/^(?:월|달|개월)$/.test(unit)) return { unit: "month", on: null };
  return unit === "년" ? { unit: "year", on: null } : { unit: "day" };
}
