import { describe, expect, it } from "vitest";
import { workOut } from "./arithmetic.ts";
import { type Intent, tidy, understand } from "./intent.ts";
import { RULES } from "./ko.ts";
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

describe("what Korean speakers mean", () => {
  it.each<[string, object]>([
    ["안녕하세요.", { kind: "greeting" }],
    ["안녕", { kind: "greeting" }],
    ["고마워요", { kind: "thanks" }],
    ["정말 감사합니다!", { kind: "thanks" }],
    ["안녕히 주무세요", { kind: "goodbye" }],
    ["누구예요?", { kind: "who" }],
    ["너는 사람이야?", { kind: "who" }],
    ["이름이 뭐예요?", { kind: "who" }],
    ["뭐 할 수 있어요?", { kind: "abilities" }],
    ["지금 몇 시예요?", { kind: "time", city: null }],
    ["지금 몇시야", { kind: "time", city: null }],
    ["음, 지금 몇 시지", { kind: "time", city: null }],
    ["시간 알려 줘", { kind: "time", city: null }],
    ["뉴욕은 지금 몇 시예요?", { kind: "time", city: expect.objectContaining({ timeZone: "America/New_York" }) }],
    ["오늘 며칠이에요?", { kind: "day", day: { kind: "offset", days: 0 } }],
    ["오늘 무슨 요일이야", { kind: "day", day: { kind: "offset", days: 0 } }],
    ["오늘 날짜 알려 줘", { kind: "day", day: { kind: "offset", days: 0 } }],
    ["다음 주 금요일이 며칠이에요?", { kind: "day", day: { kind: "weekday", weekday: 5, week: 1 } }],
    ["모레는 무슨 요일이에요", { kind: "day", day: { kind: "offset", days: 2 } }],
    ["12월 25일은 무슨 요일이야", { kind: "day", day: { kind: "date", month: 12, day: 25 } }],
    ["십이월 이십오일은 무슨 요일이에요", { kind: "day", day: { kind: "date", month: 12, day: 25 } }],
    ["10일 뒤는 며칠이에요", { kind: "day", day: { kind: "offset", days: 10 } }],
    ["12월 25일까지 며칠 남았어요?", { kind: "days-until", day: { kind: "date", month: 12, day: 25 } }],
    ["5분 타이머", { kind: "timer-set", ms: 5 * MINUTE, text: "" }],
    ["5분 타이머 맞춰 줘", { kind: "timer-set", ms: 5 * MINUTE }],
    ["오 분 타이머 설정해 주세요", { kind: "timer-set", ms: 5 * MINUTE }],
    ["타이머 십 분으로 맞춰 줘", { kind: "timer-set", ms: 10 * MINUTE }],
    ["한 시간 반 타이머", { kind: "timer-set", ms: 90 * MINUTE }],
    ["한 시간 이십 분 타이머 켜 줘", { kind: "timer-set", ms: 80 * MINUTE }],
    ["30초 재 줘", { kind: "timer-set", ms: 30_000 }],
    ["5분 뒤에 알려 줘", { kind: "timer-set", ms: 5 * MINUTE }],
    ["타이머 얼마나 남았어?", { kind: "timer-list" }],
    ["타이머 취소해 줘", { kind: "timer-cancel", which: { kind: "only" } }],
    ["5분 타이머 꺼 줘", { kind: "timer-cancel", which: { kind: "duration", ms: 5 * MINUTE } }],
    ["타이머 전부 취소해 줘", { kind: "timer-cancel", which: { kind: "all" } }],
    ["저녁 6시 반에 다나카 씨에게 전화하라고 알려 줘", reminder(null, clock(6, 30, "pm"), "다나카 씨에게 전화하기")],
    [
      "오후 여섯 시 반에 다나카 씨에게 전화하라고 말해 주세요",
      reminder(null, clock(6, 30, "pm"), "다나카 씨에게 전화하기"),
    ],
    ["내일 아침 9시에 회의 알려 줘", reminder(tomorrow, clock(9, 0, "am"), "회의")],
    [
      "다음 주 월요일 10시에 서류 제출 리마인드해 줘",
      reminder({ kind: "weekday", weekday: 1, week: 1 }, clock(10, 0), "서류 제출"),
    ],
    ["밤 9시에 약 먹으라고 알려 줘", reminder(null, clock(9, 0, "pm"), "약 먹기")],
    ["20분 뒤에 약 먹으라고 알려 줘", { kind: "reminder-set", when: { kind: "in", ms: 20 * MINUTE }, text: "약 먹기" }],
    ["우유 사기 리마인드해 줘", { kind: "reminder-set", when: null, text: "우유 사기" }],
    ["리마인더 보여 줘", { kind: "reminder-list" }],
    ["알림 뭐 있어?", { kind: "reminder-list" }],
    ["리마인더 취소해 줘", { kind: "reminder-cancel", which: { kind: "only" } }],
    ["회의 리마인더 삭제해 줘", { kind: "reminder-cancel", which: { kind: "words", text: "회의" } }],
    ["리마인더 전부 지워 줘", { kind: "reminder-cancel", which: { kind: "all" } }],
    ["메모해 줘 우유 사기", { kind: "note-add", text: "우유 사기" }],
    ["메모: 내일은 김 대리 생일", { kind: "note-add", text: "내일은 김 대리 생일" }],
    ["비밀번호는 4711이라고 메모해 줘", { kind: "note-add", text: "비밀번호는 4711" }],
    ["우유 사야 한다고 메모해 줘", { kind: "note-add", text: "우유 사야 한다" }],
    ["메모 읽어 줘", { kind: "note-list" }],
    ["마지막 메모 지워 줘", { kind: "note-delete", which: { kind: "nth", n: -1 } }],
    ["두 번째 메모 삭제해 줘", { kind: "note-delete", which: { kind: "nth", n: 2 } }],
    ["메모 다 지워 줘", { kind: "note-delete", which: { kind: "all" } }],
    ["안녕하세요 지금 몇 시예요", { kind: "time", city: null }],
    ["크리스마스까지 며칠 남았어", { kind: "days-until", day: { kind: "date", month: 12, day: 25 } }],
    ["내일 아침 7시에 깨워 줘", reminder(tomorrow, clock(7, 0, "am"), "")],
    ["두 시간마다 물 마시라고 리마인드해 줘", { kind: "reminder-repeating" }],
    ["너 이름이 뭐야", { kind: "who" }],
  ])("%s", (text, intent) => {
    expect(read(text)).toMatchObject(intent as Partial<Intent>);
  });

  it.each([
    ["삼천 곱하기 이는", "6,000"],
    ["삼천 곱하기 이는 얼마예요?", "6,000"],
    ["12 더하기 8은?", "20"],
    ["12×8은 얼마야", "96"],
    ["백에서 삼십을 빼면 얼마예요", "70"],
    ["15에 8을 곱하면", "120"],
    ["백을 삼으로 나누면", "33.3333333333"],
    ["500의 20퍼센트는 얼마예요", "100"],
    ["만 원의 8프로는", "800"],
    ["11의 절반은", "5.5"],
    ["삼 점 일사 곱하기 이", "6.28"],
    ["1만 2천 더하기 3천 계산해 줘", "15,000"],
    ["오 제곱은", "25"],
  ])("%s is %s", (text, expected) => {
    const intent = read(text);
    const sum = intent?.kind === "sum" ? workOut(intent.tokens) : undefined;
    expect(sum !== undefined && "value" in sum ? toDecimal(sum.value, 10)?.text : intent).toBe(expected);
  });

  it.each([
    ["5마일은 몇 킬로예요", "5", "마일", "킬로미터"],
    ["2파운드는 몇 그램이에요", "2", "파운드", "그램"],
    ["화씨 70도는 섭씨 몇 도예요", "70", "화씨", "섭씨"],
    ["십 평은 몇 제곱미터예요", "10", "평", "제곱미터"],
  ])("%s", (text, amount, from, to) => {
    const intent = read(text);
    expect(intent).toMatchObject({ kind: "convert", amount });
    if (intent?.kind === "convert") expect([intent.from.name.ko, intent.to.name.ko]).toEqual([from, to]);
  });

  it.each([
    "회의는 몇 시부터예요?",
    "영업시간 알려 줘",
    "정기 휴일은 무슨 요일이에요?",
    "내일 날씨 알려 줘",
    "마감일이 며칠이에요?",
    "타이머 사용법이 적힌 문서는 어디 있어요",
    "이 타이머는 고장 났어요",
    "다나카 씨에게 메모를 전했어요",
    "어제 회의 메모에는 뭐라고 적혀 있어요?",
    "리마인더 기능에 대해 설명해 줘",
    "안녕이라는 말의 어원은",
    "이 사람은 누구예요",
    "일이 많아요",
    "이",
    "이사는 언제 해요",
    "제 이름은 김민수예요",
    "연차는 며칠이에요",
    "프랑스의 수도는 어디예요",
    "계약서 제8조 알려 줘",
    "9시에 시작하는 회의에 대해 알려 줘",
    "만 원짜리 상품 있어요",
    "",
    "매주 하는 회의에 대해 알려 줘",
    "어제 메모",
    "지난주 회의 메모",
  ])("%j is no command", (text) => {
    const intent = read(text);
    expect(intent?.kind === "sum" ? workOut(intent.tokens) : intent).toBeUndefined();
  });
});
