/** By how much something is moved: earlier, by whole days, and never everything at once. */
import { describe, expect, it } from "vitest";
import { MemoryDesk } from "../../../testing/memory-desk.ts";
import type { ReplyRequest } from "../../port.ts";
import { answer } from "../answer.ts";
import { secretaryTools } from "../tools.ts";
import { isoLocal } from "../when.ts";

/** A Sunday, 15:00 in Tokyo. */
const NOW = new Date("2026-11-22T06:00:00Z");

const languageOf = (text: string): string =>
  /\p{sc=Hangul}/u.test(text) ? "ko-KR" : /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u.test(text) ? "ja-JP" : "en-US";

/** What is said one after the other, and what is kept after it. */
async function said(lines: readonly string[], timeZone = "Asia/Tokyo") {
  const desk = new MemoryDesk(() => NOW);
  const messages: ReplyRequest["messages"][number][] = [];
  let reply = "";
  for (const text of lines) {
    messages.push({ role: "user", text });
    const request = { sessionId: "s", turn: 1, language: languageOf(text), timeZone, now: NOW, passages: [] };
    reply = (await answer({ ...request, messages: [...messages] }, desk)).text;
    messages.push({ role: "assistant", text: reply });
  }
  const kept = desk.items.map(({ text, dueAt, time }) => {
    const at = dueAt ?? (time?.allDay === false ? time.start : null);
    return `${text} ${at === null ? time?.allDay === true && time.firstDay : isoLocal(at, timeZone)}`;
  });
  return { desk, reply, kept };
}

const REMINDER = {
  en: "Remind me tomorrow at 9 about the dentist",
  ja: "明日9時に歯医者とリマインドして",
  ko: "내일 9시에 치과 알려 줘",
};
const EVENT = {
  en: "Add dentist tomorrow at 3 pm",
  ja: "明日15時に歯医者の予定を入れて",
  ko: "내일 15시에 치과 일정 넣어 줘",
};

describe("a reminder of tomorrow at 9 is moved to", () => {
  it.each<[language: keyof typeof REMINDER, words: string, at: string]>([
    ["en", "Bring it forward 30 minutes", "2026-11-23T08:30"],
    ["en", "Bring the dentist forward by an hour", "2026-11-23T08:00"],
    ["en", "Move the dentist reminder up an hour", "2026-11-23T08:00"],
    ["en", "Make it half an hour earlier", "2026-11-23T08:30"],
    ["en", "Make it an hour later", "2026-11-23T10:00"],
    ["en", "Push it back a day", "2026-11-24T09:00"],
    ["en", "Delay the dentist by two weeks", "2026-12-07T09:00"],
    ["en", "Bring it forward a day", "2026-11-23T09:00"],
    ["ja", "30分早めて", "2026-11-23T08:30"],
    ["ja", "歯医者を1時間繰り上げて", "2026-11-23T08:00"],
    ["ja", "歯医者を30分前にずらして", "2026-11-23T08:30"],
    ["ja", "1日延ばして", "2026-11-24T09:00"],
    ["ja", "歯医者を二日延期して", "2026-11-25T09:00"],
    ["ja", "一週間延ばしてください", "2026-11-30T09:00"],
    ["ko", "30분 당겨 줘", "2026-11-23T08:30"],
    ["ko", "치과를 한 시간 앞당겨 줘", "2026-11-23T08:00"],
    ["ko", "하루 미뤄 줘", "2026-11-24T09:00"],
    ["ko", "치과를 이틀 미뤄 줘", "2026-11-25T09:00"],
    ["ko", "일주일 미뤄 줘", "2026-11-30T09:00"],
    // Near-misses: a date, not a length.
    ["ja", "1日に延ばして", "2026-12-01T09:00"],
    ["ko", "1일로 미뤄 줘", "2026-12-01T09:00"],
  ])("%s: %s", async (language, words, at) => {
    const { kept } = await said([REMINDER[language], words]);
    expect(kept).toEqual([expect.stringContaining(at)]);
  });
});

