import { describe, expect, it } from "vitest";
import { MemoryDesk } from "../../../testing/memory-desk.ts";
import type { DeskItem, ReplyRequest } from "../../port.ts";
import { answer } from "../answer.ts";
import { tidy, understand } from "../intent.ts";
import { nextRing, settledUntil } from "../repeating/series.ts";
import { tongueOf } from "../tongues.ts";
import { secretaryTools } from "../tools.ts";

/** A Sunday, 15:00 in Tokyo. */
const NOW = new Date("2026-11-22T06:00:00Z");
const ZONE = "Asia/Tokyo";
const CALL_AT = "2026-11-22T08:00:00Z";

const languageOf = (text: string): string =>
  /\p{sc=Hangul}/u.test(text) ? "ko-KR" : /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u.test(text) ? "ja-JP" : "en-US";

/** A conversation; what is due rings when the clock passes it. */
function conversation() {
  let now = NOW;
  const desk = new MemoryDesk(() => now);
  const messages: ReplyRequest["messages"][number][] = [];
  return {
    desk,
    context: (text: string) => ({ sessionId: "s", language: languageOf(text), timeZone: ZONE, now }),
    async say(text: string): Promise<string> {
      messages.push({ role: "user", text });
      const request = { sessionId: "s", turn: 1, language: languageOf(text), timeZone: ZONE, now, passages: [] };
      const reply = await answer({ ...request, messages: [...messages] }, desk);
      messages.push({ role: "assistant", text: reply.text });
      return reply.text;
    },
    /** What falls due meanwhile is not heard. */
    wait(until: string): void {
      now = new Date(until);
    },
    pass(until: string): void {
      now = new Date(until);
      for (const item of desk.items) {
        if (item.dueAt === null || item.dueAt > now || item.rungAt !== undefined) continue;
        messages.push({ role: "assistant", text: item.text });
        if (item.repeat === undefined) item.rungAt = item.dueAt;
        else Object.assign(item, { lastRungAt: item.dueAt, dueAt: nextRing(item.repeat, settledUntil(item)) });
      }
    },
    async reminders(): Promise<string[]> {
      return (await desk.list("s", "reminder")).map(shown);
    },
  };
}

const shown = ({ text, dueAt, repeat }: DeskItem): string =>
  [text, dueAt?.toISOString().slice(0, 16), repeat?.rule].filter((part) => part !== undefined).join(" ");

