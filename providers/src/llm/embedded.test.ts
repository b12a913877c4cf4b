import { describe, expect, it } from "vitest";
import { MemoryDesk } from "../testing/memory-desk.ts";
import { createEmbeddedLlm } from "./embedded.ts";
import type { Desk, Passage, ReplyPart } from "./port.ts";
import { clausesOf } from "./secretary/answer.ts";

/** Saturday, 21 November 2026, 15:00 in Tokyo and Seoul. */
const NOW = new Date("2026-11-21T06:00:00Z");
const ZONES: Readonly<Record<string, string>> = { "ja-JP": "Asia/Tokyo", "en-US": "Asia/Tokyo", "ko-KR": "Asia/Seoul" };

async function parts(text: string, language: string, desk: Desk, passages: readonly Passage[] = [], standsIn = false) {
  const all: ReplyPart[] = [];
  const reply = createEmbeddedLlm({ desk }).reply(
    {
      sessionId: "s",
      turn: 1,
      messages: [{ role: "user", text }],
      language,
      timeZone: ZONES[language] ?? "UTC",
      now: NOW,
      passages,
      standsIn,
    },
    new AbortController().signal,
  );
  for await (const part of reply) all.push(part);
  return all;
}

const textOf = (all: readonly ReplyPart[]) => all.map((part) => (part.type === "text" ? part.text : "")).join("");
const newDesk = () => new MemoryDesk(() => NOW);

/** A whole conversation at one desk: what is said and what is answered, in turn. */
async function converse(language: string, lines: readonly (readonly [said: string, answered: string])[]) {
  const desk = newDesk();
  const answers: string[] = [];
  for (const [said] of lines) answers.push(textOf(await parts(said, language, desk)));
  expect(answers).toEqual(lines.map(([, answered]) => answered));
  return desk;
}

const NO_MODEL = {
  "ja-JP": "言葉を考える相手がまだつながっていません。設定の「つなぎ先」で選べます。",
  "en-US": "No language model is connected yet. Choose one under Settings, Connections.",
  "ko-KR": "아직 생각을 맡을 모델이 연결되지 않았어요. 설정의 ‘연결’에서 고를 수 있어요.",
} as const;

const MODEL_AWAY = {
  "ja-JP":
    "言葉を考える相手から、今は返事がありません。しばらくしてからもう一度お試しいただくか、設定の「つなぎ先」でご確認ください。",
  "en-US":
    "The language model does not answer right now. Please try again in a while, or look after it under Settings, Connections.",
  "ko-KR": "생각을 맡은 모델이 지금은 답하지 않아요. 잠시 뒤에 다시 말씀하시거나 설정의 ‘연결’에서 확인해 주세요.",
} as const;

