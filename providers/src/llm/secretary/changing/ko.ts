/** How Korean speakers put off what rings, and change how it comes again. */
import type { ClockRef } from "../calendar.ts";
import type { Rule } from "../intent.ts";
import { CLOCK, clockOf, DAY, DAYS_SPAN, dayOf, GIVE, SPAN, spanDays, spanMs, WHEN, whenOf } from "../ko-time.ts";
import { pattern, whole } from "../pattern.ts";
import { repeatIn } from "../repeating/ko.ts";
import { wakingAgain } from "../waking.ts";
import { earlier, IT, type Later, type Scope, THAT, type WhichRing } from "./intent.ts";

const NEXT = "(?:이번(?:에)?만|이번 ?한 ?번만|다음 ?번(?:에)?만|한 ?번만)";
const ALL = "(?:매번|항상|앞으로(?:는|도)? ?(?:매번|계속|쭉)?|계속|쭉)";
export const PRONOUN =
  "(?:그거|이거|그것|이것|저거|그걸|이걸|그건|이건|[그이] ?(?:일정|약속|리마인더|알림|알람)|방금 ?(?:그 ?)?(?:것|거|알림))";
const TELL = "(?:알려|말해|깨워|불러|울려|리마인드(?:해)?)";
const LATER = "(?:미뤄|늦춰|연기해|연장해|늘려|스누즈(?:해)?)";
const SOONER = "(?:당겨|앞당겨|앞으로 ?(?:당겨|옮겨)|일찍 ?(?:해|옮겨)|빨리 ?해)";
/** By how much: 2일로 is a date. */
const SHIFT = `(?:(?<span>${SPAN}) ?(?:만|정도|쯤)?(?: ?더)?(?: ?(?:뒤|후)로)?|(?<days>${DAYS_SPAN}) ?(?:만|정도|쯤)?(?: ?더)?)`;
const THING = "(?:리마인더|미리 ?알림|알림|알람|타이머|일정|약속|회의)";
const ALL_THINGS = `(?:${DAY} ?)?(?:(?:${THING}(?:을|를|은|는)? ?)?(?:전부|모두|다|싹)(?:를|을)?|(?:모든|전체) ?${THING}(?:을|를|은|는)?)`;
const CHANGE = "(?:바꿔|변경해|변경|옮겨|고쳐|해)";
/** An event becomes longer by it; a reminder rings later. */
const LONGER = /연장해|늘려/;
/** Who only says 스누즈. */
const SNOOZE_MS = 10 * 60_000;

/** 이번만, 매번, as an answer. */
export function scopeOf(text: string): Scope | undefined {
  const end = `(?:이요|요|으로|로)?(?: ?(?:바꿔|부탁해요?|해))?${GIVE}`;
  if (whole(`(?:아니요?,? )?${NEXT}${end}`).test(text)) return "next";
  return whole(`(?:네,? )?(?:${ALL}|전부|모두|다)${end}`).test(text) ? "all" : undefined;
}

/** What was asked without the words that say whether once or always is meant. */
export function scopeIn(text: string): { scope: Scope | undefined; rest: string } {
  const found = pattern(`(?:^|(?<= ))(?:(?<next>${NEXT})|(?<all>${ALL})),? `).exec(text);
  if (found === null) return { scope: undefined, rest: text };
  const rest = text.slice(0, found.index) + text.slice(found.index + found[0].length);
  return { scope: found.groups?.next === undefined ? "all" : "next", rest };
}

/** 약 리마인더, 8시 약, 매주 월요일 약, 그거. */
function whichOf(words: string): WhichRing {
  if (whole(PRONOUN).test(words)) return THAT;
  const found = repeatIn(words);
  const named = found?.rest ?? words;
  const kind = /타이머$/.test(named) ? "timer" : /(?:리마인더|알림|알람)$/.test(named) ? "reminder" : null;
  const bare = named.replace(/ ?(?:타이머|미리 ?알림|리마인더|알림|알람)$/, "");
  const dated = pattern(`^(${DAY})(?:의|에)? (.+)$`).exec(bare);
  const day = dated === null ? undefined : dayOf(dated[1] ?? "");
  const onDay = day && { day, ...clockIn(dated?.[2] ?? "") };
  return { kind, ...clockIn(bare), repeat: found?.repeat ?? null, ...(onDay && { onDay }) };
}

function clockIn(words: string): { clock: ClockRef | null; text: string } {
  const hour = pattern(`^(${CLOCK})(?:에|의)?(?: |$)`).exec(words);
  const clock = hour === null ? null : (clockOf(hour[1] ?? "", "") ?? null);
  const text = (hour === null ? words : words.slice(hour[0].length)).replace(/^(?:것|거)$/, "").trim();
  return { clock, text };
}