describe("what rang just now", () => {
  it.each<[words: string, due: string]>([
    ["Snooze", "2026-11-22T08:11"],
    ["Snooze 10 minutes", "2026-11-22T08:11"],
    ["Snooze it for 5 minutes", "2026-11-22T08:06"],
    ["Ten more minutes, please", "2026-11-22T08:11"],
    ["Remind me again in an hour", "2026-11-22T09:01"],
    ["Postpone it to tomorrow", "2026-11-23T08:00"],
    ["Remind me tomorrow instead", "2026-11-23T08:00"],
    ["Push the call to 7", "2026-11-22T10:00"],
  ])("Call Tom: %s", async (words, due) => {
    const { say, pass, reminders } = conversation();
    await say("Remind me at 5 pm to call Tom");
    pass("2026-11-22T08:01:00Z");
    await say(words);
    expect(await reminders()).toEqual([`call Tom ${due}`]);
  });

  it.each<[words: string, due: string]>([
    ["10分後にもう一度", "2026-11-22T08:11"],
    ["10分後にもう一度知らせて", "2026-11-22T08:11"],
    ["もう一度10分後に教えて", "2026-11-22T08:11"],
    ["1時間後にまた教えて", "2026-11-22T09:01"],
    ["明日に延ばして", "2026-11-23T08:00"],
    ["15分延ばして", "2026-11-22T08:16"],
    ["スヌーズして", "2026-11-22T08:11"],
    ["電話を19時に延ばして", "2026-11-22T10:00"],
  ])("電話: %s", async (words, due) => {
    const { say, pass, reminders } = conversation();
    await say("17時に電話とリマインドして");
    pass("2026-11-22T08:01:00Z");
    await say(words);
    expect(await reminders()).toEqual([`電話 ${due}`]);
  });

  it.each<[words: string, due: string]>([
    ["10분 뒤에 다시", "2026-11-22T08:11"],
    ["10분 뒤에 다시 알려 줘", "2026-11-22T08:11"],
    ["다시 한 시간 뒤에 알려 줘", "2026-11-22T09:01"],
    ["내일로 미뤄 줘", "2026-11-23T08:00"],
    ["10분만 미뤄 줘", "2026-11-22T08:11"],
    ["스누즈", "2026-11-22T08:11"],
    ["회의를 19시로 미뤄 줘", "2026-11-22T10:00"],
  ])("회의: %s", async (words, due) => {
    const { say, pass, reminders } = conversation();
    await say("17시에 회의라고 알려 줘");
    pass("2026-11-22T08:01:00Z");
    await say(words);
    expect(await reminders()).toEqual([`회의 ${due}`]);
  });

  it("is asked about where two rang at once, and a number answers", async () => {
    const { say, pass, reminders } = conversation();
    await say("17時に電話とリマインドして");
    await say("17時に会議とリマインドして");
    pass("2026-11-22T08:01:00Z");
    expect(await say("10分後にもう一度")).toContain("どれでしょうか");
    await say("2番");
    expect(await reminders()).toEqual(["会議 2026-11-22T08:11"]);
  });

  it("is a timer too, and one that runs gets longer", async () => {
    const { say, pass, desk } = conversation();
    const due = async () => (await desk.list("s", "timer")).map(({ dueAt }) => dueAt?.toISOString());
    await say("Set a timer for 5 minutes");
    await say("Extend the timer by 2 minutes");
    expect(await due()).toEqual(["2026-11-22T06:07:00.000Z"]);
    pass("2026-11-22T06:07:10Z");
    expect(await due()).toEqual([]);
    await say("Snooze 3 minutes");
    expect(await due()).toEqual(["2026-11-22T06:10:10.000Z"]);
  });

  it.each([
    ["Snooze 10 minutes", "Nothing has rung in the last hour."],
    ["10分後にもう一度", "この1時間にお知らせしたものはありません。"],
    ["10분 뒤에 다시 알려 줘", "지난 한 시간 동안 알려 드린 것이 없어요."],
  ])("nothing: %s", async (words, reply) => {
    const { say, pass, reminders } = conversation();
    await say("Remind me at 5 pm to call Tom");
    await say("Remind me tomorrow at 9 about the dentist");
    pass("2026-11-22T07:00:00Z");
    await say("Delete the reminder to call Tom");
    expect(await say(words)).toContain(reply);
    expect(await reminders()).toEqual(["the dentist 2026-11-23T00:00"]);
  });

  it.each<[set: string, words: string, left: readonly string[]]>([
    ["Remind me at 5 pm to call Tom", "Snooze 10 minutes", ["call Tom 2026-11-22T08:10"]],
    ["毎日17時に電話とリマインドして", "10分後にもう一度", ["電話 2026-11-22T08:10 FREQ=DAILY"]],
    ["매일 17시에 전화라고 알려 줘", "10분만 미뤄 줘", ["전화 2026-11-22T08:10 FREQ=DAILY"]],
  ])("and was cut short is put off itself: %s", async (set, words, left) => {
    const { say, wait, reminders } = conversation();
    await say(set);
    wait("2026-11-22T08:00:00Z");
    await say(words);
    expect(await reminders()).toEqual(left);
  });

  it.each<[set: string, words: string, text: string]>([
    ["Remind me every day at 8 to take my pills", "Postpone the pills to 9", "take my pills"],
    ["毎日8時に薬とリマインドして", "薬を9時に延ばして", "薬"],
    ["매일 8시에 약이라고 알려 줘", "약을 9시로 미뤄 줘", "약"],
  ])("comes before its next time: %s, %s", async (set, words, text) => {
    const { say, pass, reminders } = conversation();
    await say(set);
    pass("2026-11-22T23:01:00Z");
    await say(words);
    expect(await reminders()).toEqual([`${text} 2026-11-23T00:00`, `${text} 2026-11-23T23:00 FREQ=DAILY`]);
  });

  it("comes before what is weeks ahead, and not before what is near", async () => {
    const { say, pass, reminders, desk } = conversation();
    await say("Remind me at 5 pm to call Tom");
    await say("Add call Mum on December 20 at 3 pm");
    await say("Add call Bob tomorrow at 3 pm");
    pass("2026-11-22T08:01:00Z");
    await say("Push the call Bob to 6 pm");
    await say("Push the call Mum to 6 pm");
    await say("Cancel call Bob");
    await say("Push the call to 7");
    const { events } = await desk.agenda(NOW, new Date("2027-01-01T00:00:00Z"));
    expect(events.map(({ time }) => !time.allDay && time.start.toISOString())).toEqual(["2026-12-20T09:00:00.000Z"]);
    expect(await reminders()).toEqual(["call Tom 2026-11-22T10:00"]);
  });

  it("is not the hour that it was moved from", async () => {
    const { say, pass, reminders } = conversation();
    await say("Remind me every day at 8 to take my pills");
    await say("Change the pills to 9 just this once");
    pass("2026-11-22T23:30:00Z");
    expect(await say("Snooze")).toContain("Nothing has rung");
    expect(await reminders()).toEqual(["take my pills 2026-11-23T00:00 FREQ=DAILY"]);
  });

  it("longer than an hour ago is not meant", async () => {
    const { say, pass, reminders } = conversation();
    await say("Remind me at 5 pm to call Tom");
    pass("2026-11-22T09:00:01Z");
    expect(await say("Snooze")).toContain("Nothing has rung");
    expect(await reminders()).toEqual([]);
  });
});

