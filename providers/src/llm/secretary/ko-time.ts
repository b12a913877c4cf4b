/** Days, clocks and spans as Korean speakers name them. */

import type { ClockRef, DayRef, When } from "./calendar.ts";
import { KO_NUMBER, koreanNumber } from "./numbers.ts";
import { pattern, whole } from "./pattern.ts";

const WEEKDAYS = "일월화수목금토";
export const N = KO_NUMBER;
const WEEKDAY = `[${WEEKDAYS}]요일`;
export const PART = "(?:오전|오후|아침|점심|낮|저녁|밤|새벽)";
const DAYS_NAMED = "(?:하루|이틀|사흘|나흘|열흘|보름|일주일)";
export const DAY =
  "(?:크리스마스|성탄절|새해|오늘 ?밤|오늘|내일 ?모레|내일|모레|글피|어제|그저께|그제" +
  `|(?:이번 ?|다음 ?)?(?:주 ?)?주말|(?:이번 ?달|다음 ?달|이달) ?말|월말|(?:${N} ?(?:달|개월)|반년) ?(?:뒤|후)|${DAYS_NAMED} ?(?:뒤|후)` +
  "|\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}/\\d{1,2}" +
  `|${N} ?일 ?(?:뒤|후|전)|${N} ?주(?:일)? ?(?:뒤|후|전)|(?:이번 ?주|다음 ?주|다다음 ?주|지난 ?주) ?${WEEKDAY}|(?:이번|다음)? ?${WEEKDAY}` +
  `|(?:${N} ?년 ?|(?:올해|내년|내후년) ?)?(?:${N}|유|시) ?월 ?${N} ?일|(?:이번 ?달|다음 ?달|다다음 ?달) ?${N} ?일|${N} ?일)`;
export const CLOCK = `(?:정오|자정|(?:${PART}에? ?)?(?:[0-2]?\\d:[0-5]\\d|${N} ?시(?: ?${N} ?분(?: ?전)?| ?반)?))`;
const SPAN_PART = `(?:${N} ?(?:시간 ?반|시간|분 ?반|분|초)|반 ?시간)`;
export const SPAN = `${SPAN_PART}(?: ?${SPAN_PART}){0,3}`;
export const DAYS_SPAN = `(?:${DAYS_NAMED}|${N} ?(?:일|주일?))`;
export const WHEN = `(?:(?:지금부터 )?${SPAN} ?(?:뒤|후|이따가|있다가)|${DAY} ?${CLOCK}|${CLOCK}|${DAY}(?: ?${PART})?)`;
export const GIVE =
  "(?: ?(?:줘|줘요|주세요|주실래요|줄래|줄래요|주시겠어요|주십시오|달라고|줄 수 있어|줄 수 있어요|봐|봐요))?";
export const ASKS =
  "(?: ?(?:이에요|예요|이예요|에요|인가요|입니까|이야|야|이지|지|죠|이죠|일까요|일까|인지|이니|니|냐|이냐|나요|되나요|돼요|돼|됐어요|됐어|됐나요|였어|였어요|였지|이었어|이었지|인지 알려|있어|있어요|있나요|있지|남았어|남았어요|남았나요|남았지|알려|말해|가르쳐))*";

const SPAN_MS: Readonly<Record<string, number>> = { 시: 3_600_000, 분: 60_000, 초: 1000 };

export function spanMs(text: string): number | undefined {
  let total = 0;
  for (const [, words = "", unit = "", half] of text.matchAll(new RegExp(`(${N}|반) ?(시간|분|초)( ?반)?`, "g"))) {
    const amount = words === "반" ? 0.5 : Number(koreanNumber(words));
    const unitMs = SPAN_MS[unit[0] ?? ""];
    if (Number.isNaN(amount) || unitMs === undefined) return undefined;
    total += (amount + (half === undefined ? 0 : 0.5)) * unitMs;
  }
  return total;
}

const OFFSETS: Readonly<Record<string, number>> = {
  오늘: 0,
  오늘밤: 0,
  내일: 1,
  모레: 2,
  내일모레: 2,
  글피: 3,
  어제: -1,
  그저께: -2,
  그제: -2,
};
const WEEKS: Readonly<Record<string, number>> = { 이번주: 0, 다음주: 1, 다다음주: 2, 지난주: -1 };

const SPANS: Readonly<Record<string, number>> = { 하루: 1, 이틀: 2, 사흘: 3, 나흘: 4, 일주일: 7, 열흘: 10, 보름: 15 };

/** Whole days, where a span is one of days or weeks. */
export function spanDays(text: string): number | undefined {
  if (SPANS[text] !== undefined) return SPANS[text];
  const [, words, unit] = pattern(`^(${N}) ?(일|주)일?$`).exec(text) ?? [];
  const count = Number(koreanNumber(words ?? ""));
  return words === undefined || !Number.isInteger(count) ? undefined : count * (unit === "주" ? 7 : 1);
}

const number = (words: string) => Number({ 유: "6", 시: "10" }[words] ?? koreanNumber(words));

