import type { AgendaWords, ListedEvent } from "./agenda-words.ts";
import { type Day, daysBetween, type LocalTime, weekdayOf } from "./calendar.ts";
import type { AgendaSpan } from "./intent.ts";
import { isClosed } from "./ko-particles.ts";
import { sameDay } from "./words.ts";

const WEEKDAY = "일월화수목금토";
const NAMED: Readonly<Record<number, string>> = { [-1]: "어제", 0: "오늘", 1: "내일", 2: "모레" };
const WEEK: Readonly<Record<number, string>> = { [-1]: "지난주", 0: "이번 주", 1: "다음 주", 2: "다다음 주" };
const PART = { morning: "오전", afternoon: "오후", evening: "저녁" } as const;

const weekday = (day: Day) => `${WEEKDAY[weekdayOf(day)]}요일`;
const dateOf = (day: Day, today: Day) =>
  `${day.year === today.year ? "" : `${day.year}년 `}${day.month}월 ${day.day}일 ${weekday(day)}`;
const clock = ({ hour, minute }: LocalTime) => `${hour}시${minute === 0 ? "" : ` ${minute}분`}`;
const listName = (list: string) => (/목록$|리스트$/.test(list) ? list : `${list} 목록`);
/** Of what ends in 분 it is 으로; in a vowel or ㄹ (시, 요일, 까지), 로. */
const to = (when: string) => `${when}${when.endsWith("분") ? "으로" : "로"}`;
const object = (word: string) => `${word}${isClosed(word) ? "을" : "를"}`;
const quoted = (items: readonly string[]) => items.map((item) => `‘${item}’`).join(", ");
const quotedObject = (items: readonly string[]) => `${quoted(items)}${isClosed(items.at(-1) ?? "") ? "을" : "를"}`;

function dayName(day: Day, today: Day): string {
  const name = NAMED[daysBetween(today, day)];
  if (name === "오늘") return name;
  return name === undefined ? dateOf(day, today) : `${name} ${dateOf(day, today)}`;
}

function spanName(span: AgendaSpan, [first]: readonly [Day, Day], today: Day): string {
  switch (span.kind) {
    case "day":
      return `${dayName(first, today)}${span.part === null ? "" : ` ${PART[span.part]}`}`;
    case "week":
      return WEEK[span.week] ?? `${dateOf(first, today)}부터 한 주`;
    case "weekend":
      return span.week === 0 ? "이번 주말" : "다음 주말";
    case "month":
      return `${first.month}월`;
    default:
      return span satisfies never;
  }
}

function line({ title, place, start, end, isReminder }: ListedEvent): string {
  const when =
    start === null
      ? "종일"
      : end !== null && sameDay(start, end)
        ? `${clock(start)}부터 ${clock(end)}까지`
        : clock(start);
  const what = isReminder ? `‘${title === "" ? "알림" : title}’ 리마인더` : title;
  return `${when}, ${what}${place === "" ? "" : `, ${place}`}.`;
}

function when({ start, firstDay, lastDay }: ListedEvent, today: Day): string {
  const day = dayName(firstDay, today);
  if (start !== null) return `${day} ${clock(start)}`;
  return sameDay(firstDay, lastDay) ? day : `${day}부터 ${dateOf(lastDay, today)}까지`;
}

const head = (span: AgendaSpan, range: readonly [Day, Day], today: Day, isRest: boolean) =>
  `${spanName(span, range, today)} ${isRest ? "남은 " : ""}일정`;

/** What is said of a reminder that has no words. */
const named = (title: string, noun: string) => (title === "" ? "알림" : `‘${title}’${noun}`);