describe("a snooze while nothing has rung", () => {
  it.each<[set: string, words: string, reply: string, longer: string]>([
    ["Set a timer for 10 minutes", "Snooze 5 minutes", "Nothing has rung yet", "Extend the timer by 5 minutes"],
    ["Set a timer for 10 minutes", "Five more minutes", "Nothing has rung yet", "Extend the timer by 5 minutes"],
    ["10分のタイマー", "5分後にもう一回", "まだ何も鳴らしていません", "タイマーを5分延ばして"],
    ["10분 타이머", "5분 뒤에 다시", "아직 울린 것이 없어요", "타이머를 5분 늘려 줘"],
  ])("%s, %s: says so, and the one timer goes on until it is made longer", async (set, words, reply, longer) => {
    const { say, desk } = conversation();
    const due = async () => (await desk.list("s", "timer")).map(({ dueAt }) => dueAt?.toISOString());
    await say(set);
    expect(await say(words)).toContain(reply);
    expect(await due()).toEqual(["2026-11-22T06:10:00.000Z"]);
    await say(longer);
    expect(await due()).toEqual(["2026-11-22T06:15:00.000Z"]);
  });

  it.each([
    ["Extend the timer by 5 minutes", "no such timer"],
    ["タイマーを5分延ばして", "動いているタイマーはありません"],
    ["타이머를 5분 늘려 줘", "돌아가는 타이머가 없어요"],
  ])("%s: of a timer says that none runs", async (words, reply) => {
    expect(await conversation().say(words)).toContain(reply);
  });

  it("is of what rang, whatever timer runs", async () => {
    const { say, pass, reminders } = conversation();
    await say("Remind me at 5 pm to call Tom");
    await say("Set a timer for 3 hours");
    pass("2026-11-22T08:01:00Z");
    await say("Snooze 5 minutes");
    expect(await reminders()).toEqual(["call Tom 2026-11-22T08:06"]);
  });
});

