/** Timers and reminders by the names that people give them. */
import { describe, expect, it } from "vitest";
import { MemoryDesk } from "../../testing/memory-desk.ts";
import type { DeskItemKind } from "../port.ts";
import { answer } from "./answer.ts";
import { called } from "./office.ts";

/** A Sunday, 15:00 in Tokyo. */
const NOW = new Date("2026-11-22T06:00:00Z");

const languageOf = (text: string): string =>
  /\p{sc=Hangul}/u.test(text) ? "ko-KR" : /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u.test(text) ? "ja-JP" : "en-US";

async function said(...lines: readonly string[]) {
  const desk = new MemoryDesk(() => NOW);
  let reply = "";
  for (const text of lines) {
    const request = { sessionId: "s", turn: 1, language: languageOf(text), timeZone: "Asia/Tokyo", now: NOW };
    reply = (await answer({ ...request, passages: [], messages: [{ role: "user", text }] }, desk)).text;
  }
  const left = async (kind: DeskItemKind) => (await desk.list("s", kind)).map(({ text }) => text);
  return { desk, reply, timers: await left("timer"), reminders: await left("reminder") };
}

describe("a timer with a name", () => {
  it.each<[words: string, name: string, minutes: number]>([
    ["Set a 20 minute pasta timer", "pasta", 20],
    ["Start a 10-minute tea timer", "tea", 10],
    ["20 minute pasta timer", "pasta", 20],
    ["Set a soft egg timer for 3 minutes", "soft egg", 3],
    ["20分のパスタのタイマー", "パスタ", 20],
    ["20分のパスタのタイマーをセットして", "パスタ", 20],
    ["パスタのタイマーを20分でセットして", "パスタ", 20],
    ["파스타 타이머 20분 맞춰 줘", "파스타", 20],
    ["파스타 타이머를 20분으로 설정해 줘", "파스타", 20],
    ["20분 파스타 타이머 맞춰 줘", "파스타", 20],
    ["Set a timer called pasta for 20 minutes", "pasta", 20],
    ["Set a 20 minute pasta timer please", "pasta", 20],
    // Near-misses: no name.
    ["Set the timer to 20 minutes", "", 20],
    ["Set a 20 minute timer", "", 20],
    ["Set another timer for 20 minutes", "", 20],
    ["20分のタイマー", "", 20],
    ["타이머 20분 맞춰 줘", "", 20],
  ])("%s", async (words, name, minutes) => {
    const { desk } = await said(words);
    const [item] = await desk.list("s", "timer");
    expect([item?.text, item?.dueAt?.getTime()]).toEqual([name, NOW.getTime() + minutes * 60_000]);
  });

  const EN = ["Set a 20 minute pasta timer", "Set a 30 minute rice timer"];
  const JA = ["20分のパスタのタイマー", "30分のご飯のタイマー"];
  const KO = ["20분 파스타 타이머", "30분 라면 타이머"];
  it.each<[sets: readonly string[], words: string, left: readonly string[]]>([
    [EN, "Stop the pasta timer", ["rice"]],
    [EN, "Turn off the 30 minute rice timer", ["pasta"]],
    [EN, "Cancel the last timer", ["pasta"]],
    [JA, "パスタのタイマーを止めて", ["ご飯"]],
    [JA, "ご飯のタイマーはキャンセルして", ["パスタ"]],
    [JA, "最後のタイマーを止めて", ["パスタ"]],
    [KO, "파스타 타이머 꺼 줘", ["라면"]],
    [KO, "라면 타이머를 취소해 줘", ["파스타"]],
    [KO, "마지막 타이머 꺼 줘", ["파스타"]],
    [["20分のもうふのタイマー", "30分のご飯のタイマー"], "もうふのタイマーを止めて", ["ご飯"]],
    [JA, "今すぐパスタのタイマーを止めて", ["ご飯"]],
    [KO, "지금 파스타 타이머 꺼 줘", ["라면"]],
  ])("%j, %s", async (sets, words, left) => {
    expect((await said(...sets, words)).timers).toEqual(left);
  });

  it.each<[sets: readonly string[], words: string, says: string]>([
    [EN, "Stop the egg timer", "There is no timer called “egg”. You have 2 timers."],
    [EN, "Stop the past timer", "no timer called “past”"],
    [EN, "Stop that timer", "Which timer?"],
    [JA, "卵のタイマーを止めて", "「卵」のタイマーはありません。タイマーは2件です。"],
    [JA, "そのタイマーを止めて", "どのタイマーでしょうか"],
    [KO, "계란 타이머 꺼 줘", "‘계란’ 타이머는 없어요. 타이머가 2개 있어요."],
    [KO, "그 타이머 꺼 줘", "어느 타이머인가요"],
  ])("%j, %s: stops none", async (sets, words, says) => {
    const { reply, timers } = await said(...sets, words);
    expect(reply).toContain(says);
    expect(timers).toHaveLength(2);
  });
});

