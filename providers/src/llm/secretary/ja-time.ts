/** Days, clocks and spans as Japanese speakers name them. */

import type { ClockRef, DayRef, When } from "./calendar.ts";
import { JA_NUMBER, japaneseNumber } from "./numbers.ts";
import { pattern, whole } from "./pattern.ts";

const WEEKDAYS = "日月火水木金土";
export const N = JA_NUMBER;
const WEEKDAY = `[${WEEKDAYS}]曜日?`;
/** After a date. */
const NAMED_DAY = `(?:[(（][${WEEKDAYS}](?:曜日?)?[)）]|${WEEKDAY})`;
const MONTHS_LATER = `(?:${N}(?:か|ヶ|カ|ヵ|箇)月|半年)後`;
export const DAY =
  "(?:クリスマス|大晦日|元日|元旦|お正月|今日|きょう|本日|今夜|今晩|明日|あした|あす|明晩|明々後日|明明後日|明後日|あさって|しあさって|昨日|きのう|一昨日|おととい" +
  `|${MONTHS_LATER}|${N}日後|${N}日前|${N}週間後|${N}週間前|(?:今週|来週|再来週|先週)の?${WEEKDAY}|(?:今度の|次の)?${WEEKDAY}` +
  `|(?:今週|来週)?の?週末|(?:今週|来週)末|(?:今月|来月)?の?月末|(?:今月|来月)の?末|\\d{4}[-/]\\d{1,2}[-/]\\d{1,2}|\\d{1,2}/\\d{1,2}` +
  `|(?:${N}年|(?:今年|来年|再来年)の?)?${N}月${N}日${NAMED_DAY}?|(?:今月|来月|再来月)の?${N}日|${N}日)`;
export const HALF = "(?:午前|午後|朝|お?昼|夕方|夜|晩|深夜|今夜|今晩|明け方)の?";
export const CLOCK = `(?:正午|お昼(?!の?\\d|の?${N}時)|(?:${HALF})?(?:[0-2]?\\d[::][0-5]\\d|${N}時(?:${N}分前?|半)?))`;
const SPAN_PART = `(?:${N}(?:時間半|時間|分半|分間|分|秒間|秒)|半時間)`;
export const SPAN = `${SPAN_PART}(?:と?${SPAN_PART}){0,3}`;
export const DAYS_SPAN = `${N}(?:日間?|週間)`;
export const WHEN = `(?:(?:今から|あと)?${SPAN}(?:後|したら|経ったら|たったら)|${DAY}の?、?${CLOCK}|${CLOCK}|${DAY}の?(?:朝|昼|夕方|夜|晩)?)`;
export const DO =
  "(?:して(?:おいて)?|を?お願い(?:します|できますか)?|おねがい(?:します)?|してもらえますか|してくれますか|してくれる|しといて)?";
export const PLEASE =
  "(?:ください|下さい|くれますか|くれる|くださいますか|ちょうだい|もらえますか|もらえる|ほしい(?:です)?|欲しい(?:です)?|おいて|おいてください|ね)*";
export const ASKS =
  "(?:です|でしょう|だった|でした|だ|かな|になりますか|になります|になる|かわかりますか|か分かりますか|か教えて|かおしえて|っけ|でしたっけ|か|の|ね|よ)*";

const SPAN_MS: Readonly<Record<string, number>> = { 時: 3_600_000, 分: 60_000, 秒: 1000 };

export function spanMs(text: string): number | undefined {
  let total = 0;
  for (const [, words = "", unit = "", half] of text.matchAll(new RegExp(`(${N}|半)(時間|分|秒)(半)?`, "g"))) {
    const amount = words === "半" ? 0.5 : Number(japaneseNumber(words));
    const unitMs = SPAN_MS[unit[0] ?? ""];
    if (Number.isNaN(amount) || unitMs === undefined) return undefined;
    total += (amount + (half === undefined ? 0 : 0.5)) * unitMs;
  }
  return total;
}

/** Whole days, where a span is one of days or weeks. */
export function spanDays(text: string): number | undefined {
  const [, words, unit] = pattern(`^(${N})(日|週)間?$`).exec(text) ?? [];
  const count = Number(japaneseNumber(words ?? ""));
  return words === undefined || !Number.isInteger(count) ? undefined : count * (unit === "週" ? 7 : 1);
}

const OFFSETS: Readonly<Record<string, number>> = {
  今日: 0,
  きょう: 0,
  本日: 0,
  今夜: 0,
  今晩: 0,
  明日: 1,
  あした: 1,
  あす: 1,
  明晩: 1,
  明後日: 2,
  明々後日: 3,
  明明後日: 3,
  あさって: 2,
  しあさって: 3,
  昨日: -1,
  きのう: -1,
  一昨日: -2,
  おととい: -2,
};
const WEEKS: Readonly<Record<string, number>> = { 今週: 0, 来週: 1, 再来週: 2, 先週: -1 };

