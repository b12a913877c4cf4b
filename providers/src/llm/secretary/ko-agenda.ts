/** What Korean speakers say of their agenda and their lists. */

import type { ClockRef, When } from "./calendar.ts";
import { PRONOUN, scopeIn } from "./changing/ko.ts";
import { ANY, type Intent, type Rule, SPOKEN_OF, type WhichEvent } from "./intent.ts";
import { ASKS, CLOCK, clockOf, DAY, dayOf, GIVE, N, PART, SPAN, spanMs, WHEN, whenOf } from "./ko-time.ts";
import { koreanNumber } from "./numbers.ts";
import { pattern, whole } from "./pattern.ts";
import { readSpan, SPAN_NAMES } from "./spans.ts";

const DAYS = `(?:${SPAN_NAMES.ko}|${DAY}(?: ?${PART})?)`;
const AGENDA = "(?:일정|스케줄|약속|예정|계획)";
const TELL = `(?: ?(?:좀 )?(?:알려|말해|읽어|보여|확인해|들려|가르쳐)${GIVE})`;
const WHAT = `(?: ?(?:뭐|무엇|뭐가|무엇이|어떻게|어떤 ?거|어떤 게))?(?: ?(?:돼|되나요|됩니까|있어|있어요|있나요|있니|있습니까|있지|있는지))?${ASKS}${TELL}?`;
const CANCEL = `(?:을|를|은|는)? ?(?:취소|삭제|지워|빼|없애)(?:해)?${GIVE}`;
const MOVE = `(?:로|으로)? ?(?:옮겨|변경해|변경|바꿔|미뤄|당겨|연기해|늦춰|조정해)${GIVE}`;
const PUT = `(?:을|를)? ?(?:${AGENDA}(?:에|을|를|으로)? ?)?(?:넣어|추가해|추가|등록해|등록|잡아|적어|만들어|예약해|예약)${GIVE}`;
const LIST = "(?<list>[^\\s,]{1,12}(?: [^\\s,]{1,12})?)? ?(?:목록|리스트)";

/** Who asks of an hour hears the day. */
const AT_CLOCK = `${CLOCK}(?:쯤)?(?:에|은|는|에는)? ?`;

const agenda: Rule = (text) => {
  const asked = whole(
    `(?:나 |내 )?(?<days>${DAYS})(?:에|의)? ?(?:${AT_CLOCK})?(?:내 )?${AGENDA}(?:이|가|은|는|을|를)?${WHAT}`,
    `(?:내 )?${AGENDA}(?:이|가|은|는|을|를)?${WHAT}`,
    `(?:나 )?(?:(?<free>${DAYS})(?:에|은|는)? ?(?:${AT_CLOCK})?|${AT_CLOCK})(?:시간 ?(?:돼|있어|비어)|비어 ?있어|한가해|바빠)(?:요)?${ASKS}`,
    `(?:나 )?(?<what>${DAYS})(?:에|은|는)? ?(?:뭐|뭐가|뭘|무엇이|무슨 ?(?:일|${AGENDA})(?:이)?|${AGENDA}(?:이)?) ?(?:있|해|하|있었|생겼)(?:어|어요|나요|나|니|습니까|지|지요|죠|요)?${ASKS}`,
  ).exec(text);
  if (asked !== null && !/^(?:일정|스케줄|약속|예정|계획)$/.test(text)) {
    const named = Object.values(asked.groups ?? {}).find((found) => found !== undefined);
    const span = readSpan(named ?? "오늘", "ko");
    return span && { kind: "agenda", span };
  }
  if (
    whole(
      `(?:다음|이다음) ?${AGENDA}(?:이|가|은|는|을|를)?${WHAT}`,
      `(?:이따가?|앞으로) ?${AGENDA}(?:이|은)?${WHAT}`,
    ).test(text)
  ) {
    return { kind: "agenda-find", text: "" };
  }
  return undefined;
};

/** When something is, if the agenda knows it. */
const find: Rule = (text) => {
  const what = whole(
    `(?<what>.{1,24}?)(?: ?${AGENDA})?(?:이|가|은|는)? ?(?:언제|몇 ?시에)(?:야|예요|이에요|인가요|이지|지|인지)?${ASKS}${GIVE}`,
  ).exec(text)?.groups?.what;
  if (what === undefined || pattern(`^(?:지금|현재|${DAY}|.*(?:시간|시각|날짜))$`).test(what)) return undefined;
  return { kind: "agenda-find", text: what };
};

