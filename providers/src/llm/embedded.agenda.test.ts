/** Whole conversations about the agenda and lists, as the embedded secretary and as a model's tools. */
import { describe, expect, it } from "vitest";
import { MemoryDesk } from "../testing/memory-desk.ts";
import { createEmbeddedLlm } from "./embedded.ts";
import type { ChatMessage } from "./port.ts";
import { secretaryTools } from "./secretary/tools.ts";
import { callTool } from "./tools.ts";

/** Saturday, 21 November 2026, 15:00 in Tokyo. */
const NOW = new Date("2026-11-21T06:00:00Z");
const at = (local: string) => new Date(`${local}:00+09:00`);
const signal = new AbortController().signal;

/** A desk beside a calendar of the company's. */
function deskWith(title: string, place: string): MemoryDesk {
  const desk = new MemoryDesk(() => NOW);
  const time = { allDay: false, start: at("2026-11-22T15:00"), end: at("2026-11-22T16:00") } as const;
  const over = { allDay: false, start: at("2026-11-21T10:00"), end: at("2026-11-21T10:30") } as const;
  desk.calendar = [
    { id: "c1", title, place, calendar: "会社", time },
    { id: "c2", title: "over", place: "", calendar: "会社", time: over },
  ];
  return desk;
}

async function converse(desk: MemoryDesk, language: string, lines: readonly (readonly [string, string | RegExp])[]) {
  const messages: ChatMessage[] = [];
  for (const [said, expected] of lines) {
    messages.push({ role: "user", text: said });
    let text = "";
    const request = { sessionId: "s", turn: 1, messages, language, timeZone: "Asia/Tokyo", now: NOW, passages: [] };
    for await (const part of createEmbeddedLlm({ desk }).reply(request, signal))
      if (part.type === "text") text += part.text;
    messages.push({ role: "assistant", text });
    if (typeof expected === "string") expect(text).toBe(expected);
    else expect(text, said).toMatch(expected);
  }
}

