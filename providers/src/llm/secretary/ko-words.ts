import { type Day, daysBetween, type LocalTime, weekdayOf } from "./calendar.ts";
import { koAgenda } from "./ko-agenda-words.ts";
import { isClosed } from "./ko-particles.ts";
import { memoryWords } from "./memory/ko.ts";
import { readingWords } from "./readings/ko.ts";
import { repeats } from "./repeating/ko-words.ts";
import { sameDay, spanOf, type Words } from "./words.ts";

const WEEKDAY = "일월화수목금토";
const THING = { timer: "타이머", reminder: "리마인더", note: "메모" } as const;
const NAMED: Readonly<Record<number, string>> = { [-2]: "그저께", [-1]: "어제", 0: "오늘", 1: "내일", 2: "모레" };
const WEEK: Readonly<Record<number, string>> = { [-1]: "지난주", 0: "이번 주", 1: "다음 주", 2: "다다음 주" };

const weekday = (day: Day) => `${WEEKDAY[weekdayOf(day)]}요일`;
const dateOf = (day: Day, today: Day) =>
  `${day.year === today.year ? "" : `${day.year}년 `}${day.month}월 ${day.day}일`;
const clock = ({ hour, minute }: LocalTime) => `${hour}시${minute === 0 ? "" : ` ${minute}분`}`;

const topic = (word: string) => `${word}${isClosed(word) ? "은" : "는"}`;
const is = (word: string) => `${word}${isClosed(word) ? "이에요" : "예요"}.`;

function span(ms: number): string {
  const { hours, minutes, seconds } = spanOf(ms);
  return [hours > 0 ? `${hours}시간` : "", minutes > 0 ? `${minutes}분` : "", seconds > 0 ? `${seconds}초` : ""]
    .filter((part) => part !== "")
    .join(" ");
}

function moment(due: LocalTime, today: Day): string {
  if (sameDay(due, today)) return clock(due);
  const name = daysBetween(today, due) === 1 ? "내일, " : "";
  return `${name}${dateOf(due, today)} ${weekday(due)} ${clock(due)}`;
}

/** Speaks to the person by their name, where it is known. */
const to = (person: string) => (person === "" ? "" : `${person}, `);

/** As `moment`, with the day said where it is today: an hour alone may be heard as that of tomorrow. */
const namedMoment = (due: LocalTime, today: Day): string =>
  `${sameDay(due, today) ? "오늘 " : ""}${moment(due, today)}`;