describe("what was spoken of just before", () => {
  const kept = async ({ desk, reminders }: ReturnType<typeof conversation>) => {
    const { events } = await desk.agenda(NOW, new Date("2027-01-01T00:00:00Z"));
    const starts = events.map(({ title, time }) => `${title} ${time.allDay || time.start.toISOString().slice(0, 16)}`);
    return [...(await reminders()), ...starts];
  };

  it.each<[said: readonly string[], kept: readonly string[]]>([
    [["Remind me tomorrow at 9 about the dentist", "Push it back an hour"], ["the dentist 2026-11-23T01:00"]],
    [["Add dentist tomorrow at 3 pm", "Push it back an hour"], ["dentist 2026-11-23T07:00"]],
    [["Add dentist tomorrow at 3 pm", "When is the dentist", "Delay it by 30 minutes"], ["dentist 2026-11-23T06:30"]],
    [["Add dentist tomorrow at 3 pm", "Push it back an hour", "Push it back 10 minutes"], ["dentist 2026-11-23T07:10"]],
    [["Add dentist tomorrow at 3 pm", "Push the dentist appointment back an hour"], ["dentist 2026-11-23T07:00"]],
    [
      ["Add dentist tomorrow at 3 pm", "When is my dentist appointment", "Delay it an hour"],
      ["dentist 2026-11-23T07:00"],
    ],
    [["明日9時に歯医者とリマインドして", "1時間遅らせて"], ["歯医者 2026-11-23T01:00"]],
    [["明日15時に歯医者の予定を入れて", "1時間遅らせて"], ["歯医者 2026-11-23T07:00"]],
    [["明日15時に歯医者の予定を入れて", "それを30分後ろにずらして"], ["歯医者 2026-11-23T06:30"]],
    [["내일 9시에 치과 알려 줘", "한 시간 미뤄 줘"], ["치과 2026-11-23T01:00"]],
    [["내일 15시에 치과 일정 넣어 줘", "한 시간 미뤄 줘"], ["치과 2026-11-23T07:00"]],
    [["내일 15시에 치과 일정 넣어 줘", "그거 30분 미뤄 줘"], ["치과 2026-11-23T06:30"]],
  ])("%j", async (said, expected) => {
    const talk = conversation();
    for (const words of said) await talk.say(words);
    expect(await kept(talk)).toEqual(expected);
  });

  it("is an event, though a reminder has its name in it", async () => {
    const talk = conversation();
    await talk.say("Remind me at 5 pm to buy milk for the dentist");
    await talk.say("Add dentist tomorrow at 3 pm");
    await talk.say("Push it back an hour");
    await talk.say("Push it back 10 minutes");
    expect(await kept(talk)).toEqual(["buy milk for the dentist 2026-11-22T08:00", "dentist 2026-11-23T07:10"]);
  });

  it("is what rang where that was last, and no more once something else was", async () => {
    const talk = conversation();
    await talk.say("Remind me at 5 pm to call Tom");
    await talk.say("Add dentist tomorrow at 3 pm");
    talk.pass("2026-11-22T08:01:00Z");
    await talk.say("Push it back an hour");
    expect(await kept(talk)).toEqual(["call Tom 2026-11-22T09:01", "dentist 2026-11-23T06:00"]);
    await talk.say("Add lunch tomorrow at 1 pm");
    await talk.say("Push it back an hour");
    expect(await kept(talk)).toContain("lunch 2026-11-23T05:00");
  });

  it.each([
    ["Add dentist tomorrow at 3 pm", "Hello", "Push it back an hour", "Nothing has rung"],
    ["明日15時に歯医者の予定を入れて", "こんにちは", "1時間遅らせて", "この1時間にお知らせしたものはありません"],
    ["내일 15시에 치과 일정 넣어 줘", "안녕", "한 시간 미뤄 줘", "알려 드린 것이 없어요"],
  ])("is asked about where it was something else: %s, %s, %s", async (set, between, words, asks) => {
    const talk = conversation();
    await talk.say(set);
    const before = await kept(talk);
    await talk.say(between);
    expect(await talk.say(words)).toContain(asks);
    expect(await kept(talk)).toEqual(before);
  });

  it("stays where it is when it is to be reminded of again", async () => {
    const talk = conversation();
    await talk.say("Add dentist tomorrow at 3 pm");
    await talk.say("Remind me about it again in an hour");
    expect(await kept(talk)).toEqual(["dentist 2026-11-22T07:00", "dentist 2026-11-23T06:00"]);
  });

  it("keeps a day that has no hour, and asks for one", async () => {
    const talk = conversation();
    await talk.say("Add holiday tomorrow");
    expect(await talk.say("Push it back an hour")).toContain("the day and the time");
    expect(await kept(talk)).toEqual(["holiday true"]);
  });
});

