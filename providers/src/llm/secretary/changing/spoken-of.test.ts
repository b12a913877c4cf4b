import { describe, expect, it } from "vitest";
import { MemoryDesk } from "../../../testing/memory-desk.ts";
import type { ReplyRequest } from "../../port.ts";
import { answer } from "../answer.ts";

/** A Sunday, 15:00 in Tokyo. */
const NOW = new Date("2026-11-22T06:00:00Z");
const UNTIL = new Date("2027-01-01T00:00:00Z");

const languageOf = (text: string): string =>
  /\p{sc=Hangul}/u.test(text) ? "ko-KR" : /[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u.test(text) ? "ja-JP" : "en-US";

/** What was said one after the other, in Tokyo; "17:01" is a time of that Sunday until which what is due rings. */
async function talk(said: readonly string[], given?: MemoryDesk) {
  let now = NOW;
  const desk = given ?? new MemoryDesk(() => now);
  const messages: ReplyRequest["messages"][number][] = [];
  for (const text of said) {
    if (/^\d\d:\d\d$/.test(text)) {
      now = new Date(`2026-11-22T${text}:00+09:00`);
      for (const item of desk.items) {
        if (item.dueAt === null || item.dueAt > now || item.rungAt !== undefined) continue;
        item.rungAt = item.dueAt;
        messages.push({ role: "assistant", text: item.text });
      }
      continue;
    }
    messages.push({ role: "user", text });
    const asked = { sessionId: "s", turn: 1, language: languageOf(text), timeZone: "Asia/Tokyo", now, passages: [] };
    const reply = await answer({ ...asked, messages: [...messages] }, desk);
    messages.push({ role: "assistant", text: reply.text });
  }
  const local = (date: Date | null | undefined): string =>
    date == null ? "" : new Date(date.getTime() + 9 * 3_600_000).toISOString().slice(8, 16);
  const rings = desk.items
    .filter(({ kind, removedAt, rungAt }) => kind !== "event" && removedAt === undefined && rungAt === undefined)
    .map(({ kind, text, dueAt }) => `${text || kind} ${local(dueAt)}`);
  const { events } = await desk.agenda(NOW, UNTIL);
  const times = events.map(({ title, time }) =>
    time.allDay ? `${title} all day` : `${title} ${local(time.start)} to ${local(time.end).slice(3)}`,
  );
  return { kept: [...rings, ...times], reply: messages.at(-1)?.text ?? "", desk };
}

type Case = readonly [said: readonly string[], kept: readonly string[]];
const keeps = (cases: readonly Case[]): void => {
  it.each(cases)("%j", async (said, kept) => {
    expect((await talk(said)).kept).toEqual(kept);
  });
};

const MEETING = {
  en: "Add meeting tomorrow at 3 pm",
  ja: "明日15時に会議の予定を入れて",
  ko: "내일 15시에 회의 일정 넣어 줘",
} as const;

describe("an event that is made longer keeps its beginning", () => {
  keeps([
    [[MEETING.en, "Extend the meeting by 30 minutes"], ["meeting 23T15:00 to 16:30"]],
    [[MEETING.en, "Extend it by 30 minutes"], ["meeting 23T15:00 to 16:30"]],
    [[MEETING.en, "Delay it by 30 minutes", "Extend it by an hour"], ["meeting 23T15:30 to 17:30"]],
    [[MEETING.ja, "会議を30分延長して"], ["会議 23T15:00 to 16:30"]],
    [[MEETING.ja, "会議を1時間伸ばして"], ["会議 23T15:00 to 17:00"]],
    [[MEETING.ja, "30分延ばして"], ["会議 23T15:00 to 16:30"]],
    [[MEETING.ja, "会議を17時まで延ばして"], ["会議 23T15:00 to 17:00"]],
    [[MEETING.ko, "회의를 30분 연장해 줘"], ["회의 23T15:00 to 16:30"]],
    [[MEETING.ko, "한 시간 늘려 줘"], ["회의 23T15:00 to 17:00"]],
    [[MEETING.ja, "5時まで延長して"], ["会議 23T15:00 to 17:00"]],
    [[MEETING.ko, "17시까지 연장해 줘"], ["회의 23T15:00 to 17:00"]],
    [["明日22時に会議の予定を入れて", "会議を1時まで延ばして"], ["会議 23T22:00 to 01:00"]],
    [["明日22時に会議の予定を入れて", "会議を24時まで延ばして"], ["会議 23T22:00 to 00:00"]],
    [["明日9時に会議の予定を入れて", "会議を23時まで延ばして"], ["会議 23T09:00 to 23:00"]],
    // Put off, it begins later.
    [[MEETING.en, "Delay the meeting by 30 minutes"], ["meeting 23T15:30 to 16:30"]],
    [[MEETING.ja, "会議を17時に延ばして"], ["会議 23T17:00 to 18:00"]],
    [[MEETING.ja, "会議を30分遅らせて"], ["会議 23T15:30 to 16:30"]],
    [[MEETING.ko, "회의를 30분 미뤄 줘"], ["회의 23T15:30 to 16:30"]],
  ]);

  it.each([
    [MEETING.en, "Extend the meeting by 30 minutes", "ends tomorrow, Monday, November 23 at 16:30"],
    [MEETING.ja, "会議を30分延長して", "明日11月23日月曜日の16時30分まで"],
    [MEETING.ko, "회의를 30분 연장해 줘", "내일 11월 23일 월요일 16시 30분까지"],
  ])("%s, %s: says when it ends", async (set, words, said) => {
    expect((await talk([set, words])).reply).toContain(said);
  });

  it.each([
    [MEETING.ja, "会議を16時まで延ばして", "会議", "16時までの予定です。それより後の時刻"],
    [MEETING.ja, "会議を15時半まで延ばして", "会議", "16時までの予定です。それより後の時刻"],
    [MEETING.ja, "3時半まで延長して", "会議", "16時までの予定です。それより後の時刻"],
    [MEETING.ja, "会議を14時まで延ばして", "会議", "16時までの予定です。それより後の時刻"],
    [MEETING.ko, "16시까지 연장해 줘", "회의", "16시에 끝나요. 그보다 늦은 시간"],
  ])("%s, %s: stays as long until an end that is not later", async (set, words, name, says) => {
    expect(await talk([set, words])).toMatchObject({
      kept: [`${name} 23T15:00 to 16:00`],
      reply: expect.stringContaining(says),
    });
  });

  it.each([
    ["Extend the review by 30 minutes", "Please change its end there."],
    ["reviewを30分延長して", "終わりの時刻を変更してください"],
    ["review를 30분 연장해 줘", "끝나는 시간을 바꿔 주세요"],
  ])("%s: says where it cannot be made longer", async (words, said) => {
    const desk = new MemoryDesk(() => NOW);
    const [start, end] = [new Date("2026-11-23T06:00:00Z"), new Date("2026-11-23T07:00:00Z")];
    const event = {
      id: "r",
      title: "review",
      place: "",
      calendar: "Work",
      time: { allDay: false as const, start, end },
    };
    const change = { href: "https://calendar.example/r.ics", etag: "1" };
    desk.calendar = [{ ...event, change }];
    const asked: unknown[] = [];
    Object.assign(desk, {
      proposals: { target: () => Promise.resolve(null), propose: (...given: unknown[]) => void asked.push(given) },
    });
    expect((await talk([words], desk)).reply).toContain(said);
    expect(asked).toEqual([]);
  });

  it("is nothing where nothing is called so", async () => {
    expect(await talk(["Extend my lease by 2 hours"])).toMatchObject({
      kept: [],
      reply: expect.stringContaining("No language model"),
    });
  });
});

describe("what was chosen by its number stays what is spoken of when it moves before the other", () => {
  keeps([
    [
      [
        "Add dentist tomorrow at 3 pm",
        "Add dentist on Tuesday at 10 am",
        "Move the dentist to Monday at 9 am",
        "2",
        "Push it back an hour",
      ],
      ["dentist 23T10:00 to 11:00", "dentist 23T15:00 to 16:00"],
    ],
    [
      [MEETING.ja, "金曜10時に会議の予定を入れて", "会議を月曜の9時に変更して", "2番", "1時間遅らせて"],
      ["会議 23T10:00 to 11:00", "会議 23T15:00 to 16:00"],
    ],
    [
      [MEETING.ko, "금요일 10시에 회의 일정 넣어 줘", "회의를 월요일 9시로 옮겨 줘", "2번", "한 시간 미뤄 줘"],
      ["회의 23T10:00 to 11:00", "회의 23T15:00 to 16:00"],
    ],
  ]);

  it("is asked about where only how much later was said", async () => {
    const { kept, reply } = await talk([
      MEETING.en,
      "Add meeting on Tuesday at 10 am",
      "Push the meeting back an hour",
      "2",
      "Push it back an hour",
    ]);
    expect(reply).toContain("Which one?");
    expect(kept).toEqual(["meeting 23T15:00 to 16:00", "meeting 24T11:00 to 12:00"]);
  });
});

describe("what was just set is meant, and not what rang before", () => {
  keeps([
    [["Set a timer for 1 minute", "15:02", "Set a timer for 20 minutes", "Extend it by 5 minutes"], ["timer 22T15:27"]],
    [["1分のタイマー", "15:02", "20分のタイマー", "5分延ばして"], ["timer 22T15:27"]],
    [["1분 타이머", "15:02", "20분 타이머", "5분 늘려 줘"], ["timer 22T15:27"]],
    [
      ["Remind me in 1 minute to call Tom", "15:02", "Remind me in 40 minutes to call Tom", "Push it back 30 minutes"],
      ["call Tom 22T16:12"],
    ],
    [["1分後に薬とリマインドして", "15:02", "40分後に薬とリマインドして", "10分遅らせて"], ["薬 22T15:52"]],
    [["1분 뒤에 약이라고 알려 줘", "15:02", "40분 뒤에 약이라고 알려 줘", "10분 미뤄 줘"], ["약 22T15:52"]],
    // Where it rang itself since.
    [["Set a timer for 1 minute", "15:02", "Extend it by 5 minutes"], ["timer 22T15:07"]],
  ]);
});

describe("a plain yes, no or thanks says nothing of what is spoken of", () => {
  const PILLS = ["Remind me at 5 pm to take my pills", "17:01"];
  keeps([
    [[...PILLS, MEETING.en, "thanks", "Push it back an hour"], ["meeting 23T16:00 to 17:00"]],
    [[...PILLS, MEETING.en, "Yes, please", "Push it back an hour"], ["meeting 23T16:00 to 17:00"]],
    [[...PILLS, MEETING.ja, "はい", "ありがとう", "1時間遅らせて"], ["会議 23T16:00 to 17:00"]],
    [[...PILLS, MEETING.ko, "네", "고마워", "한 시간 미뤄 줘"], ["회의 23T16:00 to 17:00"]],
    [
      [MEETING.en, ...PILLS, "thanks", "Push it back an hour"],
      ["take my pills 22T18:01", "meeting 23T15:00 to 16:00"],
    ],
  ]);
});

describe("words that ask for something else", () => {
  it.each([
    "Change the volume to 10",
    "Change the font size to 12",
    "Change the temperature to 20",
    "音量を10時に変えて",
    "볼륨을 10시로 바꿔 줘",
    "Put the washing out in 20 minutes",
    "Put out the bins in an hour",
    "Put the kettle on in 5 minutes",
    "Put the cake back in 30 minutes",
    "Move it to Friday",
    "それを金曜に変えて",
    "그거 금요일로 옮겨 줘",
    "Cancel it",
    "Drop it",
    "その予定をキャンセルして",
    "그거 취소해 줘",
    "Change that meeting to Friday at 3",
  ])("%s: changes nothing, and a model may answer", async (words) => {
    const sets = ["Remind me in 50 minutes to take the cake out", "Add visit with Bits tomorrow at 3 pm"];
    const before = [...sets, "明日16時にそうめんの予定を入れて", "Hello"];
    const { kept } = await talk(before);
    const after = await talk([...before, words]);
    expect(after.kept).toEqual(kept);
    expect(after.reply).toMatch(/No language model|まだつながっていません|연결되지 않았어요/);
  });
});

describe("an event of that very name comes before a reminder that has it in its words", () => {
  keeps([
    [
      [
        "Add party on Friday at 6 pm",
        "Remind me on Friday at noon to buy a cake for the party",
        "Push the party back an hour",
      ],
      ["buy a cake for the party 27T12:00", "party 27T19:00 to 20:00"],
    ],
    [
      ["明日15時に歯医者の予定を入れて", "明日9時に歯医者の予約票を探すとリマインドして", "歯医者を1時間遅らせて"],
      ["歯医者の予約票を探す 23T09:00", "歯医者 23T16:00 to 17:00"],
    ],
    [
      ["내일 15시에 치과 일정 넣어 줘", "내일 9시에 치과 예약표 찾기 알려 줘", "치과를 한 시간 미뤄 줘"],
      ["치과 예약표 찾기 23T09:00", "치과 23T16:00 to 17:00"],
    ],
    [
      [
        "Add party on December 20 at 6 pm",
        "Remind me at 5 pm to buy a cake for the party",
        "17:01",
        "Push the party to 8",
      ],
      ["party 20T20:00 to 21:00"],
    ],
    // What rang just now is called so no less.
    [
      ["Remind me at 5 pm to call Tom", "Add call Tom tomorrow at 3 pm", "17:01", "Push call Tom back 30 minutes"],
      ["call Tom 22T17:31", "call Tom 23T15:00 to 16:00"],
    ],
  ]);

  it.each<[said: readonly string[], asks: string, answered: string, kept: readonly string[]]>([
    [
      [
        "Add dentist checkup tomorrow at 3 pm",
        "Remind me tomorrow at 9 to call the dentist",
        "Push the dentist back an hour",
      ],
      "Which one?",
      "2",
      ["call the dentist 23T09:00", "dentist checkup 23T16:00 to 17:00"],
    ],
    [
      ["明日15時に歯医者の予定を入れて", "明日9時に歯医者とリマインドして", "歯医者を1時間遅らせて"],
      "どの予定でしょうか",
      "1番",
      ["歯医者 23T10:00", "歯医者 23T15:00 to 16:00"],
    ],
    [
      ["내일 15시에 치과 일정 넣어 줘", "내일 9시에 치과 알려 줘", "치과를 한 시간 미뤄 줘"],
      "어느 일정인가요",
      "2번",
      ["치과 23T09:00", "치과 23T16:00 to 17:00"],
    ],
  ])("%j: is asked about where neither is more exact", async (said, asks, answered, kept) => {
    expect((await talk(said)).reply).toContain(asks);
    expect((await talk([...said, answered])).kept).toEqual(kept);
  });

  it("and every meeting is asked about, whatever one of them is called", async () => {
    const said = ["Add team meeting tomorrow at 2 pm", MEETING.en, "Hello", "Push the meeting back an hour"];
    expect((await talk(said)).reply).toContain("Which one?");
  });
});

describe("a pronoun is what was spoken of", () => {
  const CALL = "Remind me tomorrow at 9 to call Tom";
  keeps([
    [[MEETING.en, "Move it to Friday"], ["meeting 27T15:00 to 16:00"]],
    [[MEETING.en, "Change it to 4 pm"], ["meeting 23T16:00 to 17:00"]],
    [[MEETING.en, "Move that meeting to 11"], ["meeting 23T11:00 to 12:00"]],
    [[MEETING.ja, "それを金曜に変えて"], ["会議 27T15:00 to 16:00"]],
    [[MEETING.ja, "その予定を16時に変更して"], ["会議 23T16:00 to 17:00"]],
    [[MEETING.ko, "그거 금요일로 옮겨 줘"], ["회의 27T15:00 to 16:00"]],
    [[MEETING.ko, "그 일정을 4시로 바꿔 줘"], ["회의 23T16:00 to 17:00"]],
    [[CALL, "Change it to 8"], ["call Tom 23T08:00"]],
    [["明日9時に電話とリマインドして", "それを8時に変えて"], ["電話 23T08:00"]],
    [["내일 9시에 전화 알려 줘", "그걸 8시로 바꿔 줘"], ["전화 23T08:00"]],
    [["Remind me at 5 pm to call Tom", "17:01", "Move it to 7"], ["call Tom 22T19:00"]],
    [
      [CALL, "Remind me tomorrow at 10 to eat", "Move that reminder to 11"],
      ["call Tom 23T09:00", "eat 23T11:00"],
    ],
    [
      ["明日9時に電話とリマインドして", "明日10時に薬とリマインドして", "そのリマインダーを11時に変えて"],
      ["電話 23T09:00", "薬 23T11:00"],
    ],
    [
      ["내일 9시에 전화 알려 줘", "내일 10시에 약 알려 줘", "그 알림을 11시로 바꿔 줘"],
      ["전화 23T09:00", "약 23T11:00"],
    ],
    [[MEETING.en, "Cancel it"], []],
    [[CALL, MEETING.en, "Cancel that"], ["call Tom 23T09:00"]],
    [[MEETING.ja, "その予定をキャンセルして"], []],
    [[MEETING.ko, "그거 취소해 줘"], []],
    // These may ask to speak of something else.
    [[MEETING.en, "Drop it"], ["meeting 23T15:00 to 16:00"]],
    [[MEETING.ja, "それはやめて"], ["会議 23T15:00 to 16:00"]],
  ]);
});

describe("what was asked for and not set is not what is cancelled", () => {
  it.each<[set: string, asks: string, words: string, time: string]>([
    ["Remind me tomorrow at 9 to call Tom", "Remind me to call Tom", "Cancel that", "call Tom 23T09:00"],
    ["明日9時に電話とリマインドして", "電話をリマインドして", "それをキャンセルして", "電話 23T09:00"],
    ["내일 9시에 전화 알려 줘", "전화 리마인드해 줘", "그거 취소해 줘", "전화 23T09:00"],
  ])("%s, %s, %s", async (set, asks, words, time) => {
    expect((await talk([set, asks, words])).kept).toEqual([time]);
  });
});

describe("a day before or behind the name is taken as one", () => {
  const OTHER = {
    en: "Add meeting on Friday at 3 pm",
    ja: "金曜15時に会議の予定を入れて",
    ko: "금요일 15시에 회의 일정 넣어 줘",
  };
  keeps([
    [
      [MEETING.en, OTHER.en, "Extend tomorrow's meeting by an hour"],
      ["meeting 23T15:00 to 17:00", "meeting 27T15:00 to 16:00"],
    ],
    [
      [MEETING.en, OTHER.en, "Push the meeting tomorrow back an hour", "Push it back 10 minutes"],
      ["meeting 23T16:10 to 17:10", "meeting 27T15:00 to 16:00"],
    ],
    [
      [MEETING.ja, OTHER.ja, "明日の会議を1時間延長して"],
      ["会議 23T15:00 to 17:00", "会議 27T15:00 to 16:00"],
    ],
    [
      [MEETING.ja, OTHER.ja, "明日の会議を1時間遅らせて"],
      ["会議 23T16:00 to 17:00", "会議 27T15:00 to 16:00"],
    ],
    [
      [MEETING.ko, OTHER.ko, "내일 회의를 한 시간 연장해 줘"],
      ["회의 23T15:00 to 17:00", "회의 27T15:00 to 16:00"],
    ],
    [
      ["明日9時に薬とリマインドして", "金曜9時に薬とリマインドして", "明日の薬のリマインダーを1時間遅らせて"],
      ["薬 23T10:00", "薬 27T09:00"],
    ],
    // A name that begins with a day stays one.
    [
      ["Remind me tomorrow at 9 about Christmas cake", "Delay the Christmas cake by an hour"],
      ["Christmas cake 23T10:00"],
    ],
    [
      ["明日9時にクリスマスのケーキとリマインドして", "クリスマスのケーキを1時間遅らせて"],
      ["クリスマスのケーキ 23T10:00"],
    ],
    [
      ["내일 9시에 크리스마스 케이크라고 알려 줘", "크리스마스 케이크를 한 시간 미뤄 줘"],
      ["크리스마스 케이크 23T10:00"],
    ],
  ]);
});

describe("a timer that was just set is what is made longer while nothing has rung", () => {
  keeps([
    [["Set a timer for 10 minutes", "What time is it", "Extend it by 5 minutes"], ["timer 22T15:15"]],
    [["10分のタイマー", "今何時", "5分延ばして"], ["timer 22T15:15"]],
    [["10분 타이머", "지금 몇 시야", "5분 늘려 줘"], ["timer 22T15:15"]],
    // Not once an event was added since, and not what is only put off.
    [
      ["Set a timer for 10 minutes", "15:01", MEETING.en, "What time is it", "Extend it by 5 minutes"],
      ["timer 22T15:10", "meeting 23T15:00 to 16:00"],
    ],
    [["Set a timer for 10 minutes", "What time is it", "Push it back 5 minutes"], ["timer 22T15:10"]],
  ]);
});

describe("what was changed just before is not what is cancelled", () => {
  const DENTIST = "Add dentist tomorrow at 3 pm";
  const PILLS = "Remind me at 5 pm to take pills";
  keeps([
    [[DENTIST, "Move the dentist to 4 pm", "Cancel that"], ["dentist 23T16:00 to 17:00"]],
    [[DENTIST, "Move the dentist to 4 pm", "thanks", "Cancel it"], ["dentist 23T16:00 to 17:00"]],
    [[MEETING.en, "Extend it by 30 minutes", "Cancel that"], ["meeting 23T15:00 to 16:30"]],
    [[PILLS, "Push the pills back an hour", "Cancel that"], ["take pills 22T18:00"]],
    [["Remind me every day at 8 am to stretch", "Change it to every Monday", "Cancel that"], ["stretch 23T08:00"]],
    [[MEETING.ja, "30分延長して", "それを取り消して"], ["会議 23T15:00 to 16:30"]],
    [[MEETING.ja, "会議を16時に変更して", "その予定をキャンセルして"], ["会議 23T16:00 to 17:00"]],
    [[MEETING.ko, "회의를 16시로 옮겨 줘", "그거 취소해 줘"], ["회의 23T16:00 to 17:00"]],
  ]);
});

describe("a cancel said to a question is of neither thing that was asked about", () => {
  it.each<[said: readonly string[], asks: string, kept: readonly string[]]>([
    [
      ["Add dentist tomorrow at 3 pm", "Add dentist on Tuesday at 10 am", "Move the dentist to Monday at 3 pm"],
      "Which one?",
      ["dentist 23T15:00 to 16:00", "dentist 24T10:00 to 11:00"],
    ],
    [["Remind me every day at 8 am to take pills", "Move the pills to 9"], "every time", ["take pills 23T08:00"]],
  ])("%j", async (said, asks, kept) => {
    expect((await talk(said)).reply).toContain(asks);
    expect((await talk([...said, "Cancel that"])).kept).toEqual(kept);
  });
});

describe("an alarm by an hour that was said without its half", () => {
  const ALARMS = {
    en: ["Wake me up at 5", "Remind me at 5 pm to take pills", "Cancel the 5 o'clock alarm"],
    ja: ["5時に起こして", "17時に薬とリマインドして", "5時のアラームを消して"],
    ko: ["5시에 깨워 줘", "17시에 약이라고 알려 줘", "5시 알람 취소해 줘"],
  } as const;

  it.each<[said: readonly string[], asks: string, answered: string, pills: string]>([
    [ALARMS.en, "Which one?", "2", "take pills 22T17:00"],
    [ALARMS.ja, "どの予定でしょうか", "2番", "薬 22T17:00"],
    [ALARMS.ko, "어느 일정인가요", "2번", "약 22T17:00"],
  ])("%j: is asked about where both are set", async (said, asks, answered, pills) => {
    const { kept, reply } = await talk(said);
    expect([kept.length, reply]).toEqual([2, expect.stringContaining(asks)]);
    expect((await talk([...said, answered])).kept).toEqual([pills]);
  });

  keeps([
    [[...ALARMS.en.slice(0, 2), "Cancel the 5 pm alarm"], ["reminder 23T05:00"]],
    [[ALARMS.en[1], ALARMS.en[2]], []],
  ]);
});

describe("what is called an event is no reminder", () => {
  const CALL = { en: "Remind me at 5 pm to call Tom", ja: "17時に電話とリマインドして", ko: "17시에 전화라고 알려 줘" };
  const KEPT = {
    en: ["call Tom 22T17:00", "meeting 23T15:00 to 16:00"],
    ja: ["電話 22T17:00", "会議 23T15:00 to 16:00"],
    ko: ["전화 22T17:00", "회의 23T15:00 to 16:00"],
  };
  keeps([
    [[MEETING.en, CALL.en, "Cancel that meeting"], KEPT.en],
    [[MEETING.en, CALL.en, "Move that appointment to 7 pm"], KEPT.en],
    [[MEETING.ja, CALL.ja, "その予定をキャンセルして"], KEPT.ja],
    [[MEETING.ja, CALL.ja, "その予定を19時に変えて"], KEPT.ja],
    [[MEETING.ko, CALL.ko, "그 일정 취소해 줘"], KEPT.ko],
    [[MEETING.ko, CALL.ko, "그 약속을 19시로 바꿔 줘"], KEPT.ko],
    [[MEETING.en, CALL.en, "17:01", "Move that meeting to 7 pm"], [KEPT.en[1] ?? ""]],
    [
      [MEETING.en, CALL.en, "Move the call to 6 pm", "Move that meeting to 7 pm"],
      ["call Tom 22T18:00", KEPT.en[1] ?? ""],
    ],
    // What is called neither may be a reminder.
    [[MEETING.en, CALL.en, "Cancel that one"], [KEPT.en[1] ?? ""]],
    [[CALL.en, MEETING.en, "Cancel that meeting"], [KEPT.en[0] ?? ""]],
  ]);
});

describe("a name that a timer has, or that is part of a word, cancels nothing else", () => {
  const [TEA_CLASS, OFFICE] = ["明日15時に紅茶教室の予定を入れて", "明日15時に会議室の掃除の予定を入れて"];
  keeps([
    [
      ["3分の紅茶のタイマー", TEA_CLASS, "紅茶をキャンセルして"],
      ["紅茶 22T15:03", "紅茶教室 23T15:00 to 16:00"],
    ],
    [
      ["Set a 20 minute pasta timer", "Add pasta party tomorrow at 7 pm", "Cancel pasta"],
      ["pasta 22T15:20", "pasta party 23T19:00 to 20:00"],
    ],
    [
      ["20분 파스타 타이머", "내일 19시에 파스타 모임 일정 넣어 줘", "파스타 취소해 줘"],
      ["파스타 22T15:20", "파스타 모임 23T19:00 to 20:00"],
    ],
    // An event of that very name, or of that day.
    [["Set a 20 minute fresh pasta timer", "Add pasta tomorrow at 7 pm", "Cancel pasta"], ["fresh pasta 22T15:20"]],
    [
      ["Set a 20 minute pasta timer", "Add pasta party tomorrow at 7 pm", "Cancel tomorrow's pasta"],
      ["pasta 22T15:20"],
    ],
    [[TEA_CLASS, "紅茶教室をキャンセルして"], []],
    [["明日15時に定例会議の予定を入れて", "会議をキャンセルして"], []],
    [["明日15時に会議の準備の予定を入れて", "会議をキャンセルして"], []],
  ]);

  it.each([
    [TEA_CLASS, "紅茶をキャンセルして", "「紅茶教室」"],
    [OFFICE, "会議をキャンセルして", "「会議室の掃除」"],
  ])("%s, %s: is asked about", async (set, words, named) => {
    const asked = await talk([set, words]);
    expect(asked.reply).toContain(named);
    expect(asked.kept).toHaveLength(1);
    expect((await talk([set, words, "1番"])).kept).toEqual([]);
  });
});

describe("what comes again and was just set is cancelled as a whole", () => {
  const CALL = [
    "Remind me every day at 8 am to call Tom",
    "毎日8時に電話とリマインドして",
    "매일 8시에 전화라고 알려 줘",
  ];
  keeps([
    [["Wake me up every day at 7", "Cancel it"], []],
    [["Remind me every Monday at 9 to stretch", "Cancel that reminder"], []],
    [["毎日7時に起こして", "それをキャンセルして"], []],
    [["매일 7시에 깨워 줘", "그거 취소해 줘"], []],
    [[CALL[0] ?? "", "Remind me every day at 9 am to stretch", "Cancel it"], ["call Tom 23T08:00"]],
    // One time of it.
    [["Wake me up every day at 7", "Cancel tomorrow's alarm"], ["reminder 24T07:00"]],
  ]);

  it.each([
    [CALL[0] ?? "", "Wake me up every day at 7", "Cancel it", "Which reminder?"],
    [CALL[1] ?? "", "毎日7時に起こして", "それをキャンセルして", "どのリマインダー"],
    [CALL[2] ?? "", "매일 7시에 깨워 줘", "그거 취소해 줘", "어느 리마인더"],
  ])("%s, %s, %s: is asked about where it has no name", async (...said) => {
    const { kept, reply } = await talk(said.slice(0, 3));
    expect([kept.length, reply]).toEqual([2, expect.stringContaining(said[3] ?? "")]);
  });
});

describe("a reminder without words is called one", () => {
  it.each([
    [["Wake me up every day at 7", "Cancel tomorrow's alarm"], "I left out the reminder tomorrow"],
    [["Wake me up tomorrow at 5", "Move the 5 o'clock alarm to 6"], "I moved the reminder: it is"],
    [["Wake me up at 5", "Remind me at 5 pm to call Tom", "Cancel the 5 o'clock alarm"], "the reminder, tomorrow"],
    [["毎日7時に起こして", "明日のアラームを消して"], "のお知らせを一回お休みにしました"],
    [["5時に起こして", "17時に電話とリマインドして", "5時のアラームを消して"], "5時のお知らせ。"],
    [["매일 7시에 깨워 줘", "내일 알람 취소해 줘"], " 알림을 한 번 건너뛸게요"],
    [["5시에 깨워 줘", "17시에 전화라고 알려 줘", "5시 알람 취소해 줘"], "5시 알림."],
  ])("%j", async (said, says) => {
    const { reply } = await talk(said);
    expect(reply).toContain(says);
    expect(reply).not.toMatch(/“”|「」|‘’/);
  });
});