describe("the agenda by rules", () => {
  it("in Japanese", async () => {
    await converse(deskWith("営業定例", "三階会議室B"), "ja-JP", [
      ["明日のスケジュールを教えて", "明日11月22日日曜日の予定は1件です。15時から16時まで、営業定例、三階会議室B。"],
      ["今日の予定は", "今日のこのあとの予定はありません。"],
      ["次の予定は何ですか", "明日11月22日日曜日の15時に「営業定例」、場所は三階会議室Bです。"],
      ["営業定例はいつですか", /^明日11月22日日曜日の15時/],
      ["来週の金曜の3時に歯医者", "11月27日金曜日の15時に「歯医者」を予定に入れました。"],
      ["25日に健康診断の予定を入れて", "11月25日水曜日に「健康診断」を予定に入れました。"],
      ["明日の10時から11時半まで三階で面接を入れて", /10時に「面接」、場所は三階を予定に入れました。$/],
      ["明日3時に田中さんと会う", /「田中さんと会う」を予定に入れました。同じ時間に「営業定例」があります。$/],
      ["三時の会議を四時に変更して", /^どの予定でしょうか。1番、.*「田中さんと会う」.*2番、.*「営業定例」/],
      ["1番", "「田中さんと会う」を明日11月22日日曜日の16時に変更しました。"],
      ["歯医者を金曜の5時にずらして", "「歯医者」を11月27日金曜日の17時に変更しました。"],
      ["営業定例をキャンセルして", /「会社」の予定表のもので、ここからは変更できません/],
      ["歯医者をキャンセルして", /^11月27日金曜日の17時の「歯医者」を取り消しました。/],
      ["元に戻して", "「歯医者」を元に戻しました。"],
      ["来週の予定は", /^来週の予定は2件です。25日水曜日、終日、健康診断。27日金曜日、17時から18時まで、歯医者。$/],
      ["金曜の9時の予定をキャンセル", "該当する予定は見つかりませんでした。"],
      ["明日は雨", /つながっていません/],
      ["明日の天気を教えて", /つながっていません/],
    ]);
  });

  it("in English", async () => {
    await converse(deskWith("Sales meeting", "room B"), "en-US", [
      [
        "what's on my calendar tomorrow",
        /^Tomorrow, Sunday, November 22 you have 1 event. 15:00 to 16:00, Sales meeting, room B.$/,
      ],
      ["what's on today", "You have nothing more planned today."],
      ["do I have anything on next friday", "On Friday, November 27 you have nothing planned."],
      ["what's next on my calendar", /^Sales meeting is tomorrow/],
      ["when is my sales meeting", /^Sales meeting is tomorrow, Sunday, November 22 at 15:00/],
      [
        "add dentist appointment next friday at 3",
        /“dentist appointment” in your agenda, on Friday, November 27 at 15:00.$/,
      ],
      [
        "put a meeting in my calendar on december 24 from 10 to 11:30",
        /“meeting” in your agenda, on Thursday, December 24 at 10:00.$/,
      ],
      ["schedule lunch with Tanaka tomorrow at noon", /“lunch with Tanaka” in your agenda, tomorrow/],
      [
        "move the dentist appointment to 4 pm",
        "I moved “dentist appointment”: it is on Friday, November 27 at 16:00 now.",
      ],
      ["cancel the 3 o'clock", /I can only read/],
      ["cancel my lunch tomorrow", /^I cancelled “lunch with Tanaka”/],
      ["undo", "I put back lunch with Tanaka."],
      ["cancel the 10 o'clock", "I found nothing like that in your agenda."],
    ]);
  });

  it("in Korean", async () => {
    await converse(deskWith("영업 회의", "3층"), "ko-KR", [
      ["내일 일정 알려 줘", "내일 11월 22일 일요일 일정은 1개예요. 15시부터 16시까지, 영업 회의, 3층."],
      ["오늘 일정이 뭐야?", "오늘 남은 일정은 없어요."],
      ["영업 회의 언제야?", /15시에 ‘영업 회의’ 일정이 있어요/],
      ["다음 주 금요일 3시에 치과", "11월 27일 금요일 15시에 ‘치과’ 일정을 넣었어요."],
      ["모레 정오에 점심 약속 넣어 줘", "모레 11월 23일 월요일 12시에 ‘점심’ 일정을 넣었어요."],
      ["내일 오후 3시 김 대리랑 미팅 추가해 줘", /같은 시간에 ‘영업 회의’ 일정이 있어요.$/],
      ["3시 일정 취소해 줘", /^어느 일정인가요\? 1번, /],
      ["첫 번째", /^내일 11월 22일 일요일 15시 ‘김 대리랑 미팅’ 일정을 취소했어요./],
      ["되돌려 줘", "‘김 대리랑 미팅’을 되돌렸어요."],
      ["치과를 5시로 옮겨 줘", "‘치과’ 일정을 11월 27일 금요일 17시로 옮겼어요."],
      ["치과를 5시 30분으로 옮겨 줘", "‘치과’ 일정을 11월 27일 금요일 17시 30분으로 옮겼어요."],
      ["내일 날씨 알려 줘", /연결되지 않았어요/],
    ]);
  });

  it("tells of a calendar that cannot be read", async () => {
    const desk = deskWith("営業定例", "");
    desk.unread = [{ name: "会社", since: at("2026-11-20T09:30") }];
    await converse(desk, "ja-JP", [
      ["明日の予定は", /営業定例。なお、「会社」の予定表は11月20日9時30分から読めていません。$/],
    ]);
  });

  it("tells of a calendar that holds more than it says", async () => {
    const desk = deskWith("営業定例", "");
    desk.cut = [{ name: "会社", from: at("2026-11-20T09:30") }];
    await converse(desk, "ja-JP", [["明日の予定は", /営業定例。なお、「会社」の予定表は.*一部です。/]]);
    await converse(desk, "en-US", [["What is on my calendar tomorrow?", /The calendar “会社” holds more/]]);
    await converse(desk, "ko-KR", [["내일 일정 알려 줘", /‘会社’ 달력은 .*일부만/]]);
  });
});

describe("lists by rules", () => {
  it("in Japanese", async () => {
    await converse(new MemoryDesk(() => NOW), "ja-JP", [
      ["牛乳を買い物リストに追加", "買い物リストに「牛乳」を加えました。"],
      ["買い物リストに卵とパン、とうもろこしを追加して", "買い物リストに「卵」「パン」「とうもろこし」を加えました。"],
      ["買い物リストを読んで", "買い物リストは4件です。牛乳、卵、パン、とうもろこし。"],
      ["買い物リストの卵は買った", "買い物リストの「卵」を済みにしました。"],
      ["買い物リストから牛乳を消して", "買い物リストから「牛乳」を消しました。"],
      ["元に戻して", "「牛乳」を元に戻しました。"],
      ["やることリストに請求書を送るを追加", "やることリストに「請求書を送る」を加えました。"],
      ["パンを買った", "買い物リストの「パン」を済みにしました。"],
      ["買い物リストからチーズを消して", "買い物リストに「チーズ」は見当たりません。"],
      ["買い物リストには何がある", "買い物リストは2件です。牛乳、とうもろこし。"],
    ]);
  });

  it("in English and Korean", async () => {
    await converse(new MemoryDesk(() => NOW), "en-US", [
      ["add milk, eggs and some bread to my shopping list", "I put milk, eggs and bread on your shopping list."],
      ["tick off milk", "I ticked off milk on your shopping list."],
      ["take the eggs off the list", "I took eggs off your shopping list."],
      ["what's on my shopping list", "There is 1 thing on your shopping list: bread."],
      ["clear my shopping list", /^I took 1 thing off your shopping list/],
      ["undo that", "I put back bread."],
    ]);
    await converse(new MemoryDesk(() => NOW), "ko-KR", [
      ["장보기 목록에 우유 추가해 줘", "장보기 목록에 ‘우유’를 넣었어요."],
      ["계란이랑 빵을 장보기 목록에 넣어 줘", "장보기 목록에 ‘계란’, ‘빵’을 넣었어요."],
      ["계란 샀어", "장보기 목록의 ‘계란’을 끝낸 것으로 표시했어요."],
      ["장보기 목록에 뭐 있어?", "장보기 목록에 2개 있어요. 우유, 빵."],
    ]);
  });
});