describe("the embedded secretary", { timeout: 60_000 }, () => {
  it("keeps a desk in Japanese", async () => {
    await converse("ja-JP", [
      ["こんにちは", "こんにちは。ご用件をどうぞ。"],
      ["今何時ですか", "15時です。"],
      ["ニューヨークは今何時", "ニューヨークは11月21日土曜日、1時です。"],
      ["今日は何日", "今日は2026年11月21日、土曜日です。"],
      ["来週の金曜は何日", "来週の金曜日は11月27日です。"],
      ["昨日は何曜日", "昨日は11月20日、金曜日でした。"],
      ["1月5日は何曜日", "2027年1月5日は火曜日です。"],
      ["12月25日まであと何日", "12月25日金曜日まで、あと34日です。"],
      ["八百三十足す百二十は", "830足す120は950です。"],
      ["100割る3は", "100割る3は約33.333333です。"],
      ["5の二乗は", "5の2乗は25です。"],
      ["5割る0は", "0では割れません。"],
      ["5マイルは何キロ", "5マイルは約8.05キロメートルです。"],
      ["華氏70度は摂氏何度", "華氏70度は約摂氏21.11度です。"],
      ["3分タイマー", "3分のタイマーを始めました。"],
      ["1時間半のタイマー", "1時間30分のタイマーを始めました。"],
      ["タイマーはあと何分", "タイマーは2件です。1番、タイマーは残り3分です。2番、タイマーは残り1時間30分です。"],
      [
        "タイマーを止めて",
        "どのタイマーでしょうか。番号か、全部とおっしゃってください。タイマーは2件です。1番、タイマーは残り3分です。2番、タイマーは残り1時間30分です。",
      ],
      ["3分のタイマーを止めて", "タイマーを止めました。"],
      ["タイマーを全部止めて", "タイマーを止めました。"],
      ["タイマーはあと何分", "動いているタイマーはありません。"],
      ["18時半に田中さんに電話するとリマインドして", "今日の18時30分に「田中さんに電話する」とお知らせします。"],
      ["明日の9時に会議だと教えて", "明日、11月22日日曜日の9時に「会議」とお知らせします。"],
      [
        "リマインダーを見せて",
        "リマインダーは2件です。1番、18時30分に「田中さんに電話する」。2番、明日、11月22日日曜日の9時に「会議」。",
      ],
      ["会議のリマインダーを消して", "リマインダーを1件消しました。"],
      ["今日の9時に会議をリマインドして", "今日の21時に「会議」とお知らせします。"],
      ["牛乳を買うとリマインドして", "いつお知らせしましょうか。時刻も一緒に、もう一度お願いします。"],
      ["牛乳を買うとメモして", "「牛乳を買う」とメモしました。"],
      ["メモを読んで", "「牛乳を買う」。"],
      ["最後のメモを消して", "メモを1件消しました。"],
      ["メモを読んで", "該当するメモはありません。"],
      ["2月30日は何曜日", "その日付は暦にありません。もう一度お願いできますか。"],
      ["フランスの首都はどこですか", NO_MODEL["ja-JP"]],
    ]);
  });

  it("keeps a desk in English", async () => {
    await converse("en-US", [
      ["hello", "Good afternoon. What can I do for you?"],
      ["what time is it", "It is 15:00."],
      ["what time is it in london", "In London it is 6:00 on Saturday, November 21."],
      ["what day is it", "Today is Saturday, November 21, 2026."],
      ["what's the date next friday", "Next Friday is November 27."],
      ["what day is it in ten days", "In 10 days it is Tuesday, December 1."],
      ["what day of the week is december 25th", "December 25 is a Friday."],
      ["What's twelve times eight?", "12 times 8 is 96."],
      ["what is 20 percent of 500", "20 percent of 500 is 100."],
      ["(2 + 3) * 4", "(2 plus 3) times 4 is 20."],
      ["ten divided by zero", "A number cannot be divided by zero."],
      ["convert 5 miles to kilometers", "5 miles is about 8.05 kilometres."],
      ["set a timer for five minutes", "Your timer is running for 5 minutes."],
      ["how much time is left", "The timer has 5 minutes left."],
      ["cancel the timer", "I stopped 1 timer."],
      ["set a timer for thirty hours", "A timer can run from 1 second to 24 hours."],
      ["remind me at 6:30 pm to call Tanaka", "I will remind you today at 18:30: call Tanaka."],
      ["remind me at 6 to eat", "I will remind you today at 18:00: eat."],
      ["remind me tomorrow at nine to write", "I will remind you tomorrow, Sunday, November 22 at 9:00: write."],
      ["remind me today at 9 am to run", "That time has passed. Please name one that is still to come."],
      ["delete the reminder about eat", "I deleted 1 reminder."],
      [
        "what are my reminders",
        "You have 2 reminders. 1: at 18:30, call Tanaka. 2: tomorrow, Sunday, November 22 at 9:00, write.",
      ],
      ["take a note the door code is 4711", "I noted: the door code is 4711."],
      ["read my notes", "The door code is 4711."],
      ["delete note 2", "There is no such note."],
      ["delete all notes", "I deleted 1 note."],
      [
        "who are you",
        "I am a secretary program, a machine and not a person. I can help with time, sums, timers, reminders, notes and your documents.",
      ],
      ["what is the capital of France", NO_MODEL["en-US"]],
      ["", NO_MODEL["en-US"]],
    ]);
  });

  it("keeps a desk in Korean", async () => {
    await converse("ko-KR", [
      ["안녕하세요", "안녕하세요. 무엇을 도와드릴까요?"],
      ["지금 몇 시예요?", "15시예요."],
      ["오늘 며칠이에요?", "오늘은 2026년 11월 21일 토요일이에요."],
      ["다음 주 금요일이 며칠이에요?", "다음 주 금요일은 11월 27일이에요."],
      ["모레는 무슨 요일이에요", "모레는 11월 23일 월요일이에요."],
      ["12월 25일까지 며칠 남았어요?", "12월 25일 금요일까지 34일 남았어요."],
      ["삼천 곱하기 이는", "3,000 곱하기 2는 6,000이에요."],
      ["12 더하기 8은?", "12 더하기 8은 20이에요."],
      ["11의 절반은", "11 나누기 2는 5.5예요."],
      ["5마일은 몇 킬로예요", "5마일은 약 8.05킬로미터예요."],
      ["5분 타이머", "5분 타이머를 시작했어요."],
      ["타이머 얼마나 남았어?", "타이머는 5분 남았어요."],
      ["타이머 취소해 줘", "타이머 1개를 멈췄어요."],
      ["저녁 6시 반에 다나카 씨에게 전화하라고 알려 줘", "오늘 18시 30분에 ‘다나카 씨에게 전화하기’ 알려 드릴게요."],
      ["20분 뒤에 약 먹으라고 알려 줘", "오늘 15시 20분에 ‘약 먹기’ 알려 드릴게요."],
      [
        "리마인더 보여 줘",
        "리마인더가 2개 있어요. 1번, 15시 20분에 ‘약 먹기’. 2번, 18시 30분에 ‘다나카 씨에게 전화하기’.",
      ],
      ["리마인더 전부 지워 줘", "리마인더 2개를 지웠어요."],
      ["메모해 줘 우유 사기", "‘우유 사기’ 메모했어요."],
      ["메모 읽어 줘", "‘우유 사기’."],
      ["마지막 메모 지워 줘", "메모 1개를 지웠어요."],
      ["프랑스의 수도는 어디예요", NO_MODEL["ko-KR"]],
    ]);
  });

  it("gives an emotion, then clauses that join to the answer", async () => {
    const all = await parts("who are you", "en-US", newDesk());
    expect(all[0]).toEqual({ type: "emotion", emotion: "happy", weight: 0.5 });
    expect(all.length).toBeGreaterThan(5);
    expect(all.slice(1).every(({ type }) => type === "text")).toBe(true);
  });

  it("takes the letters' language when the language is open", async () => {
    expect(textOf(await parts("지금 몇 시예요", "auto", newDesk()))).toBe("6시예요.");
    expect(textOf(await parts("今何時", "auto", newDesk()))).toBe("6時です。");
  });

  it("stops when its signal is aborted", async () => {
    const abort = new AbortController();
    const reply = createEmbeddedLlm({ desk: newDesk() }).reply(
      {
        sessionId: "s",
        turn: 1,
        messages: [{ role: "user", text: "who are you" }],
        language: "en-US",
        timeZone: "UTC",
        now: NOW,
        passages: [],
      },
      abort.signal,
    );
    const seen: ReplyPart[] = [];
    const run = (async () => {
      for await (const part of reply) {
        seen.push(part);
        if (seen.length === 2) abort.abort(new Error("barge in"));
      }
    })();
    await expect(run).rejects.toThrow("barge in");
    expect(seen).toHaveLength(2);
  });

  it("says so when the desk cannot keep anything", async () => {
    const full = (): Promise<never> => Promise.reject(new Error("disk full"));
    const broken: Desk = { add: full, list: full, rung: full, change: full, remove: full, undo: full, agenda: full };
    await expect(parts("3分タイマー", "ja-JP", broken)).rejects.toMatchObject({ name: "ProviderError", role: "llm" });
    expect(textOf(await parts("今何時", "ja-JP", broken))).toBe("15時です。");
  });
});

