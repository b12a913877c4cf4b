import type { WriteRefusal } from "@hisho/protocol";
import type { Day, LocalTime } from "./calendar.ts";
import type { AgendaSpan } from "./intent.ts";

/** Something of the agenda as it is read out. */
export interface ListedEvent {
  title: string;
  place: string;
  /** Null for whole days. */
  start: LocalTime | null;
  end: LocalTime | null;
  firstDay: Day;
  lastDay: Day;
  /** It only rings. */
  isReminder: boolean;
}

/** What the secretary says of the agenda and of lists in one language. */
export interface AgendaWords {
  /** What a list is called when nobody names it. */
  shopping: string;
  /**
   * A day, a week … with what is in it, at least one thing.
   * @param isRest what has passed of today is left out
   * @param total may be more than are listed
   */
  events(
    span: AgendaSpan,
    range: readonly [Day, Day],
    today: Day,
    events: readonly ListedEvent[],
    total: number,
    isRest: boolean,
  ): string;
  noEvents(span: AgendaSpan, range: readonly [Day, Day], today: Day, isRest: boolean): string;
  /** What comes next, or the thing that was asked for. */
  next(event: ListedEvent, today: Day): string;
  noNext: string;
  /** A calendar could not be read. */
  unread(name: string, since: LocalTime): string;
  /** A calendar holds more than is told. */
  cut(name: string): string;
  added(event: ListedEvent, today: Day): string;
  /** At the same time there is another thing. */
  clash(title: string): string;
  askEventWhen: string;
  eventPast: string;
  moved(event: ListedEvent, today: Day): string;
  /** Of an event that lasts longer than before. */
  lengthened(title: string, end: LocalTime, today: Day): string;
  /** Asks for an end that is later. */
  endsAlready(title: string, end: LocalTime, today: Day): string;
  /** Only where it begins can be written into that calendar. */
  keepsLength(title: string, calendar: string): string;
  cancelled(event: ListedEvent, today: Day): string;
  /** One time of a reminder that comes again is left out. */
  leftOut(event: ListedEvent, next: LocalTime, today: Day): string;
  /** Of one that comes again, a later time than the next can neither be moved nor left out. */
  onlyNext(title: string): string;
  noSuchEvent: string;
  /** Asks which one is meant and reads them out with their numbers. */
  whichEvent(events: readonly ListedEvent[], today: Day): string;
  /** It stands in a calendar that is only read. */
  readOnly(title: string, calendar: string): string;
  /** Whether it shall be written into that calendar. */
  askAdd(event: ListedEvent, calendar: string, today: Day): string;
  /** @param event as it will be */
  askMove(event: ListedEvent, calendar: string, today: Day): string;
  askRemove(event: ListedEvent, calendar: string, today: Day): string;
  /** It stands in the calendar on its server now. */
  addedTo(event: ListedEvent, calendar: string, today: Day): string;
  removedFrom(event: ListedEvent, calendar: string, today: Day): string;
  /** What was just added is taken out again on the person's wish. */
  takenOut(event: ListedEvent, calendar: string, today: Day): string;
  /** What was just moved or removed is as it was again. */
  backIn(event: ListedEvent, calendar: string, today: Day): string;
  /** What was just written stays: `refused` says why. */
  notTakenBack: string;
  /** The person said no. */
  notWritten: string;
  /** Why it is not written, and what to do next. */
  refused(reason: WriteRefusal, title: string, calendar: string): string;
  entriesAdded(list: string, items: readonly string[]): string;
  /** At least one. */
  entries(list: string, items: readonly string[], total: number): string;
  emptyList(list: string): string;
  entryDone(list: string, text: string): string;
  entryRemoved(list: string, text: string): string;
  cleared(list: string, count: number): string;
  noSuchEntry(list: string, text: string): string;
  /** Asks which one is meant. */
  whichEntry(items: readonly string[]): string;
  /** @param texts may be empty words */
  undone(texts: readonly string[]): string;
  nothingToUndo: string;
}