describe("a reminder by its matter", () => {
  it.each<[set: string, event: string, words: string, kept: string]>([
    [
      "Remind me tomorrow at 8 to take my medicine",
      "Add medicine review on Friday at 3 pm",
      "Move my medicine reminder to Tuesday",
      "take my medicine 2026-11-23T23:00",
    ],
    [
      "明日8時に薬とリマインドして",
      "金曜15時に薬の相談の予定を入れて",
      "薬の知らせを火曜に変えて",
      "薬 2026-11-23T23:00",
    ],
    [
      "내일 8시에 약이라고 알려 줘",
      "금요일 15시에 약 상담 일정 넣어 줘",
      "약 알림을 화요일로 바꿔 줘",
      "약 2026-11-23T23:00",
    ],
  ])("%s, %s, %s: goes to another day", async (set, event, words, expected) => {
    const { say, reminders } = conversation();
    await say(set);
    await say(event);
    await say(words);
    expect(await reminders()).toEqual([expected]);
  });

  it.each<[set: string, words: string, asks: string, answered: string]>([
    [
      "Remind me every Monday at 8 to take my medicine",
      "Move my medicine reminder to Tuesday",
      "every time",
      "Every time",
    ],
    ["毎週月曜の8時に薬とリマインドして", "薬の知らせを火曜に変えて", "毎回", "毎回です"],
    ["매주 월요일 8시에 약이라고 알려 줘", "약 알림을 화요일로 바꿔 줘", "매번", "매번이요"],
  ])("%s, %s: is asked about where it comes again", async (set, words, asks, answered) => {
    const { say, desk } = conversation();
    await say(set);
    expect(await say(words)).toContain(asks);
    await say(answered);
    const [item] = await desk.list("s", "reminder");
    expect(item?.repeat).toMatchObject({ rule: "FREQ=WEEKLY;BYDAY=TU", from: "2026-11-24T08:00" });
  });

  it.each<[sets: readonly [string, string], words: string, asks: string]>([
    [
      ["Remind me tomorrow at 8 to take my medicine", "Remind me tomorrow at 9 to buy medicine"],
      "Move my medicine reminder to Tuesday",
      "Which one",
    ],
    [["明日8時に薬とリマインドして", "明日9時に薬を買うとリマインドして"], "薬の知らせを火曜に変えて", "どの予定"],
    [["내일 8시에 약이라고 알려 줘", "내일 9시에 약 사기 알려 줘"], "약 알림을 화요일로 바꿔 줘", "어느"],
  ])("%j, %s: asks which", async (sets, words, asks) => {
    const { say, reminders } = conversation();
    for (const set of sets) await say(set);
    const before = await reminders();
    expect(await say(words)).toContain(asks);
    expect(await reminders()).toEqual(before);
  });

  it.each<[words: string, name: string]>([
    ["Snooze the unicorn until 9", "unicorn"],
    ["Snooze the unicorn", "unicorn"],
    ["Push the unicorn to 9", "unicorn"],
    ["Move my unicorn reminder to Tuesday", "unicorn"],
    ["ユニコーンを9時に延ばして", "ユニコーン"],
    ["ユニコーンを30分遅らせて", "ユニコーン"],
    ["ユニコーンの知らせを火曜に変えて", "ユニコーン"],
    ["유니콘을 9시로 미뤄 줘", "유니콘"],
    ["유니콘을 30분 미뤄 줘", "유니콘"],
    ["유니콘 알림을 화요일로 바꿔 줘", "유니콘"],
  ])("%s: is not there, and nothing is set", async (words, name) => {
    const talk = conversation();
    await talk.say("Remind me tomorrow at 9 about the dentist");
    expect(await talk.say(words)).toMatch(new RegExp(`[“「‘]${name}[”」’]`));
    expect(await talk.reminders()).toEqual(["the dentist 2026-11-23T00:00"]);
  });
});

describe("what is to ring", () => {
  it.each<[set: string, words: string, due: string]>([
    ["Remind me tomorrow at 9 about the dentist", "Push the dentist reminder to 5", "the dentist 2026-11-23T08:00"],
    ["Remind me tomorrow at 9 about the dentist", "Delay the dentist by 30 minutes", "the dentist 2026-11-23T00:30"],
    ["Remind me tomorrow at 9 about the dentist", "Snooze the dentist until 10", "the dentist 2026-11-23T01:00"],
    ["Remind me tomorrow at 9 about the dentist", "Snooze the dentist until 5", "the dentist 2026-11-23T08:00"],
    ["明日9時に歯医者とリマインドして", "歯医者のリマインダーを5時に延ばして", "歯医者 2026-11-23T08:00"],
    ["明日9時に歯医者とリマインドして", "歯医者を30分遅らせて", "歯医者 2026-11-23T00:30"],
    ["내일 9시에 치과 알려 줘", "치과 알림을 10시로 미뤄 줘", "치과 2026-11-23T01:00"],
    ["내일 9시에 치과 알려 줘", "치과를 30분 미뤄 줘", "치과 2026-11-23T00:30"],
  ])("%s, %s", async (set, words, due) => {
    const { say, reminders } = conversation();
    await say(set);
    await say(words);
    expect(await reminders()).toEqual([due]);
  });
});

const DAILY = {
  en: "Remind me every day at 8 to take my pills",
  ja: "毎日8時に薬とリマインドして",
  ko: "매일 8시에 약이라고 알려 줘",
};

