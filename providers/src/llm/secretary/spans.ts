/** Stretches of days and lengths of time in a person's own words, in any of the three languages. */

import { primaryTag } from "../../config/language.ts";
import * as enTime from "./en-time.ts";
import { type AgendaSpan, tidy } from "./intent.ts";
import * as jaTime from "./ja-time.ts";
import * as koTime from "./ko-time.ts";
import { whole } from "./pattern.ts";

/** Weeks, weekends and months by name; days are read by `readWhen`. */
const NAMED: readonly (readonly [RegExp, AgendaSpan])[] = [
  [/^(?:今週|this week|the week|이번 ?주)$/i, { kind: "week", week: 0 }],
  [/^(?:来週|next week|다음 ?주)$/i, { kind: "week", week: 1 }],
  [/^(?:再来週|the week after next|다다음 ?주)$/i, { kind: "week", week: 2 }],
  [/^(?:先週|last week|지난 ?주)$/i, { kind: "week", week: -1 }],
  [
    /^(?:(?:今週の?)?(?:週末|末)|今週末|(?:this |the )?weekend|(?:이번 ?(?:주 ?)?)?주말)$/i,
    { kind: "weekend", week: 0 },
  ],
  [/^(?:来週の?(?:週末|末)|next weekend|다음 ?(?:주 ?)?주말)$/i, { kind: "weekend", week: 1 }],
  [/^(?:今月|this month|이번 ?달|이달)$/i, { kind: "month", monthsAhead: 0 }],
  [/^(?:来月|next month|다음 ?달)$/i, { kind: "month", monthsAhead: 1 }],
];

/** Part of an utterance that names a stretch of days, for the patterns of the rules. */
export const SPAN_NAMES: Readonly<Record<"ja" | "en" | "ko", string>> = {
  ja: "(?:今週の?週末|来週の?週末|今週末|来週末|週末|再来週|来週|今週|先週|今月|来月)(?!の?[月火水木金土日]曜?)",
  en: "(?:the week after next|this weekend|next weekend|the weekend|this week|next week|last week|this month|next month)",
  ko: "(?:이번 ?(?:주 ?)?주말|다음 ?(?:주 ?)?주말|주말|다다음 ?주|다음 ?주|이번 ?주|지난 ?주|이번 ?달|다음 ?달)(?! ?[월화수목금토일]요일)",
};

const PARTS: readonly (readonly [RegExp, "morning" | "afternoon" | "evening"])[] = [
  [/(?:の?(?:午前中?|朝)| ?(?:오전|아침)| (?:in the )?morning|^this morning)$/i, "morning"],
  [/(?:の?午後| ?(?:오후|낮)| (?:in the )?afternoon|^this afternoon)$/i, "afternoon"],
  [
    /(?:の?(?:夜|夕方|晩)|今夜|今晩|明晩| ?(?:저녁|밤)| (?:in the )?(?:evening|night)|^this evening|^tonight)$/i,
    "evening",
  ],
];

const DAYS = { ja: jaTime.dayOf, en: enTime.dayOf, ko: koTime.dayOf } as const;

/** @returns undefined when it names no days, or in words that only a clock makes clear */
export function readSpan(words: string, language: string): AgendaSpan | undefined {
  const text = tidy(words).replace(/^(?:on|for) /i, "");
  const named = NAMED.find(([pattern]) => pattern.test(text))?.[1];
  if (named !== undefined) return named;
  const part = PARTS.find(([pattern]) => pattern.test(text));
  const dayWords =
    part === undefined ? text : text.replace(part[0], (found) => (/^(?:今|明|this|tonight)/i.test(found) ? found : ""));
  const first = DAYS[primaryTag(language) as keyof typeof DAYS];
  for (const dayOf of [first, ...Object.values(DAYS)]) {
    const day = dayOf?.(/^this |^tonight/i.test(dayWords) && part !== undefined ? "today" : dayWords);
    if (day !== undefined) return { kind: "day", day, part: part?.[1] ?? null };
  }
  return undefined;
}

const LENGTHS = [
  [whole(jaTime.SPAN), jaTime.spanMs],
  [whole(enTime.SPAN), enTime.spanMs],
  [whole(koTime.SPAN), koTime.spanMs],
] as const;

const DAY_COUNTS = [
  [whole(jaTime.DAYS_SPAN), jaTime.spanDays],
  [whole(enTime.DAYS_SPAN), enTime.spanDays],
  [whole(koTime.DAYS_SPAN), koTime.spanDays],
] as const;

/** A length of whole days. @returns undefined when it is none */
export function readSpanDays(words: string): number | undefined {
  const text = tidy(words);
  return DAY_COUNTS.find(([pattern]) => pattern.test(text))?.[1](text);
}

/** A length of time, ms. @returns undefined when it is none */
export function readSpanMs(words: string, language: string): number | undefined {
  const text = tidy(words);
  const order = ["ja", "en", "ko"].indexOf(primaryTag(language));
  const first = LENGTHS[order];
  for (const [pattern, spanMs] of first === undefined ? LENGTHS : [first, ...LENGTHS]) {
    if (!pattern.test(text)) continue;
    const ms = spanMs(text);
    if (ms !== undefined) return ms;
  }
  const seconds = /^(\d{1,6})\s?s(?:ec)?$/i.exec(text)?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}
