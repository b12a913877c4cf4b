/** What Japanese speakers say to the secretary. */
import { readSum, type SumGrammar } from "./arithmetic.ts";
import type { ClockRef, DayRef, When } from "./calendar.ts";
import { cityOf, cityPattern } from "./cities.ts";
import { type Rule, says, type Which, whole, without } from "./intent.ts";
import { memoryRule } from "./memory/ja.ts";
import { JA_NUMBER, japaneseNumber } from "./numbers.ts";
import { readingRule } from "./readings/ja.ts";
import { unitOf, unitPattern } from "./units.ts";

const WEEKDAYS = "日月火水木金土";
const N = JA_NUMBER;
const WEEKDAY = `[${WEEKDAYS}]曜日?`;
const DAY =
  "(?:クリスマス|元日|元旦|お正月|今日|きょう|本日|今夜|今晩|明日|あした|あす|明晩|明後日|あさって|しあさって|昨日|きのう|一昨日|おととい" +
  `|${N}日後|${N}日前|${N}週間後|${N}週間前|(?:今週|来週|再来週|先週)の?${WEEKDAY}|(?:今度の|次の)?${WEEKDAY}` +
  `|(?:${N}年)?${N}月${N}日|(?:今月|来月)の?${N}日|${N}日)`;
const HALF = "(?:午前|午後|朝|昼|夕方|夜|晩|深夜|今夜|今晩|明け方)の?";
const CLOCK = `(?:正午|(?:${HALF})?(?:[0-2]?\\d[::][0-5]\\d|${N}時(?:${N}分|半)?))`;
const SPAN_PART = `(?:${N}(?:時間半|時間|分半|分間|分|秒間|秒)|半時間)`;
const SPAN = `${SPAN_PART}(?:と?${SPAN_PART}){0,3}`;
const WHEN = `(?:(?:今から|あと)?${SPAN}(?:後|したら|経ったら|たったら)|${DAY}の?${CLOCK}|${CLOCK}|${DAY}の?(?:朝|昼|夕方|夜|晩)?)`;
const DO =
  "(?:して(?:おいて)?|を?お願い(?:します|できますか)?|おねがい(?:します)?|してもらえますか|してくれますか|してくれる|しといて)?";
const PLEASE =
  "(?:ください|下さい|くれますか|くれる|くださいますか|ちょうだい|もらえますか|もらえる|ほしい(?:です)?|欲しい(?:です)?|おいて|おいてください|ね)*";
const ASKS =
  "(?:です|でしょう|だった|でした|だ|かな|になりますか|になります|になる|かわかりますか|か分かりますか|か教えて|かおしえて|っけ|でしたっけ|か|の|ね|よ)*";

const SPAN_MS: Readonly<Record<string, number>> = { 時: 3_600_000, 分: 60_000, 秒: 1000 };

function spanMs(text: string): number | undefined {
  let total = 0;
  for (const [, words = "", unit = "", half] of text.matchAll(new RegExp(`(${N}|半)(時間|分|秒)(半)?`, "g"))) {
    const amount = words === "半" ? 0.5 : Number(japaneseNumber(words));
    const unitMs = SPAN_MS[unit[0] ?? ""];
    if (Number.isNaN(amount) || unitMs === undefined) return undefined;
    total += (amount + (half === undefined ? 0 : 0.5)) * unitMs;
  }
  return total;
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
  あさって: 2,
  しあさって: 3,
  昨日: -1,
  きのう: -1,
  一昨日: -2,
  おととい: -2,
};
const WEEKS: Readonly<Record<string, number>> = { 今週: 0, 来週: 1, 再来週: 2, 先週: -1 };