describe("a series of which one time is meant", () => {
  it.each<[set: string, words: string, text: string]>([
    [DAILY.en, "Snooze 15 minutes", "take my pills"],
    [DAILY.ja, "15分後にもう一度", "薬"],
    [DAILY.ko, "15분 뒤에 다시 알려 줘", "약"],
  ])("%s, %s: rings once more, and goes on as it was", async (set, words, text) => {
    const { say, pass, reminders } = conversation();
    await say(set);
    pass("2026-11-22T23:01:00Z");
    await say(words);
    expect(await reminders()).toEqual([`${text} 2026-11-22T23:16`, `${text} 2026-11-23T23:00 FREQ=DAILY`]);
  });

  it.each<[set: string, words: string, stays: string]>([
    [DAILY.en, "Change the pills reminder to 9 just this once", "Otherwise it stays every day at 8:00."],
    [DAILY.en, "Postpone the pills to 9", "Otherwise it stays every day at 8:00."],
    [DAILY.ja, "薬を今回だけ9時に変えて", "ふだんの毎日の8時はそのままです。"],
    [DAILY.ja, "薬を9時に延ばして", "ふだんの毎日の8時はそのままです。"],
    [DAILY.ko, "약을 이번만 9시로 바꿔 줘", "평소의 매일 8시 알림은 그대로예요."],
    [DAILY.ko, "약 알림을 9시로 미뤄 줘", "평소의 매일 8시 알림은 그대로예요."],
  ])("%s, %s", async (set, words, stays) => {
    const { say, pass, reminders, desk } = conversation();
    await say(set);
    expect(await say(words)).toContain(stays);
    const [item] = await desk.list("s", "reminder");
    expect([item?.dueAt?.toISOString(), item?.repeat?.from]).toEqual(["2026-11-23T00:00:00.000Z", "2026-11-23T08:00"]);
    pass("2026-11-23T00:00:30Z");
    expect(await reminders()).toEqual([expect.stringContaining("2026-11-23T23:00 FREQ=DAILY")]);
  });

  it.each<[set: string, move: string, words: string, text: string]>([
    [DAILY.en, "Change the pills to 10 just this once", "Snooze 15 minutes", "take my pills"],
    [DAILY.ja, "薬を今回だけ10時に変えて", "15分後にもう一度", "薬"],
    [DAILY.ko, "약을 이번만 10시로 바꿔 줘", "15분 뒤에 다시 알려 줘", "약"],
  ])("%s, %s, %s: rings once more where it was moved", async (set, move, words, text) => {
    const { say, pass, reminders } = conversation();
    await say(set);
    await say(move);
    pass("2026-11-23T01:01:00Z");
    await say(words);
    expect(await reminders()).toEqual([`${text} 2026-11-23T01:16`, `${text} 2026-11-23T23:00 FREQ=DAILY`]);
  });

  it("behind the next of its own times rings apart, and that one stays", async () => {
    const { say, reminders } = conversation();
    await say(DAILY.en);
    await say("Move the pills tomorrow to the day after tomorrow at 10");
    expect(await reminders()).toEqual(["take my pills 2026-11-23T23:00 FREQ=DAILY", "take my pills 2026-11-24T01:00"]);
  });
});

describe("a series of which it is not clear", () => {
  it.each<[set: string, words: string, asks: string, once: string, always: string]>([
    [DAILY.en, "Change the 8 o'clock reminder to 9", "every time", "Only the next time", "Every time, please"],
    [DAILY.ja, "8時の薬を9時に変えて", "毎回", "今回だけです", "毎回お願いします"],
    [DAILY.ko, "약을 9시로 바꿔 줘", "매번", "이번만요", "매번이요"],
  ])("%s, %s: is asked about before anything is done", async (set, words, asks, once, always) => {
    for (const [said, from] of [
      [once, "2026-11-23T08:00"],
      [always, "2026-11-23T09:00"],
    ] as const) {
      const { say, desk, reminders } = conversation();
      await say(set);
      expect(await say(words)).toContain(asks);
      expect(await reminders()).toEqual([expect.stringContaining("2026-11-22T23:00 FREQ=DAILY")]);
      await say(said);
      const [item] = await desk.list("s", "reminder");
      expect([item?.dueAt?.toISOString(), item?.repeat?.from]).toEqual(["2026-11-23T00:00:00.000Z", from]);
    }
  });

  it("which of two and how often are asked one after the other", async () => {
    const { say, reminders } = conversation();
    await say(DAILY.en);
    await say("Remind me every day at 8 to stretch");
    expect(await say("Change the 8 o'clock reminder to 9")).toContain("1:");
    expect(await say("The second one")).toContain("every time");
    await say("Every time");
    expect(await reminders()).toEqual([
      "take my pills 2026-11-22T23:00 FREQ=DAILY",
      "stretch 2026-11-23T00:00 FREQ=DAILY",
    ]);
  });
});

