import { describe, expect, it } from "vitest";
import { MemoryDesk } from "../../../testing/memory-desk.ts";
import { answer } from "../answer.ts";
import { draftsOf } from "../draft.ts";
import { secretaryTools } from "../tools.ts";
import { nextRing, ringsBetween } from "./series.ts";

/** A Sunday, 15:00 in Tokyo. */
const NOW = new Date("2026-11-22T06:00:00Z");
const ZONE = "Asia/Tokyo";

async function say(text: string, language: string, now = NOW, timeZone = ZONE) {
  const desk = new MemoryDesk(() => now);
  const request = { sessionId: "s", turn: 1, language, timeZone, now, passages: [] };
  const { text: reply } = await answer({ ...request, messages: [{ role: "user", text }] }, desk);
  const [item] = await desk.list("s", "reminder");
  const about = async (words: string): Promise<string> =>
    (await answer({ ...request, messages: [{ role: "user", text: words }] }, desk)).text;
  return { reply, item, rule: item?.repeat?.rule, from: item?.repeat?.from, desk, about };
}

describe("said and understood", () => {
  it.each<[words: string, rule: string, from: string, text: string]>([
    ["Remind me every Monday at nine to call Sato", "FREQ=WEEKLY;BYDAY=MO", "2026-11-23T09:00", "call Sato"],
    ["Remind me to take my pills every morning at 7", "FREQ=DAILY", "2026-11-23T07:00", "take my pills"],
    ["Wake me up every weekday at 6:30", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-23T06:30", ""],
    [
      "Remind me on Mondays and Thursdays at 10 to water the plants",
      "FREQ=WEEKLY;BYDAY=MO,TH",
      "2026-11-23T10:00",
      "water the plants",
    ],
    ["Remind me every evening at 8 to stretch", "FREQ=DAILY", "2026-11-22T20:00", "stretch"],
    [
      "Remind me every other Friday at 4 pm to send the report",
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
      "2026-11-27T16:00",
      "send the report",
    ],
    [
      "Remind me on the 15th of every month at 9 to pay rent",
      "FREQ=MONTHLY;BYMONTHDAY=15",
      "2026-12-15T09:00",
      "pay rent",
    ],
    ["Remind me on the 31st of every month to pay rent", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30T09:00", "pay rent"],
    [
      "Remind me on the last day of every month at noon to close the books",
      "FREQ=MONTHLY;BYMONTHDAY=-1",
      "2026-11-30T12:00",
      "close the books",
    ],
    [
      "Remind me on the second Tuesday of every month at 10 about the board",
      "FREQ=MONTHLY;BYDAY=2TU",
      "2026-12-08T10:00",
      "the board",
    ],
    [
      "Remind me every year on May 3rd at 8 am to call Mum",
      "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=3",
      "2027-05-03T08:00",
      "call Mum",
    ],
    [
      "Every Friday at 5 pm, remind me to send the report",
      "FREQ=WEEKLY;BYDAY=FR",
      "2026-11-27T17:00",
      "send the report",
    ],
    ["Wake me up every Monday to Friday at 7", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-23T07:00", ""],
    ["Remind me to drink water daily at 10 am", "FREQ=DAILY", "2026-11-23T10:00", "drink water"],
  ])("%s", async (words, rule, from, text) => {
    const { item, ...said } = await say(words, "en-US");
    expect([said.rule, said.from, item?.text]).toEqual([rule, from, text]);
  });

  it.each<[words: string, rule: string, from: string, text: string]>([
    ["毎朝7時に薬を飲むようにリマインドして", "FREQ=DAILY", "2026-11-23T07:00", "薬を飲む"],
    ["毎週月曜の9時に定例会議だと知らせて", "FREQ=WEEKLY;BYDAY=MO", "2026-11-23T09:00", "定例会議"],
    ["平日の8時に起こして", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-23T08:00", ""],
    ["平日毎朝6時半に起こして", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-23T06:30", ""],
    ["毎週月水金の夜8時に筋トレってリマインドして", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "2026-11-23T20:00", "筋トレ"],
    ["毎日薬を飲むようにリマインドして", "FREQ=DAILY", "2026-11-23T09:00", "薬を飲む"],
    ["毎月31日の10時に家賃を払うようにリマインドして", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30T10:00", "家賃を払う"],
    [
      "毎月30日の10時に家賃を払うようにリマインドして",
      "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1",
      "2026-11-30T10:00",
      "家賃を払う",
    ],
    ["毎月末に締めの作業をリマインドして", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30T09:00", "締めの作業"],
    ["毎月第二火曜日の10時に理事会だと知らせて", "FREQ=MONTHLY;BYDAY=2TU", "2026-12-08T10:00", "理事会"],
    [
      "毎年5月3日の8時に母に電話するようにリマインドして",
      "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=3",
      "2027-05-03T08:00",
      "母に電話する",
    ],
    [
      "隔週の金曜の16時に報告書を送るようにリマインドして",
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
      "2026-11-27T16:00",
      "報告書を送る",
    ],
    ["2日おきに7時に水やりをリマインドして", "FREQ=DAILY;INTERVAL=3", "2026-11-23T07:00", "水やり"],
    ["月曜から金曜まで毎朝7時に起こして", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-23T07:00", ""],
    ["毎週土曜から月曜の7時に起こして", "FREQ=WEEKLY;BYDAY=SU,MO,SA", "2026-11-23T07:00", ""],
    ["毎週月・水・金の朝8時に起こして", "FREQ=WEEKLY;BYDAY=MO,WE,FR", "2026-11-23T08:00", ""],
    ["毎晩9時に戸締まりだと知らせて", "FREQ=DAILY", "2026-11-22T21:00", "戸締まり"],
  ])("%s", async (words, rule, from, text) => {
    const { item, ...said } = await say(words, "ja-JP");
    expect([said.rule, said.from, item?.text]).toEqual([rule, from, text]);
  });

  it.each<[words: string, rule: string, from: string, text: string]>([
    ["매일 아침 7시에 약 먹으라고 알려 줘", "FREQ=DAILY", "2026-11-23T07:00", "약 먹기"],
    ["매주 월요일 9시에 회의 준비하라고 알려 줘", "FREQ=WEEKLY;BYDAY=MO", "2026-11-23T09:00", "회의 준비하기"],
    ["평일 6시 반에 깨워 줘", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-23T06:30", ""],
    ["평일 아침 6시 반에 깨워 줘", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "2026-11-23T06:30", ""],
    [
      "매주 월요일과 목요일 오후 3시에 화분에 물 주라고 알려 줘",
      "FREQ=WEEKLY;BYDAY=MO,TH",
      "2026-11-23T15:00",
      "화분에 물 주기",
    ],
    ["금요일마다 17시에 보고서 보내라고 알려 줘", "FREQ=WEEKLY;BYDAY=FR", "2026-11-27T17:00", "보고서 보내기"],
    ["매달 31일 10시에 월세 내라고 알려 줘", "FREQ=MONTHLY;BYMONTHDAY=-1", "2026-11-30T10:00", "월세 내기"],
    ["매월 15일 오전 9시에 월세 내라고 알려 줘", "FREQ=MONTHLY;BYMONTHDAY=15", "2026-12-15T09:00", "월세 내기"],
    [
      "매년 5월 3일 아침 8시에 어머니께 전화하라고 알려 줘",
      "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=3",
      "2027-05-03T08:00",
      "어머니께 전화하기",
    ],
    ["이틀마다 7시에 물 주라고 알려 줘", "FREQ=DAILY;INTERVAL=2", "2026-11-23T07:00", "물 주기"],
    [
      "격주 금요일 16시에 보고서 보내라고 알려 줘",
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR",
      "2026-11-27T16:00",
      "보고서 보내기",
    ],
  ])("%s", async (words, rule, from, text) => {
    const { item, ...said } = await say(words, "ko-KR");
    expect([said.rule, said.from, item?.text]).toEqual([rule, from, text]);
  });
});

describe("answered", () => {
  it("with how often, the hour and the first time", async () => {
    expect((await say("Remind me every Monday at nine to call Sato", "en-US")).reply).toBe(
      "I will remind you every Monday at 9:00: call Sato. The first time is tomorrow, Monday, November 23 at 9:00.",
    );
    expect((await say("毎週月曜の9時に定例会議だと知らせて", "ja-JP")).reply).toBe(
      "毎週月曜日の9時に「定例会議」とお知らせします。初回は明日、11月23日月曜日の9時です。",
    );
    expect((await say("매일 아침 7시에 약 먹으라고 알려 줘", "ko-KR")).reply).toBe(
      "매일 7시에 ‘약 먹기’ 알려 드릴게요. 처음은 내일, 11월 23일 월요일 7시예요.",
    );
  });

  it("in the list, and the series is stopped by how often it comes or by what it is", async () => {
    const { about, desk } = await say("Remind me every Monday at nine to call Sato", "en-US");
    await about("Remind me to stretch tomorrow at 5 pm");
    await about("Remind me every day at 8 to take my pills");
    expect(await about("What are my reminders")).toContain("every Monday at 9:00, call Sato");
    expect(await about("Cancel my daily reminder")).toBe("I deleted 1 reminder.");
    expect(await about("Delete the reminder to call Sato")).toBe("I deleted 1 reminder.");
    expect((await desk.list("s", "reminder")).map(({ text }) => text)).toEqual(["stretch"]);
    const ja = await say("毎朝7時に薬を飲むようにリマインドして", "ja-JP");
    expect(await ja.about("毎朝のリマインダーを消して")).toBe("リマインダーを1件消しました。");
    const ko = await say("매일 아침 7시에 약 먹으라고 알려 줘", "ko-KR");
    expect(await ko.about("매일 리마인더 취소해 줘")).toBe("리마인더 1개를 지웠어요.");
  });

  it.each([
    ["Remind me every day at 9 to take my pills", "Cancel my nightly reminder", "en-US", 1],
    ["Remind me every night at 9 to lock up", "Cancel my nightly reminder", "en-US", 0],
    ["Remind me on the 1st of every month to pay rent", "毎月15日のリマインダーを消して", "ja-JP", 1],
    ["Remind me on the 31st of every month to pay rent", "毎月31日のリマインダーを消して", "ja-JP", 0],
    ["毎年5月3日の8時に母に電話するようにリマインドして", "매년 5월 4일 리마인더 취소해 줘", "ko-KR", 1],
    ["毎月第二火曜日の10時に理事会だと知らせて", "毎月第三火曜日のリマインダーを消して", "ja-JP", 1],
  ])("%s, %s: nothing else is deleted", async (set, words, language, left) => {
    const { desk } = await say(set, set.startsWith("毎") ? "ja-JP" : "en-US");
    const request = { sessionId: "s", turn: 2, language, timeZone: ZONE, now: NOW, passages: [] };
    await answer({ ...request, messages: [{ role: "user", text: words }] }, desk);
    expect(await desk.list("s", "reminder")).toHaveLength(left);
  });

  it("all that come in this way, or only asked about", async () => {
    const { about, desk } = await say("Remind me every day at 8 to take my pills", "en-US");
    await about("Remind me every day at 9 to stretch");
    await about("Remind me every Monday at 9 to call Sato");
    expect(await about("Delete my daily reminder")).toContain("Which");
    expect(await about("Delete all daily reminders")).toBe("I deleted 2 reminders.");
    expect((await desk.list("s", "reminder")).map(({ text }) => text)).toEqual(["call Sato"]);
  });

  it.each([
    ["Remind me every night at 12 to lock up", "en-US", "00:00"],
    ["Remind me every night at 12:30 to lock up", "en-US", "00:30"],
    ["毎晩12時に戸締まりだと知らせて", "ja-JP", "00:00"],
    ["毎日夜12時半に戸締まりだと知らせて", "ja-JP", "00:30"],
    ["매일 밤 12시에 문단속하라고 알려 줘", "ko-KR", "00:00"],
  ])("%s is midnight", async (words, language, clock) => {
    expect((await say(words, language)).from).toBe(`2026-11-23T${clock}`);
  });

  it.each([
    ["Remind me every 10 minutes to blink", "en-US", "every day, on days of the week"],
    ["Remind me hourly to blink", "en-US", "every day, on days of the week"],
    ["2時間おきに水を飲むようにリマインドして", "ja-JP", "毎日、曜日ごと"],
    ["火曜日以外毎日8時に薬を飲むようにリマインドして", "ja-JP", "毎日、曜日ごと"],
    ["来週の金曜日まで毎日8時に薬を飲むようにリマインドして", "ja-JP", "毎日、曜日ごと"],
    ["2週間毎日8時に薬を飲むようにリマインドして", "ja-JP", "毎日、曜日ごと"],
    ["毎日8時と20時に薬を飲むようにリマインドして", "ja-JP", "毎日、曜日ごと"],
    ["毎月1日と15日の10時に家賃を払うようにリマインドして", "ja-JP", "毎日、曜日ごと"],
    ["Remind me every day except Sunday at 8 to take my pills", "en-US", "every day, on days of the week"],
    ["Remind me every day at 8 to take my pills until next Friday", "en-US", "every day, on days of the week"],
    ["Remind me every day for two weeks at 8 to take my pills", "en-US", "every day, on days of the week"],
    ["Remind me on the 1st and 15th of every month at 9 to pay rent", "en-US", "every day, on days of the week"],
    ["Remind me every day at 8 and 20:00 to take my pills", "en-US", "every day, on days of the week"],
    ["일요일 빼고 매일 8시에 약 먹으라고 알려 줘", "ko-KR", "매일"],
    ["매일 8시와 20시에 약 먹으라고 알려 줘", "ko-KR", "매일"],
    ["다음 주 금요일까지 매일 8시에 약 먹으라고 알려 줘", "ko-KR", "매일"],
  ])("%s: not in this way", async (words, language, reply) => {
    const said = await say(words, language);
    expect(said.reply).toContain(reply);
    expect(said.item).toBeUndefined();
  });

  it.each([
    ["Remind me at 5 to buy the daily paper", "buy the daily paper"],
    ["Remind me at 5 to read every book on the list", "read every book on the list"],
  ])("%s: once", async (words, text) => {
    const { item } = await say(words, "en-US");
    expect([item?.repeat, item?.text]).toEqual([undefined, text]);
  });

  it("in the agenda of the days to come; one time is left out or put off, the series goes on", async () => {
    const { about, desk } = await say("Remind me every day at 8 am to take my pills", "en-US");
    expect(await about("What's on tomorrow")).toContain("take my pills");
    expect(await about("What's on next Friday")).toContain("take my pills");
    expect(await about("Cancel the 8 o'clock on Friday")).toContain("only its next time");
    expect(await about("Cancel the 8 o'clock tomorrow")).toContain("The next time is");
    const [item] = await desk.list("s", "reminder");
    expect([item?.dueAt?.toISOString(), item?.repeat?.rule]).toEqual(["2026-11-23T23:00:00.000Z", "FREQ=DAILY"]);
    expect(await about("What's on tomorrow")).not.toContain("take my pills");
  });

  it.each(["Move the 8 o'clock tomorrow to 7 am", "Cancel the 8 o'clock tomorrow"])(
    "moved earlier it rings once on that day: %s",
    async (words) => {
      const { about, desk } = await say("Remind me every day at 8 am to take my pills", "en-US");
      await about("Move the 8 o'clock tomorrow to 7:30 am");
      await about(words.replace("8 o'clock", "7:30"));
      const on = (await about("What's on tomorrow")).match(/take my pills/g) ?? [];
      expect(on).toHaveLength(words.startsWith("Cancel") ? 0 : 1);
      const [item] = await desk.list("s", "reminder");
      expect(item?.repeatAt?.toISOString()).toBe("2026-11-22T23:00:00.000Z");
    },
  );

  it.each([
    ["毎日8時に駅まで歩くようにリマインドして", "ja-JP", "駅まで歩く"],
    ["毎日8時にとうもろこしに水をやるようにリマインドして", "ja-JP", "とうもろこしに水をやる"],
    ["Remind me every day at 8 to wait until the end of the song", "en-US", "wait until the end of the song"],
    ["Remind me every day at 8 to cook for two", "en-US", "cook for two"],
    ["Remind me every day at 8 to feed the cat and the dog", "en-US", "feed the cat and the dog"],
    ["매일 8시에 역까지 걷기 알려 줘", "ko-KR", "역까지 걷기"],
  ])("what is to be done is no part of it: %s", async (words, language, text) => {
    const { item } = await say(words, language);
    expect(item?.text).toBe(text);
  });

  it("by a tool, with the model's words for the time checked by code", async () => {
    const desk = new MemoryDesk(() => NOW);
    const tool = secretaryTools(desk).find(({ name }) => name === "add_reminder");
    const context = { sessionId: "s", language: "en-US", timeZone: ZONE, now: NOW };
    const call = (args: unknown) => tool?.call(args, context, new AbortController().signal);
    const pills = { what: "pills", when: "at 9", repeat: "weekly", days: ["thursday", "monday"] };
    expect(await call(pills)).toContain("every Monday and Thursday at 9:00");
    expect(await call({ ...pills, when: "2027-01-31T09:00", repeat: "monthly", days: undefined })).toContain(
      "the last day",
    );
    for (const wrong of [
      { repeat: "secondly" },
      { every: 1e9 },
      { every: "2" },
      { days: ["someday"] },
      { days: "monday" },
    ])
      expect(await call({ ...pills, ...wrong })).toContain("Nothing was done");
    expect((await desk.list("s", "reminder")).map(({ repeat }) => repeat?.rule)).toEqual([
      "FREQ=WEEKLY;BYDAY=MO,TH",
      "FREQ=MONTHLY;BYMONTHDAY=-1",
    ]);
  });

  it("as a draft, also without a verb", () => {
    const draft = (words: string, language: string) => {
      const [first] = draftsOf(words, { language, timeZone: ZONE, now: NOW });
      return [first?.kind, first?.text, first?.repeat?.rule, first?.dueAt?.toISOString()];
    };
    expect(draft("Pills every day at 8", "en-US")).toEqual([
      "reminder",
      "Pills",
      "FREQ=DAILY",
      "2026-11-22T23:00:00.000Z",
    ]);
    expect(draft("毎週月曜の9時に定例会議", "ja-JP")).toEqual([
      "reminder",
      "定例会議",
      "FREQ=WEEKLY;BYDAY=MO",
      "2026-11-23T00:00:00.000Z",
    ]);
    expect(draft("매주 월요일 9시 정례 회의", "ko-KR")).toEqual([
      "reminder",
      "정례 회의",
      "FREQ=WEEKLY;BYDAY=MO",
      "2026-11-23T00:00:00.000Z",
    ]);
  });
});

describe("a draft", () => {
  const draft = (words: string, language: string) => draftsOf(words, { language, timeZone: ZONE, now: NOW })[0];

  it.each([
    ["火曜日以外毎日8時に薬", "ja-JP"],
    ["来週の金曜日まで毎日8時に薬", "ja-JP"],
    ["毎日8時と20時に薬", "ja-JP"],
    ["毎月1日と15日の10時に家賃", "ja-JP"],
    ["일요일 빼고 매일 8시에 약", "ko-KR"],
    ["Pills every day except Sunday at 8", "en-US"],
    ["Rent on the 1st and 15th of every month at 9", "en-US"],
    ["Pills every day at 8 and 20:00", "en-US"],
  ])("%s: a note rather than a wrong hour", (words, language) => {
    expect(draft(words, language)).toMatchObject({ kind: "note", text: words });
  });

  it.each([
    ["明日9時に毎日新聞を買う", "毎日新聞を買う"],
    ["明日の9時に平日ダイヤを確認", "平日ダイヤを確認"],
  ])("%s: once", (words, text) => {
    const made = draft(words, "ja-JP");
    expect([made?.text, made?.repeat]).toEqual([text, undefined]);
  });
});

describe("rings", () => {
  const ring = (rule: string, from: string, timeZone: string, since: string, count: number): string[] =>
    ringsBetween({ rule, from, timeZone }, new Date(since), new Date("2040-01-01T00:00Z"), count).map((date) =>
      date.toISOString().slice(0, 16),
    );

  it("at the same hour of the clock over its changes, and an hour that is skipped comes after it", () => {
    // New York: summer time ends on 1 November 2026 and begins on 14 March 2027, when 02:00 becomes 03:00.
    expect(ring("FREQ=DAILY", "2026-10-30T07:00", "America/New_York", "2026-10-31T00:00Z", 3)).toEqual([
      "2026-10-31T11:00",
      "2026-11-01T12:00",
      "2026-11-02T12:00",
    ]);
    expect(ring("FREQ=DAILY", "2027-03-01T02:30", "America/New_York", "2027-03-13T00:00Z", 3)).toEqual([
      "2027-03-13T07:30",
      "2027-03-14T07:30",
      "2027-03-15T06:30",
    ]);
    expect(ring("FREQ=DAILY", "2026-10-20T01:30", "America/New_York", "2026-11-01T00:00Z", 2)).toHaveLength(2);
  });

  it("on the last day of months that are shorter, where that was meant; else not in them", () => {
    expect(ring("FREQ=MONTHLY;BYMONTHDAY=-1", "2026-12-31T09:00", "UTC", "2026-12-01T00:00Z", 3)).toEqual([
      "2026-12-31T09:00",
      "2027-01-31T09:00",
      "2027-02-28T09:00",
    ]);
    expect(
      ring("FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1", "2027-01-30T09:00", "UTC", "2027-01-01T00:00Z", 3),
    ).toEqual(["2027-01-30T09:00", "2027-02-28T09:00", "2027-03-30T09:00"]);
    expect(ring("FREQ=MONTHLY;BYMONTHDAY=31", "2027-01-31T09:00", "UTC", "2027-01-01T00:00Z", 3)).toEqual([
      "2027-01-31T09:00",
      "2027-03-31T09:00",
      "2027-05-31T09:00",
    ]);
  });

  it("on a leap day, and in other years on the day before March, where that was asked for aloud", async () => {
    const { item } = await say("Remind me every year on February 29th at 9 am to jump", "en-US");
    expect(item?.repeat?.rule).toBe("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1");
    expect(ring(item?.repeat?.rule ?? "", "2027-02-28T09:00", "UTC", "2027-01-01T00:00Z", 2)).toEqual([
      "2027-02-28T09:00",
      "2028-02-29T09:00",
    ]);
    expect(ring("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "2028-02-29T09:00", "UTC", "2027-01-01T00:00Z", 2)).toEqual([
      "2028-02-29T09:00",
      "2032-02-29T09:00",
    ]);
  });

  it("never for a rule that is none", () => {
    const none = { rule: "FREQ=SECONDLY;COUNT=1000000000", from: "2026-01-01T00:00", timeZone: "UTC" };
    expect(nextRing(none, NOW)).toBeNull();
  });
});
