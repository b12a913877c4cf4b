import { describe, expect, it } from "vitest";
import { workOut } from "./arithmetic.ts";
import { type Intent, tidy, understand } from "./intent.ts";
import { RULES } from "./ja.ts";
import { toDecimal } from "./rational.ts";

const read = (text: string) => understand(tidy(text), RULES);
const MINUTE = 60_000;
const clock = (hour: number, minute: number, half: "am" | "pm" | null = null) => ({ hour, minute, half });
const tomorrow = { kind: "offset", days: 1 } as const;
const reminder = (day: object | null, at: object | null, text: string) => ({
  kind: "reminder-set" as const,
  when: { kind: "at" as const, day, clock: at },
  text,
});

describe("what Japanese speakers mean", () => {
  it.each<[string, object]>([
    ["こんにちは。", { kind: "greeting" }],
    ["おはようございます", { kind: "greeting" }],
    ["ありがとうございます。", { kind: "thanks" }],
    ["おやすみなさい", { kind: "goodbye" }],
    ["あなたは誰ですか？", { kind: "who" }],
    ["あなたは人間ですか", { kind: "who" }],
    ["お名前は何ですか", { kind: "who" }],
    ["何ができますか", { kind: "abilities" }],
    ["今何時", { kind: "time", city: null }],
    ["今、何時ですか？", { kind: "time", city: null }],
    ["今 何 時 です か", { kind: "time", city: null }],
    ["えーと、今何時だっけ", { kind: "time", city: null }],
    ["時間を教えてください", { kind: "time", city: null }],
    ["ニューヨークは今何時ですか", { kind: "time", city: expect.objectContaining({ timeZone: "America/New_York" }) }],
    ["今日は何日ですか", { kind: "day", day: { kind: "offset", days: 0 } }],
    ["今日は何曜日？", { kind: "day", day: { kind: "offset", days: 0 } }],
    ["来週の金曜は何日", { kind: "day", day: { kind: "weekday", weekday: 5, week: 1 } }],
    ["明後日は何曜日ですか", { kind: "day", day: { kind: "offset", days: 2 } }],
    ["12月25日は何曜日ですか", { kind: "day", day: { kind: "date", month: 12, day: 25 } }],
    ["十二月二十五日は何曜日", { kind: "day", day: { kind: "date", month: 12, day: 25 } }],
    ["10日後は何日ですか", { kind: "day", day: { kind: "offset", days: 10 } }],
    ["来月の3日は何曜日", { kind: "day", day: { kind: "date", day: 3, monthsAhead: 1 } }],
    ["12月25日まであと何日ですか", { kind: "days-until", day: { kind: "date", month: 12, day: 25 } }],
    ["3分タイマー", { kind: "timer-set", ms: 3 * MINUTE, text: "" }],
    ["三分のタイマーをセットしてください", { kind: "timer-set", ms: 3 * MINUTE }],
    ["タイマー10分", { kind: "timer-set", ms: 10 * MINUTE }],
    ["タイマーを5分でお願いします", { kind: "timer-set", ms: 5 * MINUTE }],
    ["1時間半のタイマー", { kind: "timer-set", ms: 90 * MINUTE }],
    ["1時間20分タイマーかけて", { kind: "timer-set", ms: 80 * MINUTE }],
    ["90秒計って", { kind: "timer-set", ms: 90_000 }],
    ["5分後に教えて", { kind: "timer-set", ms: 5 * MINUTE }],
    ["タイマーはあと何分ですか", { kind: "timer-list" }],
    ["タイマーを止めて", { kind: "timer-cancel", which: { kind: "only" } }],
    ["3分のタイマーをキャンセルして", { kind: "timer-cancel", which: { kind: "duration", ms: 3 * MINUTE } }],
    ["タイマーを全部消して", { kind: "timer-cancel", which: { kind: "all" } }],
    ["18時半に田中さんに電話するとリマインドして", reminder(null, clock(18, 30), "田中さんに電話する")],
    ["午後6時半に田中さんに電話するように言ってください", reminder(null, clock(6, 30, "pm"), "田中さんに電話する")],
    ["明日の9時に会議だと教えて", reminder(tomorrow, clock(9, 0), "会議")],
    ["明日の朝9時に会議をリマインドして", reminder(tomorrow, clock(9, 0, "am"), "会議")],
    [
      "来週の月曜10時に書類を出すとリマインド",
      reminder({ kind: "weekday", weekday: 1, week: 1 }, clock(10, 0), "書類を出す"),
    ],
    ["夜9時に薬を飲むと知らせて", reminder(null, clock(9, 0, "pm"), "薬を飲む")],
    ["深夜1時に寝ると言って", reminder(null, clock(1, 0, "am"), "寝る")],
    [
      "20分後に薬を飲むとリマインドして",
      { kind: "reminder-set", when: { kind: "in", ms: 20 * MINUTE }, text: "薬を飲む" },
    ],
    ["牛乳を買うとリマインドして", { kind: "reminder-set", when: null, text: "牛乳を買う" }],
    ["リマインダーを見せて", { kind: "reminder-list" }],
    ["リマインダーを取り消して", { kind: "reminder-cancel", which: { kind: "only" } }],
    ["会議のリマインダーを消して", { kind: "reminder-cancel", which: { kind: "words", text: "会議" } }],
    ["リマインダーを全部消して", { kind: "reminder-cancel", which: { kind: "all" } }],
    ["メモして、牛乳を買う", { kind: "note-add", text: "牛乳を買う" }],
    ["メモ、明日は田中さんの誕生日", { kind: "note-add", text: "明日は田中さんの誕生日" }],
    ["暗証番号は4711だとメモして", { kind: "note-add", text: "暗証番号は4711" }],
    ["牛乳を買うとメモしておいてください", { kind: "note-add", text: "牛乳を買う" }],
    ["メモを読んでください", { kind: "note-list" }],
    ["最後のメモを消して", { kind: "note-delete", which: { kind: "nth", n: -1 } }],
    ["2番目のメモを削除してください", { kind: "note-delete", which: { kind: "nth", n: 2 } }],
    ["メモを全部消して", { kind: "note-delete", which: { kind: "all" } }],
    ["こんにちは、今何時ですか", { kind: "time", city: null }],
    ["クリスマスまであと何日", { kind: "days-until", day: { kind: "date", month: 12, day: 25 } }],
    ["カップ麺のタイマー3分", { kind: "timer-set", ms: 3 * MINUTE, text: "カップ麺" }],
    ["明日7時に起こして", reminder(tomorrow, clock(7, 0, "am"), "")],
    ["6時になったら教えて", reminder(null, clock(6, 0), "")],
    ["2時間おきに水を飲むようにリマインドして", { kind: "reminder-repeating" }],
    ["牛乳をメモ", { kind: "note-add", text: "牛乳" }],
  ])("%s", (text, intent) => {
    expect(read(text)).toMatchObject(intent as Partial<Intent>);
  });

  it.each([
    ["八百三十足す百二十は", "950"],
    ["830足す120はいくつですか？", "950"],
    ["12×8は", "96"],
    ["十二かける八", "96"],
    ["100割る3", "33.3333333333"],
    ["千から三百を引くと", "700"],
    ["15に8をかけると何になりますか", "120"],
    ["500の20パーセントはいくらですか", "100"],
    ["10000円の8%", "800"],
    ["5000円の3割は", "1,500"],
    ["11の半分", "5.5"],
    ["5の二乗は", "25"],
    ["2の10乗", "1,024"],
    ["三点一四掛ける二", "6.28"],
    ["1万2千たす3千を計算して", "15,000"],
  ])("%s is %s", (text, expected) => {
    const intent = read(text);
    const sum = intent?.kind === "sum" ? workOut(intent.tokens) : undefined;
    expect(sum !== undefined && "value" in sum ? toDecimal(sum.value, 10)?.text : intent).toBe(expected);
  });

  it.each([
    ["5マイルは何キロ", "5", "マイル", "キロメートル"],
    ["100キロは何ポンド", "100", "キログラム", "ポンド"],
    ["2ポンドは何グラムですか", "2", "ポンド", "グラム"],
    ["華氏70度は摂氏何度", "70", "華氏", "摂氏"],
    ["10坪を平方メートルにすると", "10", "坪", "平方メートル"],
  ])("%s", (text, amount, from, to) => {
    const intent = read(text);
    expect(intent).toMatchObject({ kind: "convert", amount });
    if (intent?.kind === "convert") expect([intent.from.name.ja, intent.to.name.ja]).toEqual([from, to]);
  });

  it.each([
    "営業時間を教えてください",
    "定休日は何曜日ですか",
    "明日の天気を教えて",
    "タイマーの使い方を説明した書類はどこ",
    "このタイマーは壊れている",
    "田中さんにメモを渡した",
    "昨日の会議のメモには何と書いてありますか",
    "リマインダーの機能について説明して",
    "こんにちはという言葉の由来は",
    "ありがとうと言われた",
    "十人十色とはどういう意味",
    "三千円の商品はありますか",
    "一番近い駅はどこですか",
    "三",
    "千葉は遠い",
    "名前は田中です",
    "有給休暇は何日ありますか",
    "フランスの首都はどこですか",
    "契約書の第8条を教えて",
    "9時に始まる会議について教えて",
    "",
    "毎週の会議について教えて",
    "昨日のメモ",
    "三年生のクラスは何組",
  ])("%j is no command", (text) => {
    const intent = read(text);
    expect(intent?.kind === "sum" ? workOut(intent.tokens) : intent).toBeUndefined();
  });
});
