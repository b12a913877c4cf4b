/** What Japanese speakers say of their agenda and their lists. */

import type { ClockRef, When } from "./calendar.ts";
import { ofEnd, PRONOUN, scopeIn } from "./changing/ja.ts";
import { ANY, type Intent, type Rule, SPOKEN_OF, type WhichEvent } from "./intent.ts";
import { ASKS, CLOCK, clockOf, DAY, DO, dayOf, N, PLEASE, SPAN, spanMs, WHEN, whenOf } from "./ja-time.ts";
import { japaneseNumber } from "./numbers.ts";
import { pattern, whole } from "./pattern.ts";
import { readSpan, SPAN_NAMES } from "./spans.ts";

const DAYS = `(?:${SPAN_NAMES.ja}|${DAY}(?:の?(?:午前中?|午後|朝|夜|夕方|晩))?)`;
const AGENDA = "(?:予定|スケジュール|日程|アポ|アポイント|用事)";
const TELL = "(?:教えて|おしえて|読んで|読み上げて|見せて|聞かせて|確認|確認して|言って|知りたい|どうなってる)";
const READ = `(?:(?:は|を|って|の)?(?:何|なに|どう|どうなってい?る)?(?:が)?(?:ある|あります|入ってい?る|入ってい?ます|あった)?${ASKS}${TELL}?${DO}${PLEASE})`;
const PUT = `(?:を|で|に)?(?:${AGENDA}(?:に|を|として)?)?(?:入れて|いれて|追加|登録|書いて|加えて|予約|セット|入力|作って|つくって)${DO}${PLEASE}`;
const CANCEL = "(?:キャンセル|取り消し?て?|取消|消して|削除|やめて|中止|なしに|なくして|断って)";
/** Asks that something be at another time. */
export const MOVED =
  "(?:変更|移動|ずらして|動かして|延期|延ばして|のばして|伸ばして|遅らせて|先延ばしに?|先送りに?|リスケ|変えて|移して|繰り上げて|早めて|前倒しに?|繰り下げて)";
const MOVE = `(?:${MOVED}|して)`;
const LIST = "(?<list>[^\\s、。のをにがは]{1,16}?)?(?:の)?リスト";

/** Who asks of an hour hears the day. */
const AT_CLOCK = `${CLOCK}(?:頃|ごろ)?(?:から|に)?`;

const agenda: Rule = (text) => {
  const asked = whole(
    `(?<days>${DAYS})の?(?:私の|わたしの)?${AGENDA}${READ}`,
    `(?:私の|わたしの)?${AGENDA}(?:は|を)?${READ}`,
    `(?:(?<free>${DAYS})(?:の?、?${AT_CLOCK})?|${AT_CLOCK})(?:は|って)?(?:何か|なにか|何が|なにが|何)?(?:の)?${AGENDA}(?:が|は)?(?:ある|あります|入ってい?る|入ってい?ます|あったっけ)${ASKS}`,
    `(?:(?<open>${DAYS})(?:の?、?${AT_CLOCK})?|${AT_CLOCK})(?:は|って)?(?:空いてい?る|空いてい?ます|あいてる|暇|ひま|忙しい|いそがしい)${ASKS}`,
    `(?<what>${DAYS})(?:に|は|って)*、?(?:何|なに)(?:か|が|かが)?(?:${AGENDA}(?:が|は)?)?(?:ある|あります|あった|ありました|入ってい?る|入ってい?ます|入ってます)${ASKS}${PLEASE}`,
    `(?<doing>${DAYS})(?:に|は|って)*、?(?:何|なに)(?:を)?(?:する|します|するんだ|するの)${ASKS}`,
    `(?<how>${DAYS})(?:は|って)、?どうなって(?:い?る|い?ます)${ASKS}`,
  ).exec(text);
  if (asked !== null) {
    const named = Object.values(asked.groups ?? {}).find((found) => found !== undefined);
    const span = readSpan(named ?? "今日", "ja");
    return span && { kind: "agenda", span };
  }
  if (
    whole(`次の?${AGENDA}${READ}`, `(?:この(?:あと|後)|これから)の?${AGENDA}${READ}`, `次は(?:何|なに)${ASKS}`).test(
      text,
    )
  ) {
    return { kind: "agenda-find", text: "" };
  }
  return undefined;
};

/** When something is, if the agenda knows it. */
const find: Rule = (text) => {
  const what = whole(
    `(?:次の)?(?<what>[^、。]{1,24}?)(?:の${AGENDA})?(?:は|って)(?:いつ|何時から|何時|何日)${ASKS}${DO}${PLEASE}`,
  ).exec(text)?.groups?.what;
  if (what === undefined || pattern(`^(?:今|いま|現在|${DAY}|.*(?:時間|時刻|日付))$`).test(what)) return undefined;
  return { kind: "agenda-find", text: what };
};

/** @param pronoun それ, その予定 */
const spokenOf = (pronoun: string): WhichEvent =>
  /(?:予定|約束|アポ)$/.test(pronoun) ? { ...SPOKEN_OF, isEvent: true } : SPOKEN_OF;