describe("the same as tools", () => {
  const context = { sessionId: "s", language: "ja-JP", timeZone: "Asia/Tokyo", now: NOW };
  const use = (desk: MemoryDesk, name: string, args: object, language = "ja-JP") =>
    callTool(
      secretaryTools(desk),
      { id: "1", name, arguments: JSON.stringify(args) },
      { ...context, language },
      signal,
    );

  it.each<[string, object, string | RegExp]>([
    ["get_agenda", { days: "明日" }, /営業定例、三階会議室B。$/],
    ["get_agenda", { days: "2026-11-22" }, /営業定例、三階会議室B。$/],
    ["get_agenda", { days: "tomorrow" }, /営業定例/],
    ["get_agenda", { days: "来週" }, "来週の予定はありません。"],
    ["get_agenda", { days: "sometime" }, /names no day/],
    ["find_event", {}, /営業定例/],
    ["find_event", { title: "歯医者" }, /holds nothing like that/],
    ["add_event", { title: "歯医者", when: "来週の金曜の3時" }, "11月27日金曜日の15時に「歯医者」を予定に入れました。"],
    ["add_event", { title: "歯医者", when: "2026-11-27T15:00", minutes: 30, place: "駅前" }, /場所は駅前/],
    ["add_event", { title: "歯医者", when: "25日" }, "11月25日水曜日に「歯医者」を予定に入れました。"],
    ["add_event", { title: "歯医者", when: "昨日の3時" }, /過ぎています/],
    ["add_event", { title: "歯医者", when: "whenever" }, /is no time/],
    ["add_event", { title: "", when: "明日" }, /title: expected/],
    ["cancel_event", { which: "3時" }, /ここからは変更できません/],
    ["move_event", { which: "営業定例", day: "明日", to: "4時" }, /ここからは変更できません/],
    ["add_reminder", { what: "電話する", when: "30分後" }, "今日の15時30分に「電話する」とお知らせします。"],
    ["set_timer", { length: "10分" }, "10分のタイマーを始めました。"],
    ["set_timer", { length: "1 hour and 30 minutes" }, "1時間30分のタイマーを始めました。"],
    ["set_timer", { length: "a while" }, /is no length of time/],
    ["list_kept", { kind: "notes" }, "該当するメモはありません。"],
    ["list_kept", { kind: "secrets" }, /kind: expected/],
    ["delete_kept", { kind: "timer" }, "動いているタイマーはありません。"],
    ["add_note", { text: "傘を注文する" }, "「傘を注文する」とメモしました。"],
    ["add_to_list", { items: ["牛乳", "卵"] }, "買い物リストに「牛乳」「卵」を加えました。"],
    ["add_to_list", { items: [] }, /items: expected/],
    ["read_list", {}, "買い物リストには何もありません。"],
    ["tick_off", { item: "牛乳", done: true }, /見当たりません/],
    ["undo", {}, "元に戻すものはありません。"],
  ])("%s %j", async (name, args, expected) => {
    const said = await use(deskWith("営業定例", "三階会議室B"), name, args);
    if (typeof expected === "string") expect(said).toBe(expected);
    else expect(said).toMatch(expected);
  });

  it("keeps exactly what was asked for, by the person's clock", async () => {
    const desk = deskWith("x", "");
    await use(desk, "add_event", { title: "Dentist", when: "next friday at 3", minutes: 45 }, "en-US");
    await use(desk, "add_reminder", { what: "call", when: "tomorrow at half past nine" }, "en-US");
    expect(desk.items).toMatchObject([
      { kind: "event", text: "Dentist", time: { start: at("2026-11-27T15:00"), end: at("2026-11-27T15:45") } },
      { kind: "reminder", text: "call", dueAt: at("2026-11-22T09:30") },
    ]);
  });

  it("describes each of its arguments to the model", () => {
    for (const tool of secretaryTools(new MemoryDesk(() => NOW))) {
      expect(tool.name).toMatch(/^[a-z_]{3,64}$/);
      expect(tool.parameters).toMatchObject({ type: "object", properties: expect.any(Object) });
      expect(JSON.stringify(tool.parameters)).not.toContain("$schema");
    }
  });
});