describe("how it comes from now on", () => {
  const EN = "Remind me every Monday at 8 to take my pills";
  const JA = "毎週月曜の8時に薬とリマインドして";
  const KO = "매주 월요일 8시에 약이라고 알려 줘";

  it.each<[set: string, words: string, from: string, rule: string]>([
    [EN, "Make it every Tuesday instead", "2026-11-24T08:00", "FREQ=WEEKLY;BYDAY=TU"],
    [EN, "Change the pills reminder to every Tuesday at 9", "2026-11-24T09:00", "FREQ=WEEKLY;BYDAY=TU"],
    [EN, "Change the pills to Tuesdays and Fridays", "2026-11-24T08:00", "FREQ=WEEKLY;BYDAY=TU,FR"],
    [EN, "Change the pills to Tuesday from now on", "2026-11-24T08:00", "FREQ=WEEKLY;BYDAY=TU"],
    [EN, "Change the pills to 9 from now on", "2026-11-23T09:00", "FREQ=WEEKLY;BYDAY=MO"],
    [JA, "毎週月曜の薬を火曜にして", "2026-11-24T08:00", "FREQ=WEEKLY;BYDAY=TU"],
    [JA, "毎週火曜にして", "2026-11-24T08:00", "FREQ=WEEKLY;BYDAY=TU"],
    [JA, "薬を毎週火曜の9時に変えて", "2026-11-24T09:00", "FREQ=WEEKLY;BYDAY=TU"],
    [JA, "薬を毎朝7時に変更してください", "2026-11-23T07:00", "FREQ=DAILY"],
    [JA, "薬をこれからは9時に変えて", "2026-11-23T09:00", "FREQ=WEEKLY;BYDAY=MO"],
    [KO, "매주 화요일로 바꿔 줘", "2026-11-24T08:00", "FREQ=WEEKLY;BYDAY=TU"],
    [KO, "매주 월요일 약을 화요일로 바꿔 줘", "2026-11-24T08:00", "FREQ=WEEKLY;BYDAY=TU"],
    [KO, "약 알림을 매주 화요일 9시로 바꿔 줘", "2026-11-24T09:00", "FREQ=WEEKLY;BYDAY=TU"],
    [KO, "약을 앞으로 9시로 바꿔 줘", "2026-11-23T09:00", "FREQ=WEEKLY;BYDAY=MO"],
  ])("%s, %s", async (set, words, from, rule) => {
    const { say, desk } = conversation();
    await say(set);
    await say(words);
    expect((await desk.list("s", "reminder")).map(({ repeat }) => [repeat?.from, repeat?.rule])).toEqual([
      [from, rule],
    ]);
  });

  it.each<[set: string, before: string, words: string, asks: string]>([
    [EN, "Add dentist tomorrow at 3 pm", "Make it every Tuesday", "Which reminder"],
    [EN, "Add dentist tomorrow at 3 pm", "Set the alarm to every day at 7", "Which reminder"],
    [JA, "明日15時に会議の予定を入れて", "毎週火曜にして", "どのリマインダー"],
    [JA, "歯医者をリマインドして", "毎朝7時にして", "どのリマインダー"],
    [KO, "내일 15시에 회의 일정 넣어 줘", "매주 화요일로 바꿔 줘", "어느 리마인더"],
  ])("is asked about where another thing may be meant: %s, %s, %s", async (set, before, words, asks) => {
    const { say, wait, reminders } = conversation();
    await say(set);
    const kept = await reminders();
    wait("2026-11-22T06:06:00Z");
    await say(before);
    expect(await say(words)).toContain(asks);
    expect(await reminders()).toEqual(kept);
  });

  it("is not of a reminder where an event was added since", async () => {
    const { say, wait, reminders } = conversation();
    await say(EN);
    wait("2026-11-22T06:01:00Z");
    await say("Add dentist tomorrow at 3 pm");
    expect(await say("Make it every Tuesday")).toContain("Which reminder");
    expect(await reminders()).toEqual(["take my pills 2026-11-22T23:00 FREQ=WEEKLY;BYDAY=MO"]);
  });

  it("every other week stays the same weeks when only the hour changes", async () => {
    const { say, pass, reminders } = conversation();
    await say("Remind me every other Friday at 4 pm to send the report");
    pass("2026-11-27T08:00:00Z");
    await say("Change the report to 5 pm from now on");
    expect(await reminders()).toEqual(["send the report 2026-12-11T08:00 FREQ=WEEKLY;INTERVAL=2;BYDAY=FR"]);
  });

  it("is asked about where several come again, and what rings once begins to repeat", async () => {
    const { say, pass, reminders } = conversation();
    await say(EN);
    await say(DAILY.en.replace("take my pills", "stretch"));
    pass("2026-11-22T06:30:00Z");
    expect(await say("Make it every Tuesday")).toContain("Please say its number");
    await say("Remind me tomorrow at 9 to pay rent");
    await say("Make the rent reminder monthly");
    expect(await reminders()).toContain("pay rent 2026-11-23T00:00 FREQ=MONTHLY;BYMONTHDAY=23");
  });
});

