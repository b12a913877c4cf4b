import { type Day, daysBetween, type LocalTime, weekdayOf } from "./calendar.ts";
import { jaAgenda } from "./ja-agenda-words.ts";
import { memoryWords } from "./memory/ja.ts";
import { readingWords } from "./readings/ja.ts";
import { repeats } from "./repeating/ja-words.ts";
import { sameDay, spanOf, type Words } from "./words.ts";

const WEEKDAY = "日月火水木金土";
const THING = { timer: "タイマー", reminder: "リマインダー", note: "メモ" } as const;
const NAMED: Readonly<Record<number, string>> = { [-2]: "一昨日", [-1]: "昨日", 0: "今日", 1: "明日", 2: "明後日" };
const WEEK: Readonly<Record<number, string>> = { [-1]: "先週", 0: "今週", 1: "来週", 2: "再来週" };

const weekday = (day: Day) => `${WEEKDAY[weekdayOf(day)]}曜日`;
const dateOf = (day: Day, today: Day) => `${day.year === today.year ? "" : `${day.year}年`}${day.month}月${day.day}日`;
const clock = ({ hour, minute }: LocalTime) => `${hour}時${minute === 0 ? "" : `${minute}分`}`;

function span(ms: number): string {
  const { hours, minutes, seconds } = spanOf(ms);
  return `${hours > 0 ? `${hours}時間` : ""}${minutes > 0 ? `${minutes}分` : ""}${seconds > 0 ? `${seconds}秒` : ""}`;
}

function moment(due: LocalTime, today: Day): string {
  if (sameDay(due, today)) return clock(due);
  const name = daysBetween(today, due) === 1 ? "明日、" : "";
  return `${name}${dateOf(due, today)}${weekday(due)}の${clock(due)}`;
}

/** Speaks to the person by their name, where it is known. */
const to = (person: string) => (person === "" ? "" : `${person}、`);

/** As `moment`, with the day said where it is today: an hour alone may be heard as that of tomorrow. */
const namedMoment = (due: LocalTime, today: Day): string =>
  sameDay(due, today) ? `今日の${clock(due)}` : moment(due, today);

