/** The agenda of the page of stories: a day like the one in the design. Names and places are invented. */
import type { WireItem } from "@hisho/protocol";
import type { DeskClient } from "../../agenda/desk-client.ts";
import { createPlanner, type Planner } from "../../agenda/planner.ts";
import { wireAgenda, wireCalendar, wireEvent, wireItem } from "../../agenda/testing/made.ts";
import type { Language } from "../../session/talk.ts";
import { dayOf, weekOf } from "../agenda/day.ts";

const WORDS: Record<
  Language,
  {
    over: string;
    next: string;
    place: string;
    call: string;
    tea: string;
    note: string;
    list: string;
    milk: string;
    company: string;
    office: string;
    team: string;
    holidays: string;
    home: string;
    visit: string;
  }
> = {
  ja: {
    over: "採用の打ち合わせ",
    next: "営業定例",
    place: "三階 会議室B",
    call: "佐藤さんに見積もりを送る",
    tea: "お茶",
    note: "来客用の傘を注文する",
    list: "買い物",
    milk: "牛乳",
    company: "会社",
    office: "仕事",
    team: "営業チーム",
    holidays: "祝日",
    home: "家",
    visit: "歯医者",
  },
  en: {
    over: "Hiring round",
    next: "Sales meeting",
    place: "Room B, third floor",
    call: "Send Sato the quote",
    tea: "tea",
    note: "Order umbrellas for visitors",
    list: "Shopping",
    milk: "Milk",
    company: "Company",
    office: "Work",
    team: "Sales team",
    holidays: "Holidays",
    home: "Home",
    visit: "Dentist",
  },
  ko: {
    over: "채용 회의",
    next: "영업 정례 회의",
    place: "3층 회의실 B",
    call: "사토 씨에게 견적 보내기",
    tea: "차",
    note: "손님용 우산 주문하기",
    list: "장보기",
    milk: "우유",
    company: "회사",
    office: "업무",
    team: "영업팀",
    holidays: "공휴일",
    home: "집",
    visit: "치과",
  },
};

/** @param state `full`, `empty`, `unread` (a calendar that cannot be read), `cut` (one that holds too much), `account` (one that could be written to), `written` (one that is), `changed`, `unreachable` and `unknown` (so that a change is refused), `away`, `kept` (as it was seen before) or `slow` (an answer that never comes) */
export function storyPlanner(language: Language, state: string): Planner {
  const words = WORDS[language];
  const now = Date.now();
  const at = (minutes: number): string => new Date(now + minutes * 60_000).toISOString();
  const today = dayOf(new Date());
  const item = (id: string, kind: WireItem["kind"], text: string, more: Partial<WireItem> = {}) =>
    wireItem({ id, kind, text, language, created_at: at(-7), ...more });
  const refusal = state === "unreachable" || state === "unknown" ? state : null;
  const isWritten = state === "written" || state === "changed" || refusal !== null;
  const events = [
    wireEvent({ id: "1", title: words.over, time: { start: at(-240), end: at(-210) }, calendar: words.company }),
    ...(isWritten
      ? [
          wireEvent({
            id: "w",
            title: words.visit,
            place: words.place,
            time: { start: at(130), end: at(190) },
            ...{ calendar: words.office, calendar_id: "office", change: "calendar" as const, etag: "1" },
          }),
          wireEvent({
            id: "r",
            title: words.over,
            time: { start: at(200), end: at(230) },
            ...{ calendar: words.office, calendar_id: "office", change: null, why: "repeats" as const },
          }),
          wireEvent({ id: "h", title: words.tea, time: { start: at(240), end: at(260) }, calendar: words.home }),
        ]
      : []),
    wireEvent({ id: "2", title: words.next, place: words.place, time: { start: at(58), end: at(118) } }),
    wireEvent({
      id: "3",
      title: words.company,
      time: { first_day: today, last_day: today },
      calendar: words.company,
    }),
  ];
  const agenda = wireAgenda({
    ...(state === "empty" ? {} : { events, rings: [{ item: "9", at: at(360) }] }),
    unread: state === "unread" ? [{ name: words.company, since: at(-90) }] : [],
    cut: state === "cut" ? [{ name: words.company, from: at(-30) }] : [],
  });
  const items =
    state === "empty"
      ? []
      : [
          item("2", "event", words.next, { time: { start: at(58), end: at(118) }, place: words.place }),
          item("4", "reminder", words.call, { due_at: at(268) }),
          item("9", "reminder", words.tea, {
            due_at: at(360),
            repeat: { rule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", time_zone: "Asia/Tokyo" },
          }),
          item("5", "timer", words.tea, { due_at: at(12.6) }),
          item("6", "note", words.note),
          item("7", "entry", words.milk, { list: words.list }),
          item("8", "entry", words.tea, { list: words.list, done_at: at(-1) }),
        ];
  const account = wireCalendar({
    id: "office",
    name: words.office,
    read_at: at(-4),
    collections: [
      { id: "work", name: words.office, writable: true },
      { id: "team", name: words.team, writable: true },
      { id: "days", name: words.holidays, writable: false },
    ],
    writes_to: isWritten ? "work" : null,
  });
  const refuse = async () => {
    const before = agenda.events.find(({ id }) => id === "w");
    if (refusal !== null) return { reason: refusal, now: null };
    if (state !== "changed" || before === undefined) return null;
    const now = { ...before, place: "", time: { start: at(190), end: at(250) }, etag: "2" };
    agenda.events = agenda.events.map((event) => (event.id === "w" ? now : event));
    return { reason: "changed", now } as const;
  };
  const client = {
    agenda: () => (state === "slow" ? new Promise(() => undefined) : Promise.resolve(state === "away" ? null : agenda)),
    items: async () => items,
    understand: async () => [
      { kind: "event", text: words.next, language, due_at: null, time: { start: at(58), end: at(118) } },
    ],
    calendars: async () => [
      wireCalendar({ id: "c", name: words.company, kind: "url", username: null, read_at: at(-4) }),
      ...(isWritten || state === "account" ? [account] : []),
      wireCalendar({ id: "home", name: words.home, kind: "url", username: null, read_at: at(-4) }),
    ],
    change: async () => true,
    writeTo: async () => null,
    addEvent: async () => refusal,
    changeEvent: refuse,
    removeEvent: refuse,
    restoreEvent: async () => null,
  } as unknown as DeskClient;
  const kept = state === "kept" ? JSON.stringify({ weeks: { [weekOf(today)[0] ?? ""]: agenda }, items }) : null;
  return createPlanner(client, () => "Asia/Tokyo", { getItem: () => kept, setItem: () => undefined });
}