function dayOf(words: string): DayRef | undefined {
  const text = words.replace(/の?(?:朝|昼|夕方|夜|晩)$/, "");
  const offset = OFFSETS[text] ?? OFFSETS[words];
  if (offset !== undefined) return { kind: "offset", days: offset };
  const weekday = new RegExp(`^(今週|来週|再来週|先週|今度の|次の)?の?([${WEEKDAYS}])曜日?$`).exec(text);
  if (weekday !== null) {
    return { kind: "weekday", weekday: WEEKDAYS.indexOf(weekday[2] ?? ""), week: WEEKS[weekday[1] ?? ""] ?? null };
  }
  const count = new RegExp(`^(${N})(日|週間)(後|前)$`).exec(text);
  if (count !== null) {
    const days = Number(japaneseNumber(count[1] ?? "")) * (count[2] === "日" ? 1 : 7);
    return Number.isInteger(days) ? { kind: "offset", days: count[3] === "後" ? days : -days } : undefined;
  }
  if (text === "クリスマス") return { kind: "date", month: 12, day: 25 };
  if (/^(?:元日|元旦|お正月)$/.test(text)) return { kind: "date", month: 1, day: 1 };
  const date = new RegExp(`^(?:(${N})年)?(?:(${N})月|(今月|来月)の?)?(${N})日$`).exec(text);
  if (date === null) return undefined;
  const [, year, month, ahead, day = ""] = date;
  const number = (digits: string) => Number(japaneseNumber(digits));
  return {
    kind: "date",
    day: number(day),
    ...(year === undefined ? {} : { year: number(year) }),
    ...(month === undefined ? {} : { month: number(month) }),
    ...(ahead === undefined ? {} : { monthsAhead: ahead === "来月" ? 1 : 0 }),
  };
}

/** `day` may say which half is meant: 今夜, 明日の朝. */
function clockOf(words: string, day: string): ClockRef | undefined {
  if (words === "正午") return { hour: 12, minute: 0, half: "pm" };
  const match = new RegExp(`^(${HALF})?(?:(\\d{1,2})[::](\\d\\d)|(${N})時(?:(${N})分|(半))?)$`).exec(words);
  if (match === null) return undefined;
  const [, named = "", h24, m24, hourWords = "", minuteWords, half] = match;
  const hour = Number(h24 ?? japaneseNumber(hourWords));
  const minute = half === undefined ? Number(m24 ?? japaneseNumber(minuteWords ?? "0")) : 30;
  if (!(hour <= 24 && minute < 60)) return undefined;
  const about = named === "" ? day : named;
  const isLate = /午後|夕方|夜|晩/.test(about) || (/昼/.test(about) && hour < 6);
  // 夜の1時 and 深夜1時 are after midnight.
  if (/深夜|午前|朝|明け方/.test(about)) return { hour, minute, half: "am" };
  if (/夜|晩/.test(about) && (hour < 5 || hour === 12))
    return { hour: hour === 12 ? 24 : hour + 24, minute, half: null };
  return { hour, minute, half: isLate ? "pm" : null };
}

function whenOf(words: string): When | undefined {
  const span = new RegExp(`^(?:今から|あと)?(${SPAN})(?:後|したら|経ったら|たったら)$`).exec(words)?.[1];
  if (span !== undefined) {
    const ms = spanMs(span);
    return ms === undefined ? undefined : { kind: "in", ms };
  }
  const match = whole(`(?:(${DAY})の?)?(${CLOCK})`).exec(words);
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

const sums: SumGrammar = {
  number: new RegExp(N, "y"),
  valueOf: japaneseNumber,
  signs: [
    [/足す|たす|プラス|\+/y, "+"],
    [/引く|ひく|マイナス|-|−/y, "-"],
    [/掛ける|かける|[x×*]/iy, "*"],
    [/割る|わる|[/÷]/y, "/"],
    [/パーセント|%/y, "%"],
    [/割(?!る|り)/y, [{ sign: "*" }, { number: "10" }, { sign: "%" }]],
    [/の半分/y, [{ sign: "/" }, { number: "2" }]],
    [/円/y, null],
    [/の/y, "of"],
    [/\^/y, "^"],
    [/かっこ閉じ(?:る)?|\)/y, ")"],
    [/かっこ|\(/y, "("],
  ],
};
/** "2の10乗" in the order the parser reads. */
const POWER = new RegExp(`(${N})の(${N})乗`, "g");
const REORDERED: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`^(${N})に(${N})を(?:足すと|足したら|足して)`), "$1足す$2"],
  [new RegExp(`^(${N})と(${N})を(?:足すと|足したら|足して|合わせると)`), "$1足す$2"],
  [new RegExp(`^(${N})から(${N})を(?:引くと|引いたら|引いて)`), "$1引く$2"],
  [new RegExp(`^(${N})[にと](${N})を(?:掛けると|かけると|掛けたら|かけたら|掛けて|かけて)`), "$1掛ける$2"],
  [new RegExp(`^(${N})を(${N})で(?:割ると|割ったら|わると|割って)`), "$1割る$2"],
];
const ASKS_SUM = new RegExp(
  `(?:は|って|を|イコール|=)?(?:いくつ|いくら|何|なに|なん|幾つ)?${ASKS}(?:(?:計算|けいさん)(?:して)?${PLEASE}|(?:教えて|おしえて)${PLEASE})?$`,
);

