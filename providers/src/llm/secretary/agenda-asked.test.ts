/** How people ask for a day of their agenda, or name an appointment without a verb. */
import { describe, expect, it } from "vitest";
import * as en from "./en.ts";
import { tidy, understand } from "./intent.ts";
import * as ja from "./ja.ts";
import * as ko from "./ko.ts";

const RULES = { ja: ja.RULES, en: en.RULES, ko: ko.RULES };
type Tongue = keyof typeof RULES;

const read = (tongue: Tongue, text: string) => understand(tidy(text), RULES[tongue]);
const on = (weekday: number, week: number | null = null) => ({
  kind: "day",
  day: { kind: "weekday", weekday, week },
  part: null,
});
const TOMORROW = { kind: "day", day: { kind: "offset", days: 1 }, part: null };
const TODAY = { kind: "day", day: { kind: "offset", days: 0 }, part: null };
const NEXT_WEEK = { kind: "week", week: 1 };

it.each<[Tongue, string]>([
  ["ja", "1日に3回薬を飲む"],
  ["ko", "내일 여섯 시에 일어나야 해"],
])("%s: %s is no appointment", (tongue, text) => {
  expect(read(tongue, text)).toBeUndefined();
});

describe("the agenda is asked for", () => {
  it.each<[Tongue, string, object]>([
    ["en", "What's on next Friday?", on(5, 1)],
    ["en", "what's happening on Friday", on(5)],
    ["en", "Anything on Friday?", on(5)],
    ["en", "Anything planned for tomorrow?", TOMORROW],
    ["en", "Any meetings tomorrow?", TOMORROW],
    ["en", "Do I have anything on Friday?", on(5)],
    ["en", "what am I doing tomorrow", TOMORROW],
    ["en", "how does Friday look", on(5)],
    ["en", "how busy am I next week", NEXT_WEEK],
    ["en", "show me next week", NEXT_WEEK],
    ["en", "Am I free on Friday at noon", on(5)],
    ["en", "Am I busy at 3 on Friday", on(5)],
    ["en", "Do I have anything tomorrow at 3 pm?", TOMORROW],
    ["en", "Am I free at 3", TODAY],
    ["ja", "金曜の正午は空いてる？", on(5)],
    ["ja", "明日の3時に予定ある？", TOMORROW],
    ["ja", "3時は空いてますか", TODAY],
    ["ko", "금요일 정오에 시간 있어?", on(5)],
    ["ko", "내일 3시에 약속 있어?", TOMORROW],
    ["ko", "3시에 시간 있어?", TODAY],
    ["ja", "来週の金曜は何がありますか", on(5, 1)],
    ["ja", "金曜日は何かありますか", on(5)],
    ["ja", "明日なにかある？", TOMORROW],
    ["ja", "金曜に何か予定ある？", on(5)],
    ["ja", "来週何がある", NEXT_WEEK],
    ["ja", "明日は忙しい？", TOMORROW],
    ["ja", "明日何するんだっけ", TOMORROW],
    ["ja", "明日はどうなっていますか", TOMORROW],
    ["ja", "明日の予定は", TOMORROW],
    ["ko", "다음 주 금요일에 뭐 있어?", on(5, 1)],
    ["ko", "금요일에 무슨 일정 있어?", on(5)],
    ["ko", "내일 무슨 일 있어?", TOMORROW],
    ["ko", "금요일에 약속 있나?", on(5)],
    ["ko", "내일 뭐가 있나요?", TOMORROW],
    ["ko", "다음 주에 뭐 있어?", NEXT_WEEK],
    ["ko", "일정 알려줘", { kind: "day", day: { kind: "offset", days: 0 }, part: null }],
  ])("%s: %s", (tongue, text, span) => {
    expect(read(tongue, text)).toEqual({ kind: "agenda", span });
  });

  it.each<[Tongue, string]>([
    ["en", "Tell me tomorrow at 9"],
    ["en", "Am I late for the meeting at 3"],
    ["ja", "3時は寒いですか"],
    ["ko", "금요일 정오에 치과"],
  ])("%s: %s does not ask for it", (tongue, text) => {
    expect(read(tongue, text)?.kind).not.toBe("agenda");
  });

  it("and not its date", () => {
    expect(read("en", "what's next Friday")).toMatchObject({ kind: "day" });
    expect(read("ja", "明日は何曜日")).toMatchObject({ kind: "day" });
  });
});

describe("an appointment without a verb", () => {
  it.each<[Tongue, string, string]>([
    ["en", "Dentist next Friday at 3", "Dentist"],
    ["en", "Lunch with Bob tomorrow at noon", "Lunch with Bob"],
    ["en", "Meeting with Tanaka Monday 10 am", "Meeting with Tanaka"],
    ["ja", "来週の金曜3時に歯医者", "歯医者"],
    ["ko", "금요일 3시 치과", "치과"],
    ["ko", "금요일 12시에 안나랑 약속 있어", "안나랑"],
  ])("%s: %s", (tongue, text, title) => {
    expect(read(tongue, text)).toMatchObject({ kind: "event-add", text: title });
  });

  it.each([
    "who is here at noon",
    "weather tomorrow at 3",
    "what about Friday at 3",
    "is it open on Monday at 10",
    "milk",
  ])("is none: %s", (text) => {
    expect(read("en", text)?.kind).not.toBe("event-add");
  });

  it.each(["금요일 12시에 시간 있어", "금요일 12시에 약속 있어?", "내일 3시에 일정이 있나요"])(
    "is none: %s",
    (text) => {
      expect(read("ko", text)?.kind).not.toBe("event-add");
    },
  );
});

describe("a thing is taken off a list that is named after it", () => {
  it.each<[Tongue, string, string, string]>([
    ["en", "Take milk off the shopping list", "shopping", "milk"],
    ["ja", "牛乳を買い物リストから消して", "買い物", "牛乳"],
    ["ko", "우유를 장보기 목록에서 빼 줘", "장보기", "우유"],
  ])("%s: %s", (tongue, text, list, item) => {
    expect(read(tongue, text)).toEqual({ kind: "entry-remove", list, text: item });
  });
});