export const ko: Words = {
  agenda: koAgenda,
  space: " ",
  greeting: (hour, person) =>
    `${to(person)}${hour >= 4 && hour < 11 ? "좋은 아침이에요." : "안녕하세요."} 무엇을 도와드릴까요?`,
  thanks: (person) => `${to(person)}천만에요.`,
  goodbye: (person) => `${to(person)}안녕히 계세요. 필요하시면 언제든 불러 주세요.`,
  called: (person) => `네, ${to(person)}무엇을 도와드릴까요?`,
  who: (name) =>
    `${name === "" ? "" : `제 이름은 ${name}${isClosed(name) ? "이에요" : "예요"}. `}저는 비서 프로그램이고, 사람이 아니라 기계예요. 시간, 계산, 타이머, 리마인더, 메모, 문서라면 도와드릴 수 있어요.`,
  abilities:
    "시간과 날짜, 계산, 단위 변환, 타이머, 리마인더, 메모를 맡아요. 맡기신 문서에서 답이 되는 문장을 읽어 드릴 수도 있어요.",
  noModel: "아직 생각을 맡을 모델이 연결되지 않았어요. 설정의 ‘연결’에서 고를 수 있어요.",
  notForVisitors: "그 내용은 여기서 답하기 어려워요. 직원에게 문의해 주세요.",
  modelAway: "생각을 맡은 모델이 지금은 답하지 않아요. 잠시 뒤에 다시 말씀하시거나 설정의 ‘연결’에서 확인해 주세요.",
  nothingInDocuments: "가지고 계신 문서에서는 찾지 못했어요.",
  quoting: (title) => `‘${title}’에 이렇게 적혀 있어요.`,
  time: (time, city) =>
    city === null
      ? is(clock(time))
      : `${topic(city.ko)} ${time.month}월 ${time.day}일 ${weekday(time)} ${is(clock(time))}`,
  day: (ref, day, today) => {
    const offset = daysBetween(today, day);
    const ending = (word: string) => (offset < 0 ? `${word}${isClosed(word) ? "이었어요" : "였어요"}.` : is(word));
    const date = offset === 0 ? `${day.year}년 ${day.month}월 ${day.day}일` : dateOf(day, today);
    if (ref.kind === "weekday") {
      return `${ref.week === null ? "다음" : WEEK[ref.week]} ${topic(weekday(day))} ${ending(date)}`;
    }
    if (ref.kind === "date") return `${topic(date)} ${ending(weekday(day))}`;
    const name = NAMED[offset] ?? `${Math.abs(offset)}일 ${offset < 0 ? "전" : "뒤"}`;
    return `${topic(name)} ${date} ${ending(weekday(day))}`;
  },
  noSuchDay: "달력에 없는 날짜예요. 다시 한번 말씀해 주시겠어요?",
  daysUntil: (day, count, today) => {
    if (count === 0) return "바로 오늘이에요.";
    const date = `${dateOf(day, today)} ${weekday(day)}`;
    return count > 0 ? `${date}까지 ${count}일 남았어요.` : `${topic(date)} ${-count}일 전이었어요.`;
  },
  sum: (expression, { text, isExact }) => `${topic(expression)} ${isExact ? "" : "약 "}${is(text)}`,
  signs: {
    "+": " 더하기 ",
    "-": " 빼기 ",
    "*": " 곱하기 ",
    "/": " 나누기 ",
    "^": "의 ",
    of: "의 ",
    "%": "퍼센트",
    "(": " ( ",
    ")": " ) ",
  },
  powerEnd: "제곱",
  sumProblem: { zero: "0으로는 나눌 수 없어요.", size: "수가 너무 길어서 읽어 드릴 수 없어요." },
  converted: (amount, from, to, { text, isExact }) =>
    from.measure === "temperature"
      ? `${from.name.ko} ${amount}도는 ${isExact ? "" : "약 "}${to.name.ko} ${text}도예요.`
      : `${amount}${topic(from.name.ko)} ${isExact ? "" : "약 "}${text}${is(to.name.ko)}`,
  timerSet: (ms, text) => `${span(ms)} ${text === "" ? "" : `${text} `}타이머를 시작했어요.`,
  timerOutOfRange: "타이머는 1초부터 24시간까지 맞출 수 있어요.",
  reminderSet: (due, today, text) => `${namedMoment(due, today)}에 ${text === "" ? "" : `‘${text}’ `}알려 드릴게요.`,
  reminderRepeats: (rule, first, today, text) =>
    `${repeats(rule)} ${clock(first)}에 ${text === "" ? "" : `‘${text}’ `}알려 드릴게요. 처음은 ${is(namedMoment(first, today))}`,
  askWhen: "언제 알려 드릴까요? 시간도 함께 다시 말씀해 주세요.",
  cannotRepeat: "반복은 매일, 요일마다, 매달, 매년 가운데 하나로 맡을 수 있어요. 시간도 함께 다시 말씀해 주세요.",
  reminderPast: "이미 지난 시간이에요. 앞으로의 시간으로 말씀해 주세요.",
  changing: {
    putOff: ({ kind, text }, due, today) =>
      kind === "timer"
        ? `${text === "" ? "" : `${text} `}타이머는 ${namedMoment(due, today)}에 울릴게요.`
        : `뒤로 미뤘어요. ${namedMoment(due, today)}에 ${text === "" ? "" : `‘${text}’ `}알려 드릴게요.`,
    stays: (rule, next) => `평소의 ${repeats(rule)} ${clock(next)} 알림은 그대로예요.`,
    askScope: (rule, next, today, text) =>
      `${text === "" ? "그 리마인더는" : `‘${text}’ 리마인더는`} ${repeats(rule)} ${clock(next)}에 울려요. 다음번인 ${namedMoment(next, today)}만 바꿀까요, 앞으로 매번 바꿀까요? “이번만” 또는 “매번”이라고 말씀해 주세요.`,
    changed: (rule, first, today, text) =>
      `앞으로는 ${repeats(rule)} ${clock(first)}에 ${text === "" ? "" : `‘${text}’ `}알려 드릴게요. 다음은 ${is(namedMoment(first, today))}`,
    whichOne: "어느 것인가요? 번호로 말씀해 주세요.",
    whichName: "어느 리마인더인가요? 이름과 함께 다시 말씀해 주세요.",
    nothingRang: (timer) =>
      timer === undefined
        ? "지난 한 시간 동안 알려 드린 것이 없어요. 무엇을 언제로 미룰지 말씀해 주세요."
        : `아직 울린 것이 없어요. ${timer.text === "" ? "" : `${timer.text} `}타이머는 ${span(timer.leftMs)} 남았어요. 늘리시려면 “타이머를 5분 늘려 줘”라고 말씀해 주세요.`,
    oneAtATime: "한 번에 하나씩 옮겨 드릴 수 있어요. 무엇을 언제로 옮길지 말씀해 주세요.",
    noSuch: (text) =>
      `‘${text}’ 이름으로 된 것은 찾지 못했어요. “리마인더 알려 줘”나 “이번 주 일정 알려 줘”라고 말씀하시면 있는 것을 읽어 드릴게요.`,
    gone: "그 리마인더는 이제 없어요. 리마인더 목록에서 다시 골라 주세요.",
  },
  noteAdded: (text) => `‘${text}’ 메모했어요.`,
  askNote: "무엇을 메모할까요? 내용도 함께 다시 말씀해 주세요.",
  list: (kind, items, total, today) => {
    const lines = items.map(({ text, leftMs, due, rule }, index) => {
      const number = total > 1 ? `${index + 1}번, ` : "";
      if (kind === "timer") return `${number}${text === "" ? "" : `${text} `}타이머는 ${span(leftMs)} 남았어요.`;
      if (kind === "note" || due === null) return `${number}‘${text}’.`;
      const when = rule === null ? moment(due, today) : `${repeats(rule)} ${clock(due)}`;
      return `${number}${when}${text === "" ? "" : `에 ‘${text}’`}.`;
    });
    const head = total > 1 ? `${THING[kind]}가 ${total}개 있어요. ` : "";
    return `${head}${lines.join(" ")}${total > items.length ? " 더 있어요." : ""}`;
  },
  none: (kind) => (kind === "timer" ? "돌아가는 타이머가 없어요." : `해당하는 ${THING[kind]}가 없어요.`),
  noneCalled: (kind, text) => `‘${text}’ ${THING[kind]}는 없어요.`,
  removed: (kind, count) =>
    kind === "timer" ? `타이머 ${count}개를 멈췄어요.` : `${THING[kind]} ${count}개를 지웠어요.`,
  whichOne: (kind) => `어느 ${THING[kind]}인가요? 번호나 전부라고 말씀해 주세요.`,
  memory: memoryWords,
  reading: readingWords,
};