/** Which event: 三時の会議, 明日の歯医者, 3時, それ. */
export function whichOf(words: string): WhichEvent | undefined {
  if (whole(PRONOUN).test(words)) return spokenOf(words);
  const text = words.replace(pattern(`の?${AGENDA}$`), "");
  const match = pattern(`^(?:(${DAY})の?)?(?:(${CLOCK})(?:から)?の?)?(.*)$`).exec(text);
  const [, dayWords, clockWords, rest = ""] = match ?? [];
  const day = dayWords === undefined ? null : dayOf(dayWords);
  const clock = clockWords === undefined ? null : clockOf(clockWords, dayWords ?? "");
  if (day === undefined || clock === undefined) return undefined;
  const about = /^(?:もの|の|やつ|件)$/.test(rest) ? "" : rest.replace(/の$/, "");
  return day === null && clock === null && about === "" ? undefined : { day, clock, text: about };
}

const change: Rule = (text) => {
  const { scope, rest } = scopeIn(text);
  const moved = pattern(
    `^(${PRONOUN}|.{1,40}?)(?:の${AGENDA})?(?:を|は)、?(${WHEN})(?:に|へ|から|からに|スタートに|まで)(${MOVE})${DO}${PLEASE}$`,
  ).exec(rest);
  if (moved !== null) {
    const [, words = ""] = moved;
    const named = words.replace(/の?(?:リマインダー|アラーム|通知|お?知らせ)$/, "");
    const isPronoun = whole(PRONOUN).test(words);
    const isAny = named !== words && /^(?:私|わたし)?$/.test(named);
    const which = isPronoun ? spokenOf(words) : isAny ? ANY : whichOf(named);
    const to = whenOf(moved[2] ?? "");
    const isPutOff = /延|遅|ずら|先/.test(moved[3] ?? "");
    if (which !== undefined && to !== undefined)
      return {
        kind: "event-move",
        which: named === words ? which : { ...which, isReminder: true },
        to: ofEnd(to, rest),
        ...(scope && { scope }),
        isPutOff,
      };
  }
  const dropped = pattern(`^(.{1,40}?)(?:を|は)?${CANCEL}${DO}${PLEASE}$`).exec(text)?.[1];
  if (dropped === undefined || /(?:リマインダー|タイマー|メモ|アラーム|リスト.*)$/.test(dropped)) return undefined;
  const which = whichOf(dropped);
  // それはやめて may ask to speak of something else.
  return which === undefined || (which.isSpokenOf === true && /やめて/.test(text))
    ? undefined
    : { kind: "event-cancel", which };
};

const QUESTION = /[?？]|何|なに|誰|どこ|いつ|どう|なぜ|天気|教えて|ですか|ますか|(?:か|かな|っけ|よね)$/;
/** Ends as a thing does, and not as a request or half a sentence. */
const IS_THING = /[^てでをはがにもかねよっ、。]$/;

function added(
  when: When | undefined,
  until: ClockRef | null,
  lengthMs: number | null,
  words: string,
): Intent | undefined {
  const place = /^(.{1,20}?)で(?!す)(.{1,40})$/.exec(words);
  const isPlace = place !== null && !/(?:電話|メール|オンライン|みんな|全員|二人|一人)$/.test(place[1] ?? "");
  const title = (isPlace ? (place[2] ?? "") : words).replace(/^(?:の|、)|(?:の予定|という予定|の|を|が)$/g, "").trim();
  if (when === undefined || title === "") return undefined;
  return { kind: "event-add", when, until, lengthMs, text: title, place: isPlace ? (place[1] ?? "") : "" };
}

const add: Rule = (text) => {
  const range = pattern(`^(${WHEN})から(?:(${CLOCK})まで|(${SPAN}))(?:に|の|で|、)?(.{1,60}?)$`).exec(text);
  const point = pattern(`^(${WHEN})(?:に|から|は|の|、)?、?(.{1,60}?)$`).exec(text);
  const match = range ?? point;
  if (match === null) return undefined;
  const rest = (range === null ? point?.[2] : range[4]) ?? "";
  const whenWords = match[1] ?? "";
  const when = whenOf(whenWords);
  const until = range?.[2] === undefined ? null : (clockOf(range[2], whenWords) ?? null);
  const lengthMs = range?.[3] === undefined ? null : (spanMs(range[3]) ?? null);
  const asked = pattern(`^(.+?)${PUT}$`).exec(rest)?.[1];
  if (asked !== undefined && !/リスト$|メモ$/.test(asked)) return added(when, until, lengthMs, asked);
  const stated = /^(.+?)(?:の予定)?(?:があります|がある|が入った|が入りました|に行く|へ行く)(?:ね|よ|から)?$/.exec(
    rest,
  )?.[1];
  const bare = pattern(`^(?:${WHEN})(?:に|から|、)`).test(text) || range !== null ? rest : undefined;
  const title = stated ?? bare;
  // Without a verb only what has a clock is surely an appointment.
  if (title === undefined || QUESTION.test(text) || !IS_THING.test(title)) return undefined;
  // 1日に3回 is how often.
  if (pattern(`^${N}日に${N}回`).test(text)) return undefined;
  if (!pattern(CLOCK).test(whenWords) && !/^.*(?:日|曜|明日|明後日)(?:に)/.test(text)) return undefined;
  return added(when, until, lengthMs, title);
};