export const koAgenda: AgendaWords = {
  shopping: "장보기",
  events(span, range, today, events, total, isRest) {
    const lines = events.map((event, index) => {
      const before = events[index - 1];
      const isNewDay = span.kind !== "day" && (before === undefined || !sameDay(before.firstDay, event.firstDay));
      return `${isNewDay ? `${event.firstDay.day}일 ${weekday(event.firstDay)}, ` : ""}${line(event)}`;
    });
    return `${head(span, range, today, isRest)}은 ${total}개예요. ${lines.join(" ")}${total > events.length ? " 더 있어요." : ""}`;
  },
  noEvents: (span, range, today, isRest) => `${head(span, range, today, isRest)}은 없어요.`,
  next: (event, today) =>
    `${when(event, today)}에 ‘${event.title}’ 일정이 있어요.${event.place === "" ? "" : ` 장소는 ${event.place}.`}`,
  noNext: "앞으로 남은 일정이 없어요.",
  unread: (name, since) => `‘${name}’ 달력은 ${since.month}월 ${since.day}일 ${clock(since)}부터 읽지 못하고 있어요.`,
  cut: (name) => `‘${name}’ 달력은 일정이 너무 많아 일부만 말씀드렸어요. 나머지는 그 달력에서 확인해 주세요.`,
  added: (event, today) =>
    `${when(event, today)}에 ‘${event.title}’ 일정을 넣었어요.${event.place === "" ? "" : ` 장소는 ${event.place}.`}`,
  clash: (title) => `같은 시간에 ‘${title}’ 일정이 있어요.`,
  askEventWhen: "언제 일정인가요? 날짜와 시간도 함께 다시 말씀해 주세요.",
  eventPast: "달력에 없거나 이미 지난 시간이에요. 앞으로의 시간으로 말씀해 주세요.",
  moved: (event, today) => `${named(event.title, " 일정")}을 ${to(when(event, today))} 옮겼어요.`,
  lengthened: (title, end, today) => `‘${title}’ 일정을 ${dayName(end, today)} ${clock(end)}까지로 늘렸어요.`,
  endsAlready: (title, end, today) =>
    `‘${title}’ 일정은 ${dayName(end, today)} ${clock(end)}에 끝나요. 그보다 늦은 시간으로 말씀해 주세요.`,
  keepsLength: (title, calendar) =>
    `‘${calendar}’ 달력의 ‘${title}’ 일정은 여기서 늘릴 수 없어요. 원래 달력에서 끝나는 시간을 바꿔 주세요.`,
  cancelled: (event, today) =>
    `${when(event, today)} ‘${event.title}’ 일정을 취소했어요. ‘되돌려 줘’라고 하시면 되돌려요.`,
  leftOut: (event, next, today) =>
    `${when(event, today)} ${named(event.title, " 알림")}을 한 번 건너뛸게요. 다음은 ${dayName(next, today)} ${clock(next)}예요. 아주 멈추려면 알림을 지워 달라고 말씀해 주세요.`,
  onlyNext: (title) => `${named(title, " 알림")}은 반복돼요. 옮기거나 건너뛸 수 있는 것은 바로 다음 한 번뿐이에요.`,
  noSuchEvent: "해당하는 일정을 찾지 못했어요.",
  whichEvent: (events, today) =>
    `어느 일정인가요? ${events.map((event, index) => `${index + 1}번, ${when(event, today)} ${named(event.title, "")}.`).join(" ")} 번호로 말씀해 주세요.`,
  readOnly: (title, calendar) =>
    `‘${title}’ 일정은 ‘${calendar}’ 달력의 것이라 여기서는 바꿀 수 없어요. 원래 달력에서 바꿔 주세요.`,
  askAdd: (event, calendar, today) =>
    `${when(event, today)}에 ‘${event.title}’ 일정을 ‘${calendar}’ 달력에 넣을까요?${event.place === "" ? "" : ` 장소는 ${event.place}.`}`,
  askMove: (event, calendar, today) =>
    `‘${calendar}’ 달력의 ‘${event.title}’ 일정을 ${to(when(event, today))} 옮길까요?`,
  askRemove: (event, calendar, today) =>
    `${when(event, today)} ‘${event.title}’ 일정을 ‘${calendar}’ 달력에서 지울까요?`,
  addedTo: (event, calendar, today) => `${when(event, today)}에 ‘${event.title}’ 일정을 ‘${calendar}’ 달력에 넣었어요.`,
  removedFrom: (event, calendar, today) =>
    `${when(event, today)} ‘${event.title}’ 일정을 ‘${calendar}’ 달력에서 지웠어요. 잘못되었다면 바로 ‘되돌려 줘’라고 말씀해 주세요.`,
  takenOut: (event, calendar, today) =>
    `${when(event, today)} ‘${event.title}’ 일정을 ‘${calendar}’ 달력에서 다시 뺐어요.`,
  backIn: (event, calendar, today) =>
    `‘${event.title}’ 일정을 되돌렸어요. ‘${calendar}’ 달력에 ${when(event, today)} 일정으로 있어요.`,
  notTakenBack: "되돌리지 못했어요.",
  notWritten: "알겠어요. 달력에는 아무것도 적지 않았어요.",
  refused(reason, title, calendar) {
    switch (reason) {
      case "changed":
        return `‘${title}’ 일정이 그사이 다른 곳에서 바뀌었어요. 아무것도 덮어쓰지 않았어요. 일정을 확인하고 다시 말씀해 주세요.`;
      case "gone":
        return `‘${title}’ 일정이 ‘${calendar}’ 달력에 이제 없어요. 일정을 확인해 주세요.`;
      case "read-only":
        return `‘${calendar}’ 달력에는 적을 수 없어요. 설정의 ‘달력’에서 적을 수 있는 것을 골라 주세요.`;
      case "repeats":
        return `‘${title}’ 일정은 반복되는 일정이라 제가 바꿀 수 없어요. 원래 달력에서 바꿔 주세요.`;
      case "invitation":
        return `‘${title}’ 일정에는 다른 분이 초대되어 있어 제가 바꿀 수 없어요. 원래 달력에서 바꿔 주세요.`;
      case "refused":
        return `‘${calendar}’ 달력에서 거절해서 아무것도 적지 못했어요. 비밀번호가 바뀌었다면 설정의 ‘달력’에서 다시 추가해 주세요.`;
      case "unreachable":
        return `‘${calendar}’ 달력에 연결되지 않아 아무것도 적지 못했어요. 잠시 후 다시 말씀해 주세요.`;
      case "unknown":
        return `‘${calendar}’ 달력에서 답이 없어 적혔는지 확인하지 못했어요. 다시 부탁하시기 전에 일정을 확인해 주세요.`;
      default:
        return reason satisfies never;
    }
  },
  entriesAdded: (list, items) => `${listName(list)}에 ${quotedObject(items)} 넣었어요.`,
  entries: (list, items, total) =>
    `${listName(list)}에 ${total}개 있어요. ${items.join(", ")}.${total > items.length ? " 더 있어요." : ""}`,
  emptyList: (list) => `${listName(list)}에는 아무것도 없어요.`,
  entryDone: (list, text) => `${listName(list)}의 ${object(`‘${text}’`)} 끝낸 것으로 표시했어요.`,
  entryRemoved: (list, text) => `${listName(list)}에서 ${quotedObject([text])} 지웠어요.`,
  cleared: (list, count) => `${listName(list)}에서 ${count}개를 지웠어요. ‘되돌려 줘’라고 하시면 되돌려요.`,
  noSuchEntry: (list, text) => `${listName(list)}에서 ‘${text}’ 항목을 찾지 못했어요.`,
  whichEntry: (items) => `어느 것인가요? ${items.join(", ")}. 이름으로 말씀해 주세요.`,
  undone: (texts) => {
    const named = texts.filter((text) => text !== "");
    return named.length === 0 ? "되돌렸어요." : `${quotedObject(named)} 되돌렸어요.`;
  },
  nothingToUndo: "되돌릴 것이 없어요.",
};