const sum: Rule = (text) => {
  const ordered = REORDERED.reduce((words, [pattern, order]) => words.replace(pattern, order), text);
  const tokens = readSum(ordered.replace(ASKS_SUM, "").replace(POWER, "$1^$2"), sums);
  return tokens === undefined ? undefined : { kind: "sum", tokens };
};

const conversion: Rule = (text) => {
  const unit = unitPattern("ja");
  const forms = [
    whole(`(?<n>-?${N})(?<from>${unit}|キロ)(?:は|って|を)?(?:何|なん)(?<to>${unit}|キロ)${ASKS}`),
    whole(
      `(?<n>-?${N})(?<from>${unit})を(?<to>${unit})(?:に|で)(?:換算|変換|直)?(?:する(?:と)?|して|すと|したら)?(?:いくつ|何)?${ASKS}${PLEASE}`,
    ),
    whole(
      `(?<from>華氏|摂氏)(?<n>-?${N})度(?:は|って|を)(?<to>華氏|摂氏)(?:だと|では|で|に)?(?:何度|すると|して|直すと)*${ASKS}${PLEASE}`,
    ),
  ];
  const groups = forms.map((form) => form.exec(text)?.groups).find((found) => found !== undefined) ?? {};
  const kilo = (words: string | undefined, other: string | undefined) => {
    if (words !== "キロ") return unitOf(words ?? "", "ja");
    return unitOf(unitOf(other ?? "", "ja")?.measure === "mass" ? "キログラム" : "キロメートル", "ja");
  };
  const from = kilo(groups.from, groups.to);
  const to = kilo(groups.to, groups.from);
  const amount = japaneseNumber((groups.n ?? "").replace(/^-/, ""));
  if (from === undefined || to === undefined || amount === undefined || from.measure !== to.measure) return undefined;
  return { kind: "convert", amount: groups.n?.startsWith("-") ? `-${amount}` : amount, from, to };
};

const time: Rule = (text) => {
  const city = whole(
    `(${cityPattern("ja")})(?:は|では|って|の時間は|の時刻は)?(?:今|いま)?、?(?:は)?(?:何時|なんじ)${ASKS}${PLEASE}`,
    `(?:今|いま)、?(${cityPattern("ja")})(?:は|では|って)(?:何時|なんじ)${ASKS}${PLEASE}`,
    `(${cityPattern("ja")})の(?:今の)?(?:時間|時刻)(?:は|を教えて)${ASKS}${PLEASE}`,
  ).exec(text);
  const name = city?.slice(1).find((found) => found !== undefined);
  if (name !== undefined) return { kind: "time", city: cityOf(name, "ja") };
  return whole(
    `(?:今|いま|現在)?(?:の時間)?(?:は|って)?、?(?:何時|なんじ)(?:何分)?${ASKS}${PLEASE}`,
    `(?:今の|現在の|いまの)?(?:時間|時刻)(?:は|を)?(?:教えて|おしえて)${PLEASE}`,
    "(?:今の|現在の|いまの)(?:時間|時刻)(?:は)?",
  ).test(text)
    ? { kind: "time", city: null }
    : undefined;
};

