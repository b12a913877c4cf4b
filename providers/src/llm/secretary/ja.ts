/** What Japanese speakers say to the secretary. */

import { readSum, type SumGrammar } from "./arithmetic.ts";
import { changingRules } from "./changing/ja.ts";
import { cityOf, cityPattern } from "./cities.ts";
import { type Rule, says, type Which, without } from "./intent.ts";
import { FIRST, LAST, MOVED, whichOf as whichEventOf } from "./ja-agenda.ts";
import { ASKS, CLOCK, DAY, DO, dayOf, N, PLEASE, SPAN, spanMs, WHEN, whenOf } from "./ja-time.ts";
import { memoryRule } from "./memory/ja.ts";
import { japaneseNumber } from "./numbers.ts";
import { pattern, whole } from "./pattern.ts";
import { readingRule } from "./readings/ja.ts";
import { repeatIn } from "./repeating/ja.ts";
import { repeating } from "./repeating/rule.ts";
import { unitOf, unitPattern } from "./units.ts";

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
  [pattern(`^(${N})に(${N})を(?:足すと|足したら|足して)`), "$1足す$2"],
  [pattern(`^(${N})と(${N})を(?:足すと|足したら|足して|合わせると)`), "$1足す$2"],
  [pattern(`^(${N})から(${N})を(?:引くと|引いたら|引いて)`), "$1引く$2"],
  [pattern(`^(${N})[にと](${N})を(?:掛けると|かけると|掛けたら|かけたら|掛けて|かけて)`), "$1掛ける$2"],
  [pattern(`^(${N})を(${N})で(?:割ると|割ったら|わると|割って)`), "$1割る$2"],
];
const ASKS_SUM = pattern(
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
  const nth = pattern(`(${N})(?:番目?|つ目|個目|件目)?`).exec(text)?.[1];
  return nth === undefined ? { kind: "only" } : { kind: "nth", n: Number(japaneseNumber(nth)) };
}

const NTH = `(?:${N}(?:番目?|つ目)|最後|最初|全部|すべて|全て)`;
const namedBy = (text: string): Which => ({ kind: "words", text: text.replace(/の$/, "") });

const REMOVE =
  "(?:を|は)?(?:消して|けして|削除|取り消して|取消|キャンセル|止めて|とめて|ストップ|解除|中止|やめて|なくして)";

/** What may come before the matter itself. */
const OPENING =
  "秘書さん|えーっと|えーと|えっと|あのー?|ねえ|すみませんが|すみません|すいません|ちょっと|では|じゃあ|はい";
/** Before a timer it is no name of one: 今すぐタイマーを止めて, but もうふのタイマー. */
const BEFORE_TIMER = pattern(
  `^(?:(?:${OPENING}|うーん|ねぇ|今すぐ|すぐに?|早く|もう|やっぱり?|とりあえず|今)[、\\s]*)+(?=[^ぁ-んー日]|[そこあ]の)`,
);

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
    `(?:(?:その|この|あの|今の|さっきの)|(?<name>[^、。]{1,16}?)の?)タイマー(?:を|は)?${REMOVE}${DO}${PLEASE}`,
  ).exec(text.replace(BEFORE_TIMER, ""));
  if (cancel === null) return undefined;
  const { span, which, all, name } = cancel.groups ?? {};
  if (name !== undefined) return { kind: "timer-cancel", which: whole(NTH).test(name) ? whichOf(name) : namedBy(name) };
  const ms = span === undefined ? undefined : spanMs(span);
  if (ms !== undefined) return { kind: "timer-cancel", which: { kind: "duration", ms } };
  return { kind: "timer-cancel", which: which === undefined && all === undefined ? { kind: "only" } : { kind: "all" } };
};

const REMIND =
  "(?:リマインド|リマインダー|思い出させて|声をかけて|声を掛けて|知らせて|しらせて|通知|教えて|おしえて|言って|アラーム|目覚まし(?:時計)?|起こして)";
/** 飲んだと keeps its だ: it is no 会議だと. */
const LINK =
  "(?:すること|のこと|こと)?(?:(?:(?<!\\p{sc=Han}ん)だ|です)?よ?(?:と|って)(?:いう|言う)?|ように?(?:と|って)?|のを|を|の)?";