describe("an event of tomorrow at 15 is moved to", () => {
  it.each<[language: keyof typeof EVENT, words: string, at: string]>([
    ["en", "Bring it forward an hour", "2026-11-23T14:00"],
    ["en", "Bring the dentist forward to 2", "2026-11-23T14:00"],
    ["en", "Push the dentist back a week", "2026-11-30T15:00"],
    ["ja", "1時間早めて", "2026-11-23T14:00"],
    ["ja", "歯医者を14時に早めて", "2026-11-23T14:00"],
    ["ja", "歯医者を1日延期して", "2026-11-24T15:00"],
    ["ko", "한 시간 당겨 줘", "2026-11-23T14:00"],
    ["ko", "치과를 하루 연기해 줘", "2026-11-24T15:00"],
  ])("%s: %s", async (language, words, at) => {
    const { kept } = await said([EVENT[language], words]);
    expect(kept).toEqual([expect.stringContaining(at)]);
  });

  it("of a whole day the next", async () => {
    const { kept } = await said(["Add holiday tomorrow", "Push it back two days"]);
    expect(kept).toEqual(["holiday 2026-11-25"]);
  });

  it("a day later at the same hour where a clock changes in between", async () => {
    const { kept } = await said(
      ["Add dinner on March 27 at 7 pm", "Push it back a day"],
      // Summer time begins on 28 March 2027.
      "Europe/Paris",
    );
    expect(kept).toEqual(["dinner 2027-03-28T19:00"]);
  });
});

describe("nothing is moved", () => {
  it.each<[set: string, words: string, says: string]>([
    [REMINDER.en, "Bring it forward 3 days", "That time has passed"],
    [REMINDER.ja, "3日早めて", "もう過ぎています"],
    [REMINDER.ko, "사흘 당겨 줘", "이미 지난 시간이에요"],
    [REMINDER.en, "Push everything back 30 minutes", "one thing at a time"],
    [REMINDER.en, "Move all my reminders to Tuesday", "one thing at a time"],
    [REMINDER.en, "Move everything to 5", "one thing at a time"],
    [REMINDER.en, "Move all my meetings to next week", "one thing at a time"],
    [REMINDER.en, "Change all my meetings to Zoom", "No language model"],
    [REMINDER.en, "Snooze everything for 10 minutes", "one thing at a time"],
    [REMINDER.en, "Put everything back in 2 days", "one thing at a time"],
    [REMINDER.ja, "全部30分延ばして", "一件ずつ"],
    [REMINDER.ja, "リマインダーを全部火曜に変えて", "一件ずつ"],
    [REMINDER.ja, "明日の予定をすべて1時間遅らせて", "一件ずつ"],
    [REMINDER.ko, "전부 30분 미뤄 줘", "한 번에 하나씩"],
    [REMINDER.ko, "알림을 다 화요일로 바꿔 줘", "한 번에 하나씩"],
    [REMINDER.ko, "모든 알림을 하루 미뤄 줘", "한 번에 하나씩"],
  ])("%s, %s", async (set, words, says) => {
    const { reply, kept } = await said([set, words]);
    expect(reply).toContain(says);
    expect(kept).toEqual([expect.stringContaining("2026-11-23T09:00")]);
  });

  it.each([
    ["Bring it forward 30 minutes", "Which reminder"],
    ["30分早めて", "どのリマインダー"],
    ["30분 당겨 줘", "어느 리마인더"],
  ])("%s of what was not spoken of asks which", async (words, asks) => {
    expect((await said([words])).reply).toContain(asks);
  });

  it("and a name that only begins with all is a name", async () => {
    const { kept } = await said(["Add all-hands on Friday at 3 pm", "Move all-hands to 4 pm"]);
    expect(kept).toEqual(["all-hands 2026-11-27T16:00"]);
  });
});

it.each([
  ["2 days", "2026-11-25T09:00"],
  ["1日", "2026-11-24T09:00"],
  ["하루", "2026-11-24T09:00"],
])("a model puts off by %s", async (later, at) => {
  const { desk } = await said([REMINDER.en]);
  const tool = secretaryTools(desk).find(({ name }) => name === "put_off");
  const context = { sessionId: "s", language: "en-US", timeZone: "Asia/Tokyo", now: NOW };
  await tool?.call({ which: "dentist", later }, context, new AbortController().signal);
  const [item] = await desk.list("s", "reminder");
  expect(item?.dueAt && isoLocal(item.dueAt, "Asia/Tokyo")).toBe(at);
});