/** @param pronoun 그거, 그 일정 */
const spokenOf = (pronoun: string): WhichEvent =>
  /(?:일정|약속)$/.test(pronoun) ? { ...SPOKEN_OF, isEvent: true } : SPOKEN_OF;

/** 3시 회의, 내일 치과, 3시 일정, 그거. */
export function whichOf(words: string): WhichEvent | undefined {
  const text = words.trim();
  if (whole(PRONOUN).test(text)) return spokenOf(text);
  const match = pattern(`^(?:(${DAY})(?:의|에)? ?)?(?:(${CLOCK})(?:의|에)? ?)?(.*)$`).exec(text);
  const [, dayWords, clockWords, rest = ""] = match ?? [];
  const day = dayWords === undefined ? null : dayOf(dayWords);
  const clock = clockWords === undefined ? null : clockOf(clockWords, dayWords ?? "");
  if (day === undefined || clock === undefined) return undefined;
  const about = rest
    .replace(pattern(` ?${AGENDA}$| ?예약$`), "")
    .replace(/^(?:것|거)$/, "")
    .trim();
  return day === null && clock === null && about === "" ? undefined : { day, clock, text: about };
}

const change: Rule = (text) => {
  const { scope, rest } = scopeIn(text);
  const moved = pattern(`^(.{1,40}?)(?:을|를|은|는)? (${WHEN})(${MOVE})$`).exec(rest);
  if (moved !== null) {
    const [, words = ""] = moved;
    const named = words.replace(/ ?(?:미리 ?알림|리마인더|알림|알람)$/, "");
    const isPronoun = whole(PRONOUN).test(words);
    const isAny = named !== words && /^(?:내|나의)?$/.test(named);
    const which = isPronoun ? spokenOf(words) : isAny ? ANY : whichOf(named);
    const to = whenOf(moved[2] ?? "");
    const isPutOff = /미뤄|연기|늦춰/.test(moved[3] ?? "");
    if (which !== undefined && to !== undefined)
      return {
        kind: "event-move",
        which: named === words ? which : { ...which, isReminder: true },
        to,
        ...(scope && { scope }),
        isPutOff,
      };
  }
  const dropped = pattern(`^(.{1,40}?)${CANCEL}$`).exec(text)?.[1];
  if (dropped === undefined || /(?:리마인더|알림|타이머|메모|알람|목록.*|리스트.*)$/.test(dropped)) return undefined;
  const which = whichOf(dropped);
  return which && { kind: "event-cancel", which };
};

const QUESTION = /[?]|뭐|무엇|무슨|누구|어디|언제|어떻게|왜|날씨|(?:까|나요|니|죠)$/;
/** Of an hour, with nothing named. */
const ASKS_FREE = /^(?:시간|여유|일정|약속|스케줄)(?:이|가)? ?있/;
/** Ends as a thing does: not as a request, a question or half a sentence. */
const IS_THING = /[^줘요에은는이가을를고서면]$(?<!야 ?(?:해|돼|한다|된다))/;

function added(
  when: When | undefined,
  until: ClockRef | null,
  lengthMs: number | null,
  words: string,
): Intent | undefined {
  const place = /^(\S.{0,20}?)에서 (.{1,40})$/.exec(words);
  const text = (place?.[2] ?? words)
    .replace(/(?:을|를|이|가)$/, (end) => (words.length > 3 ? "" : end))
    .replace(/ (?:일정|약속)$/, "")
    .trim();
  if (when === undefined || text === "") return undefined;
  return { kind: "event-add", when, until, lengthMs, text, place: place?.[1] ?? "" };
}

const add: Rule = (text) => {
  const range = pattern(
    `^((?:${DAY} ?)?${CLOCK})(?:부터|에서) (?:(${CLOCK})까지|(${SPAN})(?: ?동안)?) ?(.{1,60}?)$`,
  ).exec(text);
  const point = pattern(`^(${WHEN})(?:에|부터|,)? ?(.{1,60}?)$`).exec(text);
  const match = range ?? point;
  if (match === null) return undefined;
  const whenWords = match[1] ?? "";
  const rest = ((range === null ? point?.[2] : range[4]) ?? "").trim();
  const when = whenOf(whenWords);
  const until = range?.[2] === undefined ? null : (clockOf(range[2], whenWords) ?? null);
  const lengthMs = range?.[3] === undefined ? null : (spanMs(range[3]) ?? null);
  const asked = pattern(`^(.+?)${PUT}$`).exec(rest)?.[1];
  if (asked !== undefined && !/(?:목록|리스트|메모)(?:에)?$/.test(asked)) return added(when, until, lengthMs, asked);
  const stated = /^(.+?)(?:이|가)? ?(?:있어|있어요|있습니다|잡혔어|잡혔어요|생겼어)$/.exec(rest)?.[1];
  const title = stated ?? (pattern(CLOCK).test(whenWords) ? rest : undefined);
  if (
    title === undefined ||
    QUESTION.test(text) ||
    ASKS_FREE.test(rest) ||
    (stated === undefined && !IS_THING.test(title))
  )
    return undefined;
  return added(when, until, lengthMs, title);
};