export function dayOf(words: string): DayRef | undefined {
  const text = words.replace(/\s+/g, "");
  const plain = text.replace(pattern(`${PART}$`), "");
  const offset = OFFSETS[text] ?? OFFSETS[plain];
  if (offset !== undefined) return { kind: "offset", days: offset };
  const weekday = pattern(`^(이번주|다음주|다다음주|지난주|이번|다음)?([${WEEKDAYS}])요일$`).exec(plain);
  if (weekday !== null) {
    return { kind: "weekday", weekday: WEEKDAYS.indexOf(weekday[2] ?? ""), week: WEEKS[weekday[1] ?? ""] ?? null };
  }
  const count = pattern(`^(${N})(일|주일?)(뒤|후|전)$`).exec(plain);
  if (count !== null) {
    const days = number(count[1] ?? "") * (count[2] === "일" ? 1 : 7);
    return Number.isInteger(days) ? { kind: "offset", days: count[3] === "전" ? -days : days } : undefined;
  }
  const span = /^(\S+?)(?:뒤|후)$/.exec(plain)?.[1] ?? "";
  if (SPANS[span] !== undefined) return { kind: "offset", days: SPANS[span] };
  const months = pattern(`^(?:(${N})(?:달|개월)|반년)(?:뒤|후)$`).exec(plain);
  if (months !== null) return { kind: "months", count: months[1] === undefined ? 6 : number(months[1]) };
  if (/주말$/.test(plain)) return { kind: "weekday", weekday: 6, week: plain.startsWith("다음") ? 1 : 0 };
  if (/(?:달말|월말)$/.test(plain)) return { kind: "month-end", monthsAhead: plain.startsWith("다음") ? 1 : 0 };
  const figures = /^(?:(\d{4})[-/.])?(\d{1,2})[-/.](\d{1,2})$/.exec(plain);
  if (figures !== null) {
    const date = { kind: "date", month: Number(figures[2]), day: Number(figures[3]) } as const;
    return figures[1] === undefined ? date : { ...date, year: Number(figures[1]) };
  }
  if (/^(?:크리스마스|성탄절)$/.test(text)) return { kind: "date", month: 12, day: 25 };
  if (text === "새해") return { kind: "date", month: 1, day: 1 };
  const date = pattern(`^(?:(${N})년|(올해|내년|내후년))?(?:(${N}|유|시)월|(이번달|다음달|다다음달))?(${N})일$`).exec(
    plain,
  );
  if (date === null) return undefined;
  const [, year, years, month, ahead, day = ""] = date;
  return {
    kind: "date",
    day: number(day),
    ...(year === undefined ? {} : { year: number(year) }),
    ...(years === undefined ? {} : { yearsAhead: ["올해", "내년", "내후년"].indexOf(years) }),
    ...(month === undefined ? {} : { month: number(month) }),
    ...(ahead === undefined ? {} : { monthsAhead: ["이번달", "다음달", "다다음달"].indexOf(ahead) }),
  };
}

/** `day` may say which half is meant: 내일 아침. */
export function clockOf(words: string, day: string): ClockRef | undefined {
  if (words === "정오") return { hour: 12, minute: 0, half: "pm" };
  if (words === "자정") return { hour: 24, minute: 0, half: null };
  const match = pattern(`^(${PART})?에? ?(?:(\\d{1,2}):(\\d\\d)|(${N}) ?시(?: ?(${N}) ?분( ?전)?| ?(반))?)$`).exec(
    words,
  );
  if (match === null) return undefined;
  const [, named = "", h24, m24, hourWords = "", minuteWords, before, half] = match;
  let hour = Number(h24 ?? koreanNumber(hourWords));
  let minute = half === undefined ? Number(m24 ?? koreanNumber(minuteWords ?? "0")) : 30;
  if (!(hour <= 24 && minute < 60)) return undefined;
  if (before !== undefined && minute > 0) {
    hour = (hour + 23) % 24;
    minute = 60 - minute;
  }
  const about = named === "" ? day : named;
  if (/오전|아침|새벽/.test(about)) return { hour, minute, half: "am" };
  // 밤 1시 is after midnight.
  if (/밤/.test(about) && (hour < 5 || hour === 12)) return { hour: hour === 12 ? 24 : hour + 24, minute, half: null };
  if (/점심|낮/.test(about)) return { hour, minute, half: hour >= 10 && hour < 12 ? "am" : "pm" };
  return { hour, minute, half: /오후|저녁|밤/.test(about) ? "pm" : null };
}

export function whenOf(given: string): When | undefined {
  const words = given.replace(/ ?쯤$/, "").replace(/(?:에|쯤에|까지|부터)$/, "");
  const span = pattern(`^(?:지금부터 )?(${SPAN}) ?(?:뒤|후|이따가|있다가)$`).exec(words)?.[1];
  if (span !== undefined) {
    const ms = spanMs(span);
    return ms === undefined ? undefined : { kind: "in", ms };
  }
  const match = whole(`(?:(${DAY})(?:의|에)?,? ?)?(${CLOCK})`).exec(words);
  const dayWords = match === null ? words : match[1];
  const day = dayWords === undefined ? null : dayOf(dayWords);
  const clock = match === null ? partOfDay(words) : clockOf(match[2] ?? "", dayWords ?? "");
  return day === undefined || clock === undefined ? undefined : { kind: "at", day, clock };
}

/** The clock of 내일 아침 and the like, when no hour is named. */
function partOfDay(day: string): ClockRef | null {
  const hours: Readonly<Record<string, number>> = {
    아침: 8,
    오전: 9,
    점심: 12,
    낮: 12,
    오후: 15,
    저녁: 18,
    밤: 20,
    새벽: 5,
  };
  const hour = hours[pattern(`${PART}$`).exec(day)?.[0] ?? ""];
  return hour === undefined ? null : { hour, minute: 0, half: hour < 12 ? "am" : "pm" };
}
