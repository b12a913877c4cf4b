/** The desk and the calendars as they stand on the wire. */
import type {
  Draft,
  WireAgenda,
  WireCalendar,
  WireEvent,
  WireItem,
  WireItemChange,
  WireRepeat,
  WireTime,
} from "@hisho/protocol";
import type {
  Agenda,
  AgendaEvent,
  DeskChange,
  DeskItem,
  EventTime,
  NewDeskItem,
  Repeat,
} from "@hisho/providers/llm/port.ts";
import type { Calendar } from "./port.ts";

const iso = (date: Date | null | undefined): string | null => date?.toISOString() ?? null;

const wireTime = (time: EventTime): WireTime =>
  time.allDay
    ? { first_day: time.firstDay, last_day: time.lastDay }
    : { start: time.start.toISOString(), end: time.end.toISOString() };

/** @returns undefined when it ends before it begins, or on a day that does not exist */
export function eventTimeOf(time: WireTime): EventTime | undefined {
  if ("start" in time) {
    const [start, end] = [new Date(time.start), new Date(time.end)];
    return start <= end ? { allDay: false, start, end } : undefined;
  }
  const { first_day: firstDay, last_day: lastDay } = time;
  const exists = (day: string): boolean => new Date(`${day}T00:00Z`).toJSON()?.startsWith(day) === true;
  return exists(firstDay) && exists(lastDay) && firstDay <= lastDay ? { allDay: true, firstDay, lastDay } : undefined;
}

export const eventJson = ({ id, title, place, time, calendar, calendarId, change }: AgendaEvent): WireEvent => ({
  id,
  title,
  place,
  time: wireTime(time),
  calendar,
  calendar_id: calendarId ?? null,
  change: calendar === null ? "own" : change !== undefined && "etag" in change ? "calendar" : null,
  why: change !== undefined && "refused" in change ? change.refused : null,
  etag: change !== undefined && "etag" in change ? change.etag : null,
});

export const agendaJson = ({ events, unread, cut }: Agenda, rings: WireAgenda["rings"]): WireAgenda => ({
  rings,
  events: events.map(eventJson),
  unread: unread.map(({ name, since }) => ({ name, since: since.toISOString() })),
  cut: cut.map(({ name, from }) => ({ name, from: from.toISOString() })),
});

export const itemJson = (item: DeskItem): WireItem => ({
  id: item.id,
  kind: item.kind,
  text: item.text,
  language: item.language,
  created_at: item.createdAt.toISOString(),
  due_at: iso(item.dueAt),
  list: item.list ?? null,
  time: item.time === undefined ? null : wireTime(item.time),
  place: item.place ?? null,
  left_ms: item.leftMs ?? null,
  done_at: iso(item.doneAt),
  rung_at: iso(item.rungAt),
  repeat: item.repeat === undefined ? null : wireRepeat(item.repeat),
});

const wireRepeat = ({ rule, timeZone }: Repeat): WireRepeat => ({ rule, time_zone: timeZone });

export const draftJson = ({ kind, text, language, dueAt, list, time, place, repeat }: NewDeskItem): Draft => ({
  kind,
  text,
  language,
  due_at: iso(dueAt),
  ...(list === undefined ? {} : { list }),
  ...(time === undefined ? {} : { time: wireTime(time) }),
  ...(place === undefined ? {} : { place }),
  ...(repeat === undefined ? {} : { repeat: wireRepeat(repeat) }),
});

export const calendarJson = (calendar: Calendar): WireCalendar => ({
  id: calendar.id,
  name: calendar.name,
  kind: calendar.kind,
  url: calendar.url,
  username: calendar.username,
  read_at: iso(calendar.readAt),
  failing_since: iso(calendar.failingSince),
  failure: calendar.failure,
  collections: calendar.collections.map(({ id, name, writable }) => ({ id, name, writable })),
  writes_to: calendar.writesTo,
});

/** The rest of a timer is worked out by the caller. @returns undefined when the time is none */
export function changeOf({ text, due_at, list, time, place, done }: WireItemChange): DeskChange | undefined {
  const when = time === undefined ? undefined : eventTimeOf(time);
  if (time !== undefined && when === undefined) return undefined;
  return {
    ...(text === undefined ? {} : { text }),
    ...(due_at === undefined ? {} : { dueAt: new Date(due_at), leftMs: null }),
    ...(list === undefined ? {} : { list }),
    ...(when === undefined ? {} : { time: when }),
    ...(place === undefined ? {} : { place }),
    ...(done === undefined ? {} : { done }),
  };
}