const AGAIN = /(?:^| )(?:다시|또|한 ?번 ?더)(?= |$)/;
const OPEN = /^(?:나중에|이따가?)/;
/** What is asked to be told, and not to be reminded of. */
const ASKED = /날씨|예보|기온|뉴스|일정|스케줄|환율|주가/;

const again: Rule = (text) => {
  const plain = text.replace(AGAIN, "").trim();
  const asked = whole(
    `(?:(?<about>.{1,30}?)(?:을|를|은|는)? )?(?<when>${WHEN}|나중에|이따가?)(?:에)?(?: ?${TELL})?${GIVE}`,
  ).exec(plain);
  if (asked === null || plain === text) return undefined;
  const { about, when = "" } = asked.groups ?? {};
  const to = OPEN.test(when) ? null : wakingAgain(whenOf(when), text);
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
const EVERYTHING = /전부|모두|다|싹|모든|전체/;
const SOON = /당겨|앞|일찍|빨리/;

const everything: Rule = (text) =>
  EVERYTHING.test(text) &&
  whole(
    `${ALL_THINGS} ?(?:${WHEN}(?:으로|로|까지)?|${DAYS_SPAN}|${SPAN}) ?(?:만|정도|쯤)?(?: ?더)? ?(?:${LATER}|${SOONER}|${CHANGE})${GIVE}`,
  ).test(text)
    ? { kind: "move-everything" }
    : undefined;

const sooner: Rule = (text) => {
  if (!SOON.test(text)) return undefined;
  const asked = whole(`(?:(?<which>.{1,30}?)(?:을|를|은|는)? )?${SHIFT} ?${SOONER}${GIVE}`).exec(text)?.groups;
  const shift = asked && shiftOf(asked.span, asked.days);
  if (asked === undefined || shift === undefined) return undefined;
  const which = asked.which === undefined ? THAT : whichOf(asked.which);
  return { kind: "reminder-put-off", which, to: earlier(shift) };
};

const later: Rule = (text) => {
  const by = whole(
    `(?:(?<a>.{1,30}?)(?:을|를|은|는)? )?${SHIFT} ?${LATER}${GIVE}`,
    `(?:(?<b>.{1,30}?)(?:을|를|은|는)? )?스누즈(?:해)?${GIVE}`,
  ).exec(text);
  if (by !== null) {
    const { a, b, span, days } = by.groups ?? {};
    const isBare = span === undefined && days === undefined;
    const shift = isBare ? ({ kind: "by", ms: SNOOZE_MS } as const) : shiftOf(span, days);
    const to: Later | undefined = shift && LONGER.test(text) ? { ...shift, isOfEnd: true } : shift;
    const about = a ?? b;
    if (to === undefined) return undefined;
    const unnamed = /스누즈/.test(text) ? IT : THAT;
    return { kind: "reminder-put-off", which: about === undefined ? unnamed : whichOf(about), to };
  }
  const until = whole(`(?:${PRONOUN}(?:을|를|은|는)? ?)?(?<when>${WHEN})(?:으로|로|까지)? ?${LATER}${GIVE}`).exec(text)
    ?.groups?.when;
  const to = until === undefined ? undefined : whenOf(until);
  return to && { kind: "reminder-put-off", which: THAT, to: LONGER.test(text) ? { ...to, isOfEnd: true } : to };
};

const rule: Rule = (given) => {
  const { scope, rest } = scopeIn(given);
  if (scope === "next") return undefined;
  const asked = whole(`(?:(?<which>.{1,40}?)(?:을|를|은|는) )?(?<how>.{2,30}?)(?:으로|로) ?${CHANGE}${GIVE}`).exec(
    rest,
  )?.groups;
  if (asked === undefined) return undefined;
  const which = asked.which === undefined ? IT : whichOf(asked.which);
  const how = asked.how ?? "";
  // 매주 월요일 약을 화요일로: what is named by its rule is changed as a whole.
  const found =
    repeatIn(how) ?? (which.repeat === null ? undefined : (repeatIn(`매주 ${how}`) ?? { repeat: null, rest: how }));
  const hour = found === undefined || found.rest === "" ? undefined : whole(`(${CLOCK})`).exec(found.rest)?.[1];
  if (found === undefined || (found.rest !== "" && hour === undefined)) return undefined;
  const clock = hour === undefined ? null : (clockOf(hour, "") ?? null);
  return { kind: "reminder-change", which, repeat: found.repeat, clock };
};

export const changingRules: readonly Rule[] = [again, everything, sooner, later, rule];