export const ja: Words = {
  agenda: jaAgenda,
  space: "",
  greeting: (hour, person) =>
    `${to(person)}${hour < 4 || hour >= 18 ? "こんばんは。" : hour < 11 ? "おはようございます。" : "こんにちは。"}ご用件をどうぞ。`,
  thanks: (person) => `${to(person)}どういたしまして。`,
  goodbye: (person) => `${to(person)}失礼いたします。またお声がけください。`,
  called: (person) => `はい、${to(person)}ご用件をどうぞ。`,
  who: (name) =>
    `${name === "" ? "" : `${name}と申します。`}私は秘書のプログラムで、人間ではなく機械です。時刻、計算、タイマー、リマインダー、メモ、書類のことならお手伝いできます。`,
  abilities:
    "時刻と日付、計算、単位の換算、タイマー、リマインダー、メモを承ります。お預かりした書類から、答えになる文をお読みすることもできます。",
  noModel: "言葉を考える相手がまだつながっていません。設定の「つなぎ先」で選べます。",
  notForVisitors: "その件はこちらではお答えできません。受付の者におたずねください。",
  modelAway:
    "言葉を考える相手から、今は返事がありません。しばらくしてからもう一度お試しいただくか、設定の「つなぎ先」でご確認ください。",
  nothingInDocuments: "お手元の書類には見当たりませんでした。",
  quoting: (title) => `「${title}」にこうあります。`,
  time: (time, city) =>
    city === null
      ? `${clock(time)}です。`
      : `${city.ja}は${time.month}月${time.day}日${weekday(time)}、${clock(time)}です。`,
  day: (ref, day, today) => {
    const offset = daysBetween(today, day);
    const ending = offset < 0 ? "でした。" : "です。";
    const date = offset === 0 ? `${day.year}年${day.month}月${day.day}日` : dateOf(day, today);
    if (ref.kind === "weekday" && ref.week !== null) return `${WEEK[ref.week]}の${weekday(day)}は${date}${ending}`;
    if (ref.kind === "weekday") return `次の${weekday(day)}は${date}${ending}`;
    const name =
      ref.kind === "offset" ? (NAMED[offset] ?? `${Math.abs(offset)}日${offset < 0 ? "前" : "後"}`) : undefined;
    return name === undefined ? `${date}は${weekday(day)}${ending}` : `${name}は${date}、${weekday(day)}${ending}`;
  },
  noSuchDay: "その日付は暦にありません。もう一度お願いできますか。",
  daysUntil: (day, count, today) =>
    count === 0
      ? "今日がその日です。"
      : `${dateOf(day, today)}${weekday(day)}${count > 0 ? `まで、あと${count}日です。` : `は${-count}日前でした。`}`,
  sum: (expression, { text, isExact }) => `${expression}は${isExact ? "" : "約"}${text}です。`,
  signs: {
    "+": "足す",
    "-": "引く",
    "*": "掛ける",
    "/": "割る",
    "^": "の",
    of: "の",
    "%": "パーセント",
    "(": "(",
    ")": ")",
  },
  powerEnd: "乗",
  sumProblem: { zero: "0では割れません。", size: "数が大きすぎるので、読み上げられません。" },
  converted: (amount, from, to, { text, isExact }) =>
    from.measure === "temperature"
      ? `${from.name.ja}${amount}度は${isExact ? "" : "約"}${to.name.ja}${text}度です。`
      : `${amount}${from.name.ja}は${isExact ? "" : "約"}${text}${to.name.ja}です。`,
  timerSet: (ms, text) => `${span(ms)}の${text === "" ? "" : `${text}の`}タイマーを始めました。`,
  timerOutOfRange: "タイマーは1秒から24時間までです。",
  reminderSet: (due, today, text) =>
    text === ""
      ? `${namedMoment(due, today)}にお知らせします。`
      : `${namedMoment(due, today)}に「${text}」とお知らせします。`,
  reminderRepeats: (rule, first, today, text) =>
    `${repeats(rule)}の${clock(first)}に${text === "" ? "" : `「${text}」と`}お知らせします。初回は${namedMoment(first, today)}です。`,
  askWhen: "いつお知らせしましょうか。時刻も一緒に、もう一度お願いします。",
  cannotRepeat: "くり返しは、毎日、曜日ごと、毎月、毎年のいずれかで承ります。時刻も一緒に、もう一度お願いします。",
  reminderPast: "その時刻はもう過ぎています。これからの時刻でお願いします。",
  changing: {
    putOff: ({ kind, text }, due, today) =>
      kind === "timer"
        ? `${text === "" ? "" : `${text}の`}タイマーは${namedMoment(due, today)}に鳴らします。`
        : `後に回しました。${namedMoment(due, today)}に${text === "" ? "" : `「${text}」と`}お知らせします。`,
    stays: (rule, next) => `ふだんの${repeats(rule)}の${clock(next)}はそのままです。`,
    askScope: (rule, next, today, text) =>
      `${text === "" ? "そのリマインダー" : `「${text}」`}は${repeats(rule)}の${clock(next)}です。${namedMoment(next, today)}だけ変えますか、これから毎回変えますか。「今回だけ」か「毎回」とお答えください。`,
    changed: (rule, first, today, text) =>
      `これからは${repeats(rule)}の${clock(first)}に${text === "" ? "" : `「${text}」と`}お知らせします。次は${namedMoment(first, today)}です。`,
    whichOne: "どれでしょうか。番号でお答えください。",
    whichName: "どのリマインダーでしょうか。名前も一緒に、もう一度お願いします。",
    nothingRang: (timer) =>
      timer === undefined
        ? "この1時間にお知らせしたものはありません。何をいつまで延ばすか、お聞かせください。"
        : `まだ何も鳴らしていません。${timer.text === "" ? "" : `${timer.text}の`}タイマーは残り${span(timer.leftMs)}です。延ばすなら「タイマーを5分延ばして」とおっしゃってください。`,
    oneAtATime: "動かすのは一件ずつ承ります。どれをいつに動かすか、お聞かせください。",
    noSuch: (text) =>
      `「${text}」という名前のものは見つかりませんでした。「リマインダーを教えて」か「今週の予定を教えて」とおっしゃれば、あるものを読み上げます。`,
    gone: "そのリマインダーはもうありません。リマインダーの一覧から、もう一度お選びください。",
  },
  noteAdded: (text) => `「${text}」とメモしました。`,
  askNote: "何をメモしましょうか。内容も一緒に、もう一度お願いします。",
  list: (kind, items, total, today) => {
    const lines = items.map(({ text, leftMs, due, rule }, index) => {
      const number = total > 1 ? `${index + 1}番、` : "";
      if (kind === "timer")
        return `${number}${text === "" ? "タイマー" : `${text}のタイマー`}は残り${span(leftMs)}です。`;
      if (kind === "note" || due === null) return `${number}「${text}」。`;
      const when = rule === null ? moment(due, today) : `${repeats(rule)}の${clock(due)}`;
      return `${number}${when}${text === "" ? "" : `に「${text}」`}。`;
    });
    return `${total > 1 ? `${THING[kind]}は${total}件です。` : ""}${lines.join("")}${total > items.length ? "ほかにもあります。" : ""}`;
  },
  none: (kind) => (kind === "timer" ? "動いているタイマーはありません。" : `該当する${THING[kind]}はありません。`),
  noneCalled: (kind, text) => `「${text}」の${THING[kind]}はありません。`,
  removed: (kind, count) =>
    kind === "timer"
      ? `タイマーを${count > 1 ? `${count}件` : ""}止めました。`
      : `${THING[kind]}を${count}件消しました。`,
  whichOne: (kind) => `どの${THING[kind]}でしょうか。番号か、全部とおっしゃってください。`,
  memory: memoryWords,
  reading: readingWords,
};