describe("what people put before a timer is no name of one", () => {
  it.each(
    [
      "じゃあタイマーを止めて|ではタイマーを止めて|えっとタイマーを止めて|ねえタイマーを止めて|今すぐタイマーを止めて",
      "もうタイマーを止めて|やっぱりタイマーを止めて|じゃあもうタイマーを止めて|じゃあそのタイマーを止めて",
    ]
      .join("|")
      .split("|"),
  )("%s", async (words) => {
    expect((await said("20分のパスタのタイマー", words)).timers).toEqual([]);
  });

  it.each(
    "음 타이머 꺼 줘|저기 타이머 꺼 줘|음, 타이머 꺼 줘|지금 타이머 꺼 줘|이제 타이머 꺼 줘|빨리 타이머 꺼 줘|그럼 타이머 꺼 줘".split(
      "|",
    ),
  )("%s", async (words) => {
    expect((await said("20분 파스타 타이머", words)).timers).toEqual([]);
  });
});

describe("a reminder by its name", () => {
  const EN = ["Remind me at 8 pm to water the plants", "Remind me tomorrow at 9 about the team"];
  const JA = ["20時に植物の水やりとリマインドして", "明日9時に薬とリマインドして"];
  const KO = ["20시에 화분 물 주라고 알려 줘", "내일 9시에 약 먹으라고 알려 줘"];

  it.each<[sets: readonly string[], words: string, left: readonly string[]]>([
    [EN, "Cancel the plants reminder", ["the team"]],
    [EN, "Delete my plant reminder", ["the team"]],
    [EN, "Cancel the 9 am reminder", ["water the plants"]],
    [EN, "Cancel tomorrow's reminder", ["water the plants"]],
    [EN, "Cancel the second reminder", ["water the plants"]],
    [JA, "植物のリマインダーを消して", ["薬"]],
    [JA, "薬のアラームを止めて", ["植物の水やり"]],
    [JA, "9時のリマインダーを消して", ["植物の水やり"]],
    [KO, "화분 알림 취소해 줘", ["약 먹기"]],
    [KO, "약 알람 꺼 줘", ["화분 물 주기"]],
    [KO, "내일 알림 지워 줘", ["화분 물 주기"]],
  ])("%j, %s", async (sets, words, left) => {
    expect((await said(...sets, words)).reminders).toEqual(left);
  });

  it.each<[sets: readonly string[], words: string, says: string]>([
    [EN, "Cancel the tea reminder", "There is no reminder called “tea”. You have 2 reminders."],
    [["Remind me at 8 to call Tom", "Remind me at 9 to call Ann"], "Cancel the call reminder", "Which reminder?"],
    [JA, "猫のリマインダーを消して", "「猫」のリマインダーはありません。"],
    [KO, "고양이 알림 지워 줘", "‘고양이’ 리마인더는 없어요."],
  ])("%j, %s: deletes none", async (sets, words, says) => {
    const { reply, reminders } = await said(...sets, words);
    expect(reply).toContain(says);
    expect(reminders).toHaveLength(2);
  });
});