describe("again of what is not kept", () => {
  it.each<[words: string, kept: string]>([
    ["Remind me about the dentist again tomorrow at 9", "dentist 2026-11-23T00:00"],
    ["歯医者を明日9時にもう一度リマインドして", "歯医者 2026-11-23T00:00"],
    ["치과를 내일 9시에 다시 알려 줘", "치과 2026-11-23T00:00"],
  ])("%s: is something new", async (words, kept) => {
    const { say, reminders } = conversation();
    await say(words);
    expect(await reminders()).toEqual([kept]);
  });
});

describe("words that ask for something else", () => {
  it.each([
    "Tell me again",
    "Tell me again about the weather tomorrow",
    "Make a reminder every Monday at 9",
    "Set the alarm every day at 7",
    "Push the button",
    "Push the button for an elevator",
    "Put 30 minutes on the timer",
    "Postpone",
    "Change the language to Korean",
    "もう一度教えて",
    "もう一度今日の予定を教えて",
    "今日の天気をもう一度教えて",
    "天気を明日もう一度教えて",
    "明日また天気を教えて",
    "薬の知らせを火曜に読んで",
    "お知らせを教えて",
    "3時の会議をもう一度教えて",
    "英語にして",
    "10分待って",
    "明日の会議を火曜にして",
    "한국어로 바꿔 줘",
    "다시 말해 줘",
    "날씨를 내일 다시 알려 줘",
    "내일 다시 날씨 알려 줘",
    "약 알림을 다시 읽어 줘",
    "내일 회의를 화요일로 바꿔 줘",
  ])("%s", (words) => {
    const kind = understand(tidy(words), tongueOf("auto", words).rules)?.kind;
    expect(String(kind)).not.toMatch(/^reminder-(?:put-off|change)$/);
  });
});

describe("by tools", () => {
  const toolsOf = ({ desk, context }: ReturnType<typeof conversation>) => {
    const tools = secretaryTools(desk);
    return (name: string, args: unknown) =>
      tools.find((tool) => tool.name === name)?.call(args, context("hello"), new AbortController().signal);
  };

  it("puts off what rang, and what is named", async () => {
    const talk = conversation();
    const call = toolsOf(talk);
    await talk.say("Remind me at 5 pm to call Tom");
    await talk.say("Remind me tomorrow at 9 about the dentist");
    talk.pass(CALL_AT);
    expect(await call("put_off", { later: "10 minutes" })).toContain("17:10");
    expect(await call("put_off", { which: "dentist", later: "tomorrow at 11" })).toContain("11:00");
    expect(await call("put_off", { which: "dentist", later: "purple" })).toContain("no time");
    expect(await call("put_off", { which: "unicorn", later: "10 minutes" })).toContain("nothing called “unicorn”");
    expect(await call("put_off", { which: "unicorn", later: "tomorrow at 9" })).toContain("nothing called “unicorn”");
    await talk.say("Add lunch tomorrow at 1 pm");
    expect(await call("put_off", { which: "lunch", later: "30 minutes" })).toContain("13:30");
    expect(await talk.reminders()).toEqual(["call Tom 2026-11-22T08:10", "the dentist 2026-11-23T02:00"]);
  });

  it("changes how it repeats, and asks where once or always was not said", async () => {
    const talk = conversation();
    const call = toolsOf(talk);
    await talk.say(DAILY.en);
    expect(await call("move_event", { which: "pills", to: "at 9" })).toContain("every time");
    expect(await call("move_event", { which: "pills", to: "at 9", scope: "next" })).toContain(
      "stays every day at 8:00",
    );
    expect(await call("change_repeating_reminder", { which: "pills", at: "10 am" })).toContain("every day at 10:00");
    expect(await call("change_repeating_reminder", { repeat: "weekly", days: ["friday"] })).toContain("every Friday");
    expect(await call("change_repeating_reminder", { which: "pills" })).toContain("no time of day");
    expect(await talk.reminders()).toEqual(["take my pills 2026-11-27T01:00 FREQ=WEEKLY;BYDAY=FR"]);
  });
});