export function dayOf(words: string): DayRef | undefined {
  const text = words.replace(/の?(?:朝|昼|夕方|夜|晩)$/, "").replace(pattern(`(?<=日)${NAMED_DAY}$`), "");
  const offset = OFFSETS[text] ?? OFFSETS[words];
  if (offset !== undefined) return { kind: "offset", days: offset };
  const weekday = pattern(`^(今週|来週|再来週|先週|今度の|次の)?の?([${WEEKDAYS}])曜日?$`).exec(text);
  if (weekday !== null) {
    return { kind: "weekday", weekday: WEEKDAYS.indexOf(weekday[2] ?? ""), week: WEEKS[weekday[1] ?? ""] ?? null };
  }
  const count = pattern(`^(${N})(日|週間)(後|前)$`).exec(text);
  if (count !== null) {
    const days = Number(japaneseNumber(count[1] ?? "")) * (count[2] === "日" ? 1 : 7);
    return Number.isInteger(days) ? { kind: "offset", days: count[3] === "後" ? days : -days } : undefined;
  }
  const months = pattern(`^(?:(${N})(?:か|ヶ|カ|ヵ|箇)月|半年)後$`).exec(text);
  if (months !== null) {
    const ahead = months[1] === undefined ? 6 : Number(japaneseNumber(months[1]));
    return Number.isInteger(ahead) ? { kind: "months", count: ahead } : undefined;
  }
  if (/週末$|週末?$/.test(text) && /末$/.test(text)) {
    return { kind: "weekday", weekday: 6, week: text.startsWith("来週") ? 1 : 0 };
  }
  if (/末$/.test(text)) return { kind: "month-end", monthsAhead: text.startsWith("来月") ? 1 : 0 };
  const figures = /^(?:(\d{4})[-/])?(\d{1,2})[-/](\d{1,2})$/.exec(text);
  if (figures !== null) {
    const date = { kind: "date", month: Number(figures[2]), day: Number(figures[3]) } as const;
    return figures[1] === undefined ? date : { ...date, year: Number(figures[1]) };
  }
  if (text === "クリスマス") return { kind: "date", month: 12, day: 25 };
  if (text === "大晦日") return { kind: "date", month: 12, day: 31 };
  if (/^(?:元日|元旦|お正月)$/.test(text)) return { kind: "date", month: 1, day: 1 };
  const date = pattern(`^(?:(${N})年|(今年|来年|再来年)の?)?(?:(${N})月|(今月|来月|再来月)の?)?(${N})日$`).exec(text);
  if (date === null) return undefined;
  const [, year, years, month, ahead, day = ""] = date;
  const number = (digits: string) => Number(japaneseNumber(digits));
  return {
    kind: "date",
    day: number(day),
    ...(year === undefined ? {} : { year: number(year) }),
    ...(years === undefined ? {} : { yearsAhead: ["今年", "来年", "再来年"].indexOf(years) }),
    ...(month === undefined ? {} : { month: number(month) }),
    ...(ahead === undefined ? {} : { monthsAhead: ["今月", "来月", "再来月"].indexOf(ahead) }),
  };
}

/** `day` may say which half is meant: 今夜, 明日の朝. */
export function clockOf(words: string, day: string): ClockRef | undefined {
  if (words === "正午" || words === "お昼") return { hour: 12, minute: 0, half: "pm" };
  const match = pattern(`^(${HALF})?(?:(\\d{1,2})[::](\\d\\d)|(${N})時(?:(${N})分(前)?|(半))?)$`).exec(words);
  if (match === null) return undefined;
  const [, named = "", h24, m24, hourWords = "", minuteWords, before, half] = match;
  let hour = Number(h24 ?? japaneseNumber(hourWords));
  let minute = half === undefined ? Number(m24 ?? japaneseNumber(minuteWords ?? "0")) : 30;
  if (!(hour <= 24 && minute < 60)) return undefined;
  if (before !== undefined && minute > 0) {
    hour = (hour + 23) % 24;
    minute = 60 - minute;
  }
  const about = named === "" ? day : named;
  const isLate = /午後|夕方|夜|晩/.test(about) || (/昼/.test(about) && hour < 6);
  // 夜の1時 and 深夜1時 are after midnight.
  if (/深夜|午前|朝|明け方/.test(about)) return { hour, minute, half: "am" };
  if (/夜|晩/.test(about) && (hour < 5 || hour === 12))
    return { hour: hour === 12 ? 24 : hour + 24, minute, half: null };
  return { hour, minute, half: isLate ? "pm" : null };
}

/** @param given a day, a clock, both, or a span from now, "about" and particles after it allowed */
export function whenOf(given: string): When | undefined {
  const words = given.replace(/(?:の?(?:頃|ごろ)|ちょうど)?(?:に|から|で|は|までに)?$/, "");
  const span = pattern(`^(?:今から|あと)?(${SPAN})(?:後|したら|経ったら|たったら)$`).exec(words)?.[1];
  if (span !== undefined) {
    const ms = spanMs(span);
    return ms === undefined ? undefined : { kind: "in", ms };
  }
  const match = whole(`(?:(${DAY})の?、?)?(${CLOCK})`).exec(words);
  const dayWords = match === null ? words : match[1];
  const day = dayWords === undefined ? null : dayOf(dayWords);
  const clock = match === null ? partOfDay(words) : clockOf(match[2] ?? "", dayWords ?? "");
  return day === undefined || clock === undefined ? undefined : { kind: "at", day, clock };
}

/** The clock of 明日の朝 and the like, when no hour is named. */
function partOfDay(day: string): ClockRef | null {
  const hour = /朝$/.test(day) ? 8 : /昼$/.test(day) ? 12 : /夕方$/.test(day) ? 17 : /夜|晩/.test(day) ? 20 : undefined;
  return hour === undefined ? null : { hour, minute: 0, half: hour < 12 ? "am" : "pm" };
}
