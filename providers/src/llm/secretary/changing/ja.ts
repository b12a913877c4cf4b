/** How Japanese speakers put off what rings, and change how it comes again. */
import type { ClockRef, When } from "../calendar.ts";
import type { Rule } from "../intent.ts";
import { CLOCK, clockOf, DAY, DAYS_SPAN, DO, dayOf, PLEASE, SPAN, spanDays, spanMs, WHEN, whenOf } from "../ja-time.ts";
import { pattern, whole } from "../pattern.ts";
import { repeatIn } from "../repeating/ja.ts";
import { wakingAgain } from "../waking.ts";
import { earlier, IT, type Later, type Scope, THAT, type WhichRing } from "./intent.ts";

const NEXT = "(?:(?:今回|次回|今度|次|一回|1回|一度|この回)だけ)";
const ALL = "(?:毎回|いつも|今後(?:ずっと|は)?|これから(?:は)?(?:毎回|ずっと)?|この先ずっと|ずっと)";
export const PRONOUN =
  "(?:それ|これ|あれ|[そこあ]の(?:予定|約束|アポ|件|やつ|リマインダー|アラーム|通知|お?知らせ)|さっきの(?:もの|やつ|件|リマインダー)?|今の(?:もの|やつ|件|リマインダー)?)";
const TELL = "(?:知らせて|しらせて|教えて|おしえて|リマインド|声をかけて|言って|呼んで|起こして|鳴らして|思い出させて)";
const LATER =
  "(?:延ばして|のばして|伸ばして|遅らせて|おくらせて|延期|延長|先延ばしに?|先送りに?|後回しに?|あと回しに?|後ろにずらして|ずらして|スヌーズ)";
const SOONER =
  "(?:早めて|はやめて|早く|はやく|繰り上げて|くり上げて|繰上げて?|前倒しに?|前にずらして|前にして|前に動かして)";
/** By how much: 1日に is a date. */
const SHIFT = `(?:(?<span>${SPAN})(?:後に?|ほど|だけ|くらい)?|(?<days>${DAYS_SPAN})(?:ほど|だけ|くらい)?)`;
const THING = "(?:リマインダー|アラーム|通知|お?知らせ|タイマー|予定|会議)";
const ALL_THINGS = `(?:${DAY}の?)?(?:${THING}(?:を|は)?、?)?(?:全部|ぜんぶ|すべて|全て|みんな)(?:の?${THING})?(?:を|は)?、?`;
const CHANGE = "(?:して|変えて|かえて|変更|切り替えて|直して)";
/** An event becomes longer by it; a reminder rings later. */
const LONGER = /延ばして|のばして|伸ばして|延長/;

/** 16時まで延ばして, 延長: of an event its end is meant. */
export const ofEnd = (to: When, words: string): Later =>
  /延長/.test(words) || (to.kind === "at" && to.clock !== null && pattern(`まで(?:${LONGER.source})`).test(words))
    ? { ...to, isOfEnd: true }
    : to;

/** Who only says スヌーズ. */
const SNOOZE_MS = 10 * 60_000;

/** 今回だけ, 毎回, as an answer. */
export function scopeOf(text: string): Scope | undefined {
  const end = "(?:で|に)?(?:です|して)?(?:お願いします|お願い)?(?:ください)?";
  if (whole(`(?:いいえ、?)?${NEXT}${end}`).test(text)) return "next";
  return whole(`(?:はい、?)?(?:${ALL}|全部|すべて|全て)${end}`).test(text) ? "all" : undefined;
}

/** What was asked without the words that say whether once or always is meant. */
export function scopeIn(text: string): { scope: Scope | undefined; rest: string } {
  const found = pattern(`(?:^|(?<=[をは、]))(?:(?<next>${NEXT})|(?<all>${ALL}))は?、?`).exec(text);
  if (found === null) return { scope: undefined, rest: text };
  const rest = text.slice(0, found.index) + text.slice(found.index + found[0].length);
  return { scope: found.groups?.next === undefined ? "all" : "next", rest };
}

/** 薬のリマインダー, 8時の薬, 毎週月曜の薬, それ. */
function whichOf(words: string): WhichRing {
  if (whole(PRONOUN).test(words)) return THAT;
  const found = repeatIn(words);
  const named = found?.rest ?? words;
  const kind = /タイマー$/.test(named)
    ? "timer"
    : /(?:リマインダー|アラーム|通知|知らせ)$/.test(named)
      ? "reminder"
      : null;
  const bare = named.replace(/の?(?:タイマー|リマインダー|アラーム|通知|お?知らせ|件|予定)$/, "");
  const dated = pattern(`^(${DAY})の(.+)$`).exec(bare);
  const day = dated === null ? undefined : dayOf(dated[1] ?? "");
  const onDay = day && { day, ...clockIn(dated?.[2] ?? "") };
  return { kind, ...clockIn(bare), repeat: found?.repeat ?? null, ...(onDay && { onDay }) };
}

function clockIn(words: string): { clock: ClockRef | null; text: string } {
  const hour = pattern(`^(${CLOCK})の?`).exec(words);
  const clock = hour === null ? null : (clockOf(hour[1] ?? "", "") ?? null);
  const text = (hour === null ? words : words.slice(hour[0].length)).replace(/^(?:の|やつ|もの)$/, "");
  return { clock, text };
}