describe("the reminder, where there is one", () => {
  const SETS = {
    en: ["Remind me tomorrow at 9 about the dentist", "Remind me tomorrow at 8 to call Tom"],
    ja: ["明日9時に歯医者とリマインドして", "明日8時に薬とリマインドして"],
    ko: ["내일 9시에 치과 알려 줘", "내일 8시에 약이라고 알려 줘"],
  } as const;

  it.each<[language: keyof typeof SETS, words: string, at: string]>([
    ["en", "Move my reminder to Tuesday", "2026-11-24T00:00"],
    ["en", "Move the reminder to 10", "2026-11-23T01:00"],
    ["ja", "リマインダーを火曜に変えて", "2026-11-24T00:00"],
    ["ja", "私のリマインダーを10時に変更して", "2026-11-23T01:00"],
    ["ja", "リマインダーを10時に延ばして", "2026-11-23T01:00"],
    ["ko", "알림을 화요일로 바꿔 줘", "2026-11-24T00:00"],
    ["ko", "내 알림을 10시로 옮겨 줘", "2026-11-23T01:00"],
  ])("%s: %s", async (language, words, at) => {
    const { desk } = await said(SETS[language][0], words);
    expect((await desk.list("s", "reminder")).map(({ dueAt }) => dueAt?.toISOString().slice(0, 16))).toEqual([at]);
  });

  it.each<[language: keyof typeof SETS, words: string, asks: string, none: string]>([
    ["en", "Move my reminder to Tuesday", "Which one?", "There is no such reminder."],
    ["ja", "リマインダーを火曜に変えて", "どの予定でしょうか", "該当するリマインダーはありません。"],
    ["ko", "알림을 화요일로 바꿔 줘", "어느", "해당하는 리마인더가 없어요."],
  ])("%s: %s asks which of two, and says where there is none", async (language, words, asks, none) => {
    const event = {
      en: "Add lunch tomorrow at noon",
      ja: "明日12時に昼食の予定を入れて",
      ko: "내일 12시에 점심 일정 넣어 줘",
    };
    const { reply, desk } = await said(...SETS[language], words);
    expect(reply).toContain(asks);
    expect((await desk.list("s", "reminder")).map(({ dueAt }) => dueAt?.toISOString().slice(0, 10))).toEqual([
      "2026-11-22",
      "2026-11-23",
    ]);
    expect((await said(event[language], words)).reply).toBe(none);
  });
});

it.each<[words: string, says: string]>([
  ["Cancel tea", "No language model"],
  ["Move tea to 3", "No language model"],
  ["Snooze the tea until 6", "nothing called “tea”"],
  ["Push the tea back 10 minutes", "nothing called “tea”"],
])("%s is not of the team lunch", async (words, says) => {
  for (const set of ["Add team lunch tomorrow at noon", "Remind me tomorrow at noon about the team lunch"]) {
    const { desk, reply } = await said(set, words);
    const [item] = [...(await desk.list("s", "event")), ...(await desk.list("s", "reminder"))];
    const at = item?.time?.allDay === false ? item.time.start : item?.dueAt;
    expect([at?.toISOString(), reply]).toEqual(["2026-11-23T03:00:00.000Z", expect.stringContaining(says)]);
  }
});

describe("what is called so", () => {
  it.each<[wanted: string, names: readonly string[], fit: readonly string[]]>([
    ["tea", ["team", "make tea"], ["make tea"]],
    ["plants", ["water the plant"], ["water the plant"]],
    ["the", ["", "water"], []],
    ["standup", ["team stand-up", "understand"], ["team stand-up"]],
    ["stand up", ["standup with Ann", "stand"], ["standup with Ann"]],
    ["haircut", ["hair cut at noon", "hair"], ["hair cut at noon"]],
    ["follow-ups", ["send followup", "follow Ann"], ["send followup"]],
    ["day-care", ["daycare tour", "day"], ["daycare tour"]],
    ["class", ["yoga classes", "classic"], ["yoga classes"]],
    ["battery", ["buy batteries", "bat"], ["buy batteries"]],
    ["movies", ["movie night", "mover"], ["movie night"]],
    ["houses", ["house tour", "how"], ["house tour"]],
    ["plan", ["plane to Seoul"], []],
    ["the pills", ["pills", "buy pills"], ["pills"]],
    ["call Tom", ["call tomorrow", "call Tom back"], ["call Tom back"]],
    ["薬", ["薬を飲む", "水"], ["薬を飲む"]],
    ["薬", ["薬を買う", "薬"], ["薬"]],
    ["Zoom", ["Zoomの会議", "会議"], ["Zoomの会議"]],
    ["약", ["약 먹기", "물"], ["약 먹기"]],
    ["", ["a", "b"], ["a", "b"]],
  ])("%s of %j", (wanted, names, fit) => {
    expect(called(names, wanted, (name) => name)).toEqual(fit);
  });
});