const date: Rule = (text) => {
  const until = whole(`(${DAY})まで(?:は|に)?(?:あと)?(?:何日|なんにち)(?:ある|あります)?${ASKS}`).exec(text)?.[1];
  if (until !== undefined) {
    const day = dayOf(until);
    return day && { kind: "days-until", day };
  }
  const asked = whole(
    `(?<a>${DAY})(?:の日付)?(?:は|って|の日は)?、?(?:何日|何月何日|何曜日|何曜|なんにち|なんようび|いつ)${ASKS}${PLEASE}`,
    `(?<b>${DAY})の(?:日付|曜日)(?:は|って|を教えて|を)?(?:何)?${ASKS}${PLEASE}`,
    `(?:今日は)?(?:何曜日|何月何日|何日)(?:です|だ)(?:か|っけ)?`,
  ).exec(text);
  if (asked === null) return undefined;
  const day = dayOf(asked.groups?.a ?? asked.groups?.b ?? "今日");
  return day && { kind: "day", day };
};

function whichOf(words: string | undefined): Which {
  const text = words ?? "";
  if (/全部|すべて|全て|ぜんぶ/.test(text)) return { kind: "all" };
  if (/最後|最新/.test(text)) return { kind: "nth", n: -1 };
  if (/最初/.test(text)) return { kind: "nth", n: 1 };
  const nth = new RegExp(`(${N})(?:番目?|つ目|個目|件目)?`).exec(text)?.[1];
  return nth === undefined ? { kind: "only" } : { kind: "nth", n: Number(japaneseNumber(nth)) };
}

const REMOVE =
  "(?:を|は)?(?:消して|けして|削除|取り消して|取消|キャンセル|止めて|とめて|ストップ|解除|中止|やめて|なくして)";

const timer: Rule = (text) => {
  const set = whole(
    `(?<a>${SPAN})(?:後)?の?(?:(?<about>[^\\s、。のを]{1,12})の?)?タイマー(?:を|で)?(?:セット|設定|開始|スタート|かけて|掛けて|つけて|始めて)?${DO}${PLEASE}`,
    `(?:(?<task>[^\\s、。]{1,12})の)?タイマー(?:を|、)?(?<b>${SPAN})(?:に|で|の|を)?(?:セット|設定|開始|スタート|かけて|掛けて)?${DO}${PLEASE}`,
    `(?<c>${SPAN})(?:を)?(?:計って|測って|はかって|量って)${PLEASE}`,
    `(?<d>${SPAN})(?:後|経ったら|たったら)に?(?:教えて|知らせて|呼んで|鳴らして)${PLEASE}`,
  ).exec(text);
  if (set !== null) {
    const { a, b, c, d, about, task } = set.groups ?? {};
    const ms = spanMs(a ?? b ?? c ?? d ?? "");
    return ms === undefined ? undefined : { kind: "timer-set", ms, text: about ?? task ?? "" };
  }
  if (
    whole(
      `タイマー(?:は|って|の)?(?:あと|残り|のこり)(?:時間)?(?:は)?(?:何分|何秒|どのくらい|どれくらい|いくつ)?${ASKS}${PLEASE}`,
      `(?:あと何分|残り(?:時間)?は?(?:何分|どのくらい|どれくらい))${ASKS}`,
      `タイマー(?:の)?(?:一覧|を見せて|を確認|の状況|は動いてる|はいくつ)${ASKS}${DO}${PLEASE}`,
    ).test(text)
  ) {
    return { kind: "timer-list" };
  }
  const cancel = whole(
    `(?<span>${SPAN})?の?(?<which>全部の|すべての|全ての)?タイマー(?<all>を全部|を?すべて|全部)?${REMOVE}${DO}${PLEASE}`,
  ).exec(text);
  if (cancel === null) return undefined;
  const { span, which, all } = cancel.groups ?? {};
  const ms = span === undefined ? undefined : spanMs(span);
  if (ms !== undefined) return { kind: "timer-cancel", which: { kind: "duration", ms } };
  return { kind: "timer-cancel", which: which === undefined && all === undefined ? { kind: "only" } : { kind: "all" } };
};

const REMIND =
  "(?:リマインド|リマインダー|思い出させて|声をかけて|声を掛けて|知らせて|しらせて|通知|教えて|おしえて|言って|アラーム|起こして)";