const once: Rule = (text) => {
  if (
    whole(
      `リマインダー(?:は|って)?(?:の)?(?:一覧|何|なに|を見せて|を教えて|を読んで|を確認|ある|あります|を読み上げて)?(?:が)?(?:ある|あります)?${ASKS}${DO}${PLEASE}`,
      `(?:今日の)?リマインダー(?:は|を)?(?:一覧|全部|すべて)(?:を)?(?:見せて|教えて|読んで)?${PLEASE}`,
    ).test(text)
  ) {
    return { kind: "reminder-list" };
  }
  const cancel = whole(
    `(?<nth>${NTH})の?リマインダー${REMOVE}${DO}${PLEASE}`,
    `リマインダー(?:を|の)?(?<n>${N}番?目?|全部|すべて|全て)${REMOVE}${DO}${PLEASE}`,
    `(?:(?<words>.+?)の)?リマインダー${REMOVE}${DO}${PLEASE}`,
    `(?<name>.+?)の(?:アラーム|通知|お?知らせ)${REMOVE}${DO}${PLEASE}`,
  ).exec(text);
  if (cancel !== null) {
    const { nth, n, name, words = name } = cancel.groups ?? {};
    const which = words === undefined ? undefined : whichEventOf(words);
    if (which !== undefined && which.text === "") {
      return { kind: "event-cancel", which: { ...which, isReminder: true } };
    }
    if (words !== undefined) return { kind: "reminder-cancel", which: namedBy(words) };
    return { kind: "reminder-cancel", which: whichOf(nth ?? n) };
  }
  const timed = pattern(
    `^(${WHEN})(?:になったら|に|頃に|ごろに|には|、)?、?(.*?)(${LINK})、?${REMIND}(?:を?(?:設定|セット|追加|登録|入れて|かけて|鳴らして)|を)?${DO}${PLEASE}$`,
    "u",
  ).exec(text.replace(pattern(`^(${DAY})は、?(?=${CLOCK}(?:頃|ごろ)?に)`), "$1"));
  const inserted = pattern(`^(.+?)(?:を|と|って|の件を)、?(${WHEN})(?:に|頃に|ごろに)${REMIND}${DO}${PLEASE}$`).exec(
    text,
  );
  const titled = pattern(
    `^(?:リマインダー|アラーム|目覚まし(?:時計)?)(?:を|、)?(${WHEN})(?!(?:に|へ|まで)?${MOVED})(?:に|、)?(.*?)(?:を|で)?(?:設定|セット|追加|かけて|掛けて|鳴らして)?${DO}${PLEASE}$`,
  ).exec(text);
  const [, words, about] = timed ?? titled ?? (inserted === null ? [] : ["", inserted[2], inserted[1]]);
  if (words !== undefined) {
    // 明日の天気を教えて asks for something; 会議だと教えて and 5時に教えて ask to be told.
    // 30分早く起こして is of an hour that is not said.
    if (
      pattern(
        `^は?、?(?:(?:${SPAN}|間半?)(?:早|遅)|(?:もう|もっと|少し|ちょっと)*(?:早く|早めに?|遅く|遅めに?)$)`,
      ).test(about ?? "")
    )
      return undefined;
    const isQuestion = /(?:教えて|おしえて)/.test(text) && !/(?:と|って|よう|ように)$/.test(timed?.[3] ?? "");
    if (isQuestion && (about !== "" || !pattern(`${CLOCK}|${SPAN}`).test(words))) return undefined;
    const when = whenOf(words);
    return when && { kind: "reminder-set", when, text: (about ?? "").replace(/[、。]$/, "") };
  }
  const untimed = pattern(`^(.+?)${LINK}、?(?:リマインド|思い出させて)${DO}${PLEASE}$`, "u").exec(text)?.[1];
  return untimed === undefined ? undefined : { kind: "reminder-set", when: null, text: untimed };
};

const reminder = repeating(once, repeatIn, {
  tooOften: /毎時間?|(?:時間|分|秒)(?:おき|ごと|毎)/,
  besides: pattern(
    `以外|を?除[いくき]|(?:${DAY}|${CLOCK})(?:まで(?!に)|から|[とや・、](?:${DAY}|${CLOCK}))` +
      `|^${N}(?:日間|週間|(?:か|ヶ|カ|ヵ|箇)月間?|年間)(?!後|前)|^[とや・、]?(?:から|まで|${N}日)`,
  ),
  clock: pattern(`^${CLOCK}|${CLOCK}(?:に|と)`),
  own: pattern(
    `^(.*?${CLOCK}(?:になったら|頃に|ごろに|には|に)、?)${CLOCK}` +
      "(?:からの|までに|の|(?:から|に)(?=.+(?:だ|です|がある|があります|始まる|始まります)よ?(?:と|って)))",
  ),
});

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
  const after = pattern(
    `^(?:.{1,20}(?:って|と|を))?メモ(?:(?:を)?(?:して|取って|とって)(?:おいて)?${PLEASE}|、|:)[、。:\\s]*(.*)$`,
  ).exec(text);
  const before = pattern(
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
      `(?:(?:人間|ロボット|機械|ai|コンピューター?|本物の人)(?:なの|なん)?(?:です|だ)?|(?:人|機械)と話して(?:いる|る|います)の?(?:です)?)${ASKS}`,
      `(?:あなたの|君の|きみの)?(?:お)?名前(?:は|って|を教えて)(?:何|なに|なん)?${ASKS}${PLEASE}`,
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
  ...FIRST,
  ...changingRules,
  note,
  timer,
  reminder,
  time,
  date,
  sum,
  conversion,
  ...LAST,
];

/** And a greeting. */
const LEAD = new RegExp(
  `^(?:(?:こんにちは|おはようございます|おはよう|こんばんは)[、。!]?)?(?:(?:${OPENING})[、,\\s]*)*`,
);

/** Recognisers put spaces between Japanese words; none of them counts. */
const closed = (text: string) => text.replace(/(?<=[^\x20-\x7e]) | (?=[^\x20-\x7e])/g, "");

/** In order: the first that understands decides. */
export const RULES: readonly Rule[] = without(LEAD, rules).map((rule) => (text) => rule(closed(text)));

/** Of those, what concerns what is remembered and how words are read. */
export const BOOK_RULES: readonly Rule[] = without(LEAD, [readingRule, memoryRule]).map(
  (rule) => (text) => rule(closed(text)),
);