/** 牛乳と卵、パン. A と inside of a word stays. */
export const itemsOf = (words: string): string[] =>
  words
    .split(
      /[、,・]|(?<=[\p{sc=Han}\p{sc=Katakana}ーA-Za-z0-9]|\p{sc=Hiragana}{2})(?:と|や)(?=[\p{sc=Han}\p{sc=Katakana}A-Za-z0-9]|\p{sc=Hiragana}{2})/u,
    )
    .map((item) => item.trim())
    .filter((item) => item !== "");

const nameOf = (list: string | undefined): string => (list ?? "").replace(/^(?:私の|わたしの)/, "");

const entries: Rule = (text) => {
  const put = whole(
    `${LIST}に、?(?<a>.{1,80}?)(?:を|も)?(?:追加|入れて|いれて|加えて|書いて|足して|のせて|載せて)${DO}${PLEASE}`,
    `(?<b>.{1,80}?)(?:を|も)、?${LIST.replace("<list>", "<list2>")}に(?:追加|入れて|いれて|加えて|書いて|足して|のせて|載せて)?${DO}${PLEASE}`,
  ).exec(text);
  if (put !== null) {
    const { list, list2, a, b } = put.groups ?? {};
    const items = itemsOf(a ?? b ?? "");
    return items.length === 0 ? undefined : { kind: "entry-add", list: nameOf(list ?? list2), items };
  }
  if (/リスト/.test(text)) {
    const all = whole(
      `${LIST}(?:を|の)?(?:中身を|全部|すべて|全て)?(?:を)?(?:全部|すべて)?(?:消して|削除|空にして|からにして|クリア|リセット)${DO}${PLEASE}`,
    ).exec(text);
    if (all !== null) return { kind: "entry-clear", list: nameOf(all.groups?.list) };
    const off = whole(
      `(?<text2>.{1,40}?)(?:を|は)、?${LIST.replace("<list>", "<list2>")}から(?<how2>消して|削除|外して|はずして|取り除いて|抜いて)${DO}${PLEASE}`,
      `${LIST}(?:から|の)(?<text>.{1,40}?)(?:を|は)?(?<how>消して|削除|外して|はずして|取り除いて|抜いて|買った|買いました|済み|済んだ|終わった|終わりました|チェック|完了|済みにして)${DO}${PLEASE}`,
    ).exec(text);
    if (off !== null) {
      const { list2, list = list2, text2 = "", text: about = text2, how2 = "", how = how2 } = off.groups ?? {};
      const kind = /消|削|外|はず|除|抜/.test(how) ? "entry-remove" : "entry-done";
      return { kind, list: nameOf(list), text: about };
    }
    const read = whole(
      `${LIST}(?:の中身)?(?:は|を|に(?:は)?)?(?:何|なに)?(?:が)?(?:ある|あります|入ってい?る|入ってい?ます|のってる)?${ASKS}(?:教えて|読んで|読み上げて|見せて|確認|確認して)?${DO}${PLEASE}`,
    ).exec(text);
    if (read !== null) return { kind: "entry-list", list: nameOf(read.groups?.list) };
  }
  const bought = /^(.{1,24}?)(?:は|を)?(?:買った|買いました)(?:よ)?$/.exec(text)?.[1];
  return bought === undefined || QUESTION.test(text) ? undefined : { kind: "entry-done", list: "", text: bought };
};

const undo: Rule = (text) =>
  whole(
    `(?:今の(?:は|を)?|さっきの(?:は|を)?|やっぱり)?、?(?:元に|もとに)戻して${PLEASE}`,
    `(?:今の(?:は|を)?)?取り消しを取り消して${PLEASE}`,
    "アンドゥ",
  ).test(text)
    ? { kind: "undo" }
    : undefined;

/** 2番, 二つ目です: which of several that were read out. @returns from 1; -1 is the last; undefined for anything else */
export function numberOf(text: string): number | undefined {
  const words = pattern(
    `^(?:(${N})(?:番目?|つ目|個目|件目)?|(最後)|(最初))(?:の)?(?:もの|やつ|方)?(?:です|で|を)?(?:お願いします)?$`,
  ).exec(text);
  if (words === null) return undefined;
  if (words[2] !== undefined) return -1;
  return words[3] === undefined ? Number(japaneseNumber(words[1] ?? "")) : 1;
}

/** Before the other rules of the language, those that might be taken for something else. */
export const FIRST: readonly Rule[] = [undo, entries, agenda];
/** After them. */
export const LAST: readonly Rule[] = [change, add, find];