const LINK = "(?:すること|のこと|こと)?(?:だと|と|って|ように|よう|のを|を|だって|の)?";

const REPEATS = /毎(?:日|朝|晩|週|月|年|時間)|おきに|ごとに/;

const reminder: Rule = (text) => {
  if (
    REPEATS.test(text) &&
    new RegExp(`(?:リマインド|起こして|知らせて|思い出させて|アラーム)${DO}${PLEASE}$`).test(text)
  ) {
    return { kind: "reminder-repeating" };
  }
  if (
    whole(
      `リマインダー(?:は|って)?(?:の)?(?:一覧|何|なに|を見せて|を教えて|を読んで|を確認|ある|あります|を読み上げて)?(?:が)?(?:ある|あります)?${ASKS}${DO}${PLEASE}`,
      `(?:今日の)?リマインダー(?:は|を)?(?:一覧|全部|すべて)(?:を)?(?:見せて|教えて|読んで)?${PLEASE}`,
    ).test(text)
  ) {
    return { kind: "reminder-list" };
  }
  const cancel = whole(
    `(?<nth>${N}(?:番目?|つ目)|最後|最初|全部|すべて|全て)の?リマインダー${REMOVE}${DO}${PLEASE}`,
    `リマインダー(?:を|の)?(?<n>${N}番?目?|全部|すべて|全て)${REMOVE}${DO}${PLEASE}`,
    `(?:(?<words>.+?)の)?リマインダー${REMOVE}${DO}${PLEASE}`,
  ).exec(text);
  if (cancel !== null) {
    const { nth, n, words } = cancel.groups ?? {};
    if (words !== undefined) return { kind: "reminder-cancel", which: { kind: "words", text: words } };
    return { kind: "reminder-cancel", which: whichOf(nth ?? n) };
  }
  const timed = new RegExp(
    `^(${WHEN})(?:になったら|に|頃に|ごろに|には|、)?、?(.*?)(${LINK})、?${REMIND}${DO}${PLEASE}$`,
  ).exec(text);
  const inserted = new RegExp(`^(.+?)(?:を|と|って|の件を)、?(${WHEN})(?:に|頃に|ごろに)${REMIND}${DO}${PLEASE}$`).exec(
    text,
  );
  const titled = new RegExp(
    `^リマインダー(?:を|、)?(${WHEN})(?:に|、)?(.*?)(?:を|で)?(?:設定|セット|追加)?${DO}${PLEASE}$`,
  ).exec(text);
  const [, words, about] = timed ?? titled ?? (inserted === null ? [] : ["", inserted[2], inserted[1]]);
  if (words !== undefined) {
    // 明日の天気を教えて asks for something; 会議だと教えて and 5時に教えて ask to be told.
    const isQuestion = /(?:教えて|おしえて)/.test(text) && !/(?:と|って|よう|ように)$/.test(timed?.[3] ?? "");
    if (isQuestion && (about !== "" || !new RegExp(`${CLOCK}|${SPAN}`).test(words))) return undefined;
    const when = whenOf(words);
    return when && { kind: "reminder-set", when, text: (about ?? "").replace(/[、。]$/, "") };
  }
  const untimed = new RegExp(`^(.+?)${LINK}、?(?:リマインド|思い出させて)${DO}${PLEASE}$`).exec(text)?.[1];
  return untimed === undefined ? undefined : { kind: "reminder-set", when: null, text: untimed };
};