const AGAIN = /(?:もう一度|もういちど|もう一回|もう1回|再度)、?|また(?=知|し|教|お|リ|声|言|呼|起|鳴|思|あとで|後で)/;
const OPEN = /^(?:あとで|後で)/;
/** What is asked to be told, and not to be reminded of. */
const ASKED = /天気|予報|気温|ニュース|予定|スケジュール|為替|株価/;

const again: Rule = (text) => {
  const plain = text.replace(AGAIN, "");
  const asked = whole(
    `(?:(?<a>.{1,30}?)(?:のこと)?(?:を|は|も|、))?(?<when>${WHEN}|あとで|後で)(?:に|頃に|ごろに)?、?(?:(?<b>(?!の).{1,30}?)を)?(?:${TELL})?${DO}${PLEASE}`,
  ).exec(plain);
  if (asked === null || plain === text) return undefined;
  const { a, b, when = "" } = asked.groups ?? {};
  const to = OPEN.test(when) ? null : wakingAgain(whenOf(when), text);
  const about = a ?? b;
  if (to === undefined || (about !== undefined && ASKED.test(about) && to?.kind !== "in")) return undefined;
  return { kind: "reminder-put-off", which: about === undefined ? IT : whichOf(about), to, orNew: true };
};

function shiftOf(span: string | undefined, days: string | undefined): Later | undefined {
  const count = days === undefined ? undefined : spanDays(days);
  if (count !== undefined) return { kind: "by-days", days: count };
  const ms = span === undefined ? undefined : spanMs(span);
  return ms === undefined ? undefined : { kind: "by", ms };
}

/** A word without which it is not meant: long patterns are compiled only where they may fit. */
const EVERYTHING = /全部|ぜんぶ|すべて|全て|みんな/;
const SOON = /早|はや|上げ|前/;

const everything: Rule = (text) =>
  EVERYTHING.test(text) &&
  whole(
    `${ALL_THINGS}(?:${WHEN}(?:に|まで|へ)?|${DAYS_SPAN}|${SPAN})(?:ほど|だけ|くらい)?、?(?:${LATER}|${SOONER}|${CHANGE}|移して|動かして|移動)${DO}${PLEASE}`,
  ).test(text)
    ? { kind: "move-everything" }
    : undefined;

const sooner: Rule = (text) => {
  if (!SOON.test(text)) return undefined;
  const asked = whole(`(?:(?<which>.{1,30}?)(?:を|は)、?)?(?:あと|もう)?${SHIFT}、?${SOONER}${DO}${PLEASE}`).exec(
    text,
  )?.groups;
  const shift = asked && shiftOf(asked.span, asked.days);
  if (asked === undefined || shift === undefined) return undefined;
  const which = asked.which === undefined ? THAT : whichOf(asked.which);
  return { kind: "reminder-put-off", which, to: earlier(shift) };
};

const later: Rule = (text) => {
  const by = whole(
    `(?:(?<a>.{1,30}?)(?:を|は)、?)?(?:あと|もう)?${SHIFT}、?${LATER}${DO}${PLEASE}`,
    `(?:(?<b>.{1,30}?)(?:を|は)、?)?スヌーズ${DO}${PLEASE}`,
  ).exec(text);
  if (by !== null) {
    const { a, b, span, days } = by.groups ?? {};
    const isBare = span === undefined && days === undefined;
    const shift = isBare ? ({ kind: "by", ms: SNOOZE_MS } as const) : shiftOf(span, days);
    // A meeting put off by a day (1日延ばして) is not made a day longer.
    const isOfEnd = /延長/.test(text) || (shift?.kind === "by" && LONGER.test(text));
    const to: Later | undefined = shift && isOfEnd ? { ...shift, isOfEnd } : shift;
    const about = a ?? b;
    if (to === undefined) return undefined;
    const unnamed = /スヌーズ/.test(text) ? IT : THAT;
    return { kind: "reminder-put-off", which: about === undefined ? unnamed : whichOf(about), to };
  }
  const until = whole(`(?:${PRONOUN}(?:を|は)?、?)?(?<when>${WHEN})(?:に|まで|へ)?${LATER}${DO}${PLEASE}`).exec(text)
    ?.groups?.when;
  const to = until === undefined ? undefined : whenOf(until);
  return to && { kind: "reminder-put-off", which: THAT, to: ofEnd(to, text) };
};

const rule: Rule = (given) => {
  const { scope, rest } = scopeIn(given);
  if (scope === "next") return undefined;
  const asked = whole(
    `(?:(?<which>.{1,40}?)(?:を|は)、?)?(?<how>.{2,30}?)(?:の?くり返し|の?繰り返し)?(?:に|へ)${CHANGE}${DO}${PLEASE}`,
  ).exec(rest)?.groups;
  if (asked === undefined) return undefined;
  const which = asked.which === undefined ? IT : whichOf(asked.which);
  const how = asked.how ?? "";
  // 毎週月曜の薬を火曜に: what is named by its rule is changed as a whole.
  const found =
    repeatIn(how) ?? (which.repeat === null ? undefined : (repeatIn(`毎週${how}`) ?? { repeat: null, rest: how }));
  const hour =
    found === undefined || found.rest === "" ? undefined : whole(`(${CLOCK})(?:から)?`).exec(found.rest)?.[1];
  if (found === undefined || (found.rest !== "" && hour === undefined)) return undefined;
  const clock = hour === undefined ? null : (clockOf(hour, "") ?? null);
  return { kind: "reminder-change", which, repeat: found.repeat, clock };
};

export const changingRules: readonly Rule[] = [again, everything, sooner, later, rule];