describe("answers from documents", () => {
  const passage = (n: number, title: string, locator: string, text: string): Passage => ({
    n,
    docId: `d${n}`,
    title,
    locator,
    text,
    score: 0.8,
  });
  const handbook = [
    passage(
      1,
      "就業規則",
      "第8条 休暇",
      "第8条 年次有給休暇は、入社六か月後に十日付与する。\n届け出は三日前までに行う。慶弔休暇は別に定める。",
    ),
    passage(
      2,
      "店舗案内",
      "営業時間",
      "定休日は水曜日です。営業時間は10時から19時までです。\n駐車場は12台分あります。",
    ),
  ];
  const office = [
    passage(
      1,
      "Office guide",
      "Opening hours",
      "# Hours\n\n- The office opens at 8:30 and closes at 18:00.\n- It stays closed on Sundays.\n\nThe parking lot has 12 spaces.",
    ),
    passage(
      2,
      "Travel policy",
      "Flights",
      "Flights over six hours may be booked in premium economy. Receipts are due within 14 days of the return.",
    ),
  ];
  const korean = [
    passage(
      1,
      "취업 규칙",
      "제8조 휴가",
      "연차는 입사 6개월 후에 10일을 부여한다. 휴가 신청은 3일 전까지 한다. 경조 휴가는 따로 정한다.",
    ),
    passage(
      2,
      "매장 안내",
      "영업시간",
      "정기 휴일은 수요일입니다. 영업시간은 10시부터 19시까지입니다. 주차장은 12대까지 됩니다.",
    ),
  ];

  it.each([
    ["ja-JP", "定休日は何曜日ですか", handbook, "「店舗案内」にこうあります。定休日は水曜日です。[2]"],
    ["ja-JP", "営業時間を教えてください", handbook, "「店舗案内」にこうあります。営業時間は10時から19時までです。[2]"],
    [
      "ja-JP",
      "有給休暇は何日ありますか",
      handbook,
      "「就業規則」にこうあります。第8条 年次有給休暇は、入社六か月後に十日付与する。[1]",
    ],
    ["ja-JP", "駐車場は何台ありますか", handbook, "「店舗案内」にこうあります。駐車場は12台分あります。[2]"],
    [
      "en-US",
      "what time does the office close",
      office,
      "“Office guide” says this. The office opens at 8:30 and closes at 18:00.[1]",
    ],
    [
      "en-US",
      "When are receipts due?",
      office,
      "“Travel policy” says this. Receipts are due within 14 days of the return.[2]",
    ],
    [
      "en-US",
      "how many parking spaces are there",
      office,
      "“Office guide” says this. The parking lot has 12 spaces.[1]",
    ],
    ["ko-KR", "정기 휴일은 무슨 요일이에요?", korean, "‘매장 안내’에 이렇게 적혀 있어요. 정기 휴일은 수요일입니다.[2]"],
    ["ko-KR", "영업시간 알려 줘", korean, "‘매장 안내’에 이렇게 적혀 있어요. 영업시간은 10시부터 19시까지입니다.[2]"],
    [
      "ko-KR",
      "연차는 며칠이에요",
      korean,
      "‘취업 규칙’에 이렇게 적혀 있어요. 연차는 입사 6개월 후에 10일을 부여한다.[1]",
    ],
  ])("%s %s", async (language, question, passages, expected) => {
    expect(textOf(await parts(question, language, newDesk(), passages))).toBe(expected);
  });

  it.each([
    ["ja-JP", "社長の誕生日はいつですか", handbook, `お手元の書類には見当たりませんでした。${NO_MODEL["ja-JP"]}`],
    [
      "en-US",
      "what is the capital of France",
      office,
      `I found nothing about that in your documents. ${NO_MODEL["en-US"]}`,
    ],
    ["ko-KR", "프랑스의 수도는 어디예요", korean, `가지고 계신 문서에서는 찾지 못했어요. ${NO_MODEL["ko-KR"]}`],
  ])("invents nothing: %s %s", async (language, question, passages, expected) => {
    expect(textOf(await parts(question, language, newDesk(), passages))).toBe(expected);
  });

  it.each([
    ["ja-JP", "社長の誕生日はいつですか", [], MODEL_AWAY["ja-JP"]],
    [
      "en-US",
      "what is the capital of France",
      office,
      `I found nothing about that in your documents. ${MODEL_AWAY["en-US"]}`,
    ],
    ["ko-KR", "프랑스의 수도는 어디예요", [], MODEL_AWAY["ko-KR"]],
    ["en-US", "what time is it", [], "It is 15:00."],
  ])(
    "says of a model that does not answer no more than that: %s %s",
    async (language, question, passages, expected) => {
      expect(textOf(await parts(question, language, newDesk(), passages, true))).toBe(expected);
    },
  );

  it("does a command although passages came with it", async () => {
    expect(textOf(await parts("今何時", "ja-JP", newDesk(), handbook))).toBe("15時です。");
  });

  it("keeps each mark with its sentence in the stream", () => {
    expect(clausesOf("「店舗案内」にこうあります。定休日は、水曜日です。[2]次です[1]。終わり")).toEqual([
      "「店舗案内」にこうあります。",
      "定休日は、",
      "水曜日です。[2]",
      "次です[1]。",
      "終わり",
    ]);
    expect(clausesOf("It opens at 8:30, not 9.5 hours.[1] Then it closes.[2]")).toEqual([
      "It opens at 8:30, ",
      "not 9.5 hours.[1] ",
      "Then it closes.[2]",
    ]);
  });
});