const note: Rule = (text) => {
  if (
    whole(
      `(?:私の|全部の)?メモ(?:を|は|の)?(?:全部|すべて)?(?:を)?(?:読んで|読み上げて|見せて|教えて|聞かせて|一覧|確認|何がある|何が入ってる|ある|あります)(?:を見せて)?${ASKS}${DO}${PLEASE}`,
    ).test(text)
  ) {
    return { kind: "note-list" };
  }
  const remove = whole(
    `(?<nth>${N}(?:番目?|つ目|個目|件目)|最後|最初|最新|全部|すべて|全て)の?メモ${REMOVE}${DO}${PLEASE}`,
    `メモ(?:を|の)?(?<n>${N}番?目?|全部|すべて|全て)${REMOVE}${DO}${PLEASE}`,
    `(?:(?<words>.+?)の)?メモ${REMOVE}${DO}${PLEASE}`,
  ).exec(text);
  if (remove !== null) {
    const { nth, n, words } = remove.groups ?? {};
    if (words !== undefined) return { kind: "note-delete", which: { kind: "words", text: words } };
    return { kind: "note-delete", which: whichOf(nth ?? n) };
  }
  const after = new RegExp(
    `^(?:.{1,20}(?:って|と|を))?メモ(?:(?:を)?(?:して|取って|とって)(?:おいて)?${PLEASE}|、|:)[、。:\\s]*(.*)$`,
  ).exec(text);
  const before = new RegExp(
    `^(.+?)(?:だ)?(?:と|って|を)、?メモ(?:を)?(?:して|取って|とって|しておいて|しといて|お願い(?:します)?)?${PLEASE}$`,
  ).exec(text);
  if (before !== null) return { kind: "note-add", text: before[1] ?? "" };
  if (after === null || /^.{1,20}(?:って|と|を)メモ/.test(text)) return undefined;
  return { kind: "note-add", text: after[1] ?? "" };
};

const CALL = "(?:秘書さん|ヒショ|ひしょ)?、?";

const rules: readonly Rule[] = [
  says(
    whole(
      `${CALL}(?:こんにちは|こんにちわ|おはよう(?:ございます)?|こんばんは|こんばんわ|元気ですか|お元気ですか|元気|やあ|はじめまして|ハロー)(?:、?秘書さん)?`,
    ),
    { kind: "greeting" },
  ),
  says(
    whole(
      "(?:どうも)?(?:ありがとう(?:ございます|ございました)?|有難う(?:ございます)?|サンキュー|助かりました|助かった)(?:、?秘書さん|ね)?",
    ),
    { kind: "thanks" },
  ),
  says(
    whole(
      "(?:さようなら|さよなら|バイバイ|またね|また(?:明日|後で|あとで)(?:ね)?|おやすみ(?:なさい)?|失礼します|お疲れ様(?:でした|です)?)",
    ),
    { kind: "goodbye" },
  ),
  says(
    whole(
      `(?:あなた|君|きみ|おまえ)(?:は|って)(?:誰|だれ|何者|人間|ロボット|機械|ai|人|コンピューター?|本物)${ASKS}`,
      `(?:あなたの)?(?:お)?名前(?:は|を教えて)(?:何|なに|なん)?${ASKS}${PLEASE}`,
      `(?:どなた|誰|だれ)ですか`,
      "自己紹介して(?:ください)?",
    ),
    { kind: "who" },
  ),
  says(
    whole(
      `(?:あなたは)?(?:何|なに)が(?:できる|出来る|できます|出来ます)(?:の)?${ASKS}`,
      "ヘルプ",
      "使い方(?:を教えて)?(?:ください)?",
    ),
    { kind: "abilities" },
  ),
  readingRule,
  memoryRule,
  note,
  timer,
  reminder,
  time,
  date,
  sum,
  conversion,
];

/** What may come before the matter itself. */
const LEAD =
  /^(?:(?:こんにちは|おはようございます|おはよう|こんばんは)[、。!]?)?(?:(?:秘書さん|えーっと|えーと|えっと|あのー?|ねえ|すみませんが|すみません|すいません|ちょっと|では|じゃあ|はい)[、,\s]*)*/;

/** Recognisers put spaces between Japanese words; none of them counts. */
const closed = (text: string) => text.replace(/(?<=[^\x20-\x7e]) | (?=[^\x20-\x7e])/g, "");

/** In order: the first that understands decides. */
export const RULES: readonly Rule[] = without(LEAD, rules).map((rule) => (text) => rule(closed(text)));

/** Of those, what concerns what is remembered and how words are read. */
export const BOOK_RULES: readonly Rule[] = without(LEAD, [readingRule, memoryRule]).map(
  (rule) => (text) => rule(closed(text)),
);