/** 우유랑 계란, 빵. */
export const itemsOf = (words: string): string[] =>
  words
    .split(/, ?|(?:와|과|하고|이랑|랑) /)
    .map((item) => item.trim())
    .filter((item) => item !== "");

const nameOf = (list: string | undefined): string => (list ?? "").replace(/^(?:내|나의) /, "").trim();

const entries: Rule = (text) => {
  if (/목록|리스트/.test(text)) {
    const put = whole(
      `${LIST}에 (?<a>.{1,80}?)(?:을|를|도)? ?(?:추가해|추가|넣어|적어|올려|더해)${GIVE}`,
      `(?<b>.{1,80}?)(?:을|를|도) ${LIST.replace("<list>", "<list2>")}에 ?(?:추가해|추가|넣어|적어|올려|더해)${GIVE}`,
    ).exec(text);
    if (put !== null) {
      const { list, list2, a, b } = put.groups ?? {};
      const items = itemsOf(a ?? b ?? "");
      return items.length === 0 ? undefined : { kind: "entry-add", list: nameOf(list ?? list2), items };
    }
    const clear = whole(`${LIST}(?:을|를)? ?(?:전부|모두|다)? ?(?:비워|지워|삭제해|초기화해)${GIVE}`).exec(text);
    if (clear !== null) return { kind: "entry-clear", list: nameOf(clear.groups?.list) };
    const off = whole(
      `(?<text2>.{1,40}?)(?:을|를|은|는) ${LIST.replace("<list>", "<list2>")}에서 ?(?<how2>빼|지워|삭제해|삭제)${GIVE}`,
      `${LIST}(?:에서|의) ?(?<text>.{1,40}?)(?:을|를|은|는)? ?(?<how>빼|지워|삭제해|삭제|샀어|샀어요|완료|체크해|했어|했어요|끝났어)${GIVE}`,
    ).exec(text);
    if (off !== null) {
      const { list2, list = list2, text2 = "", text: about = text2, how2 = "", how = how2 } = off.groups ?? {};
      return { kind: /빼|지|삭/.test(how) ? "entry-remove" : "entry-done", list: nameOf(list), text: about };
    }
    const read = whole(`${LIST}(?:에는?|을|를|은|는|이|가)?${WHAT}`).exec(text);
    if (read !== null && !/리마인더|알림|메모/.test(read.groups?.list ?? "") && !/^메모|알림|리마인더/.test(text)) {
      return { kind: "entry-list", list: nameOf(read.groups?.list) };
    }
  }
  const bought = /^(.{1,24}?)(?:을|를|은|는)? ?샀(?:어|어요|습니다)$/.exec(text)?.[1];
  return bought === undefined || QUESTION.test(text) ? undefined : { kind: "entry-done", list: "", text: bought };
};

const undo: Rule = (text) =>
  whole(
    `(?:방금 ?(?:것|거)?(?:은|는|을|를)? ?)?(?:되돌려|되돌리기|원래대로 ?(?:해|돌려)|실행 ?취소(?:해)?)${GIVE}`,
  ).test(text)
    ? { kind: "undo" }
    : undefined;

/** 2번이요, 두 번째: which of several that were read out. @returns from 1; -1 is the last */
export function numberOf(text: string): number | undefined {
  if (/^마지막(?: ?(?:것|거))?(?:이요|요)?$/.test(text)) return -1;
  if (/^첫 ?번째(?: ?(?:것|거))?(?:이요|요)?$/.test(text)) return 1;
  const words = pattern(`^(${N}) ?(?:번째|번)(?: ?(?:것|거))?(?:이요|요|으로)?${GIVE}$`).exec(text)?.[1];
  return words === undefined ? undefined : Number(koreanNumber(words));
}

/** Before the other rules of the language, those that might be taken for something else. */
export const FIRST: readonly Rule[] = [undo, entries, agenda];
/** After them. */
export const LAST: readonly Rule[] = [change, add, find];
