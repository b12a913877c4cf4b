import type { WriteRefusal } from "@hisho/protocol";
import type { AgendaEvent, Desk, DeskItem, EventTime } from "@hisho/providers/llm/port.ts";

/** What the store keeps of a desk; the calendars of others are no part of it. */
export type StoredDesk = Omit<Desk, "agenda"> & {
  /** Everything that was not removed, also what has rung or was ticked off since `since`. */
  all(since: Date): Promise<DeskItem[]>;
  /** Puts back one thing that was removed. */
  restore(id: string): Promise<DeskItem | null>;
};

/** A calendar of somebody else's making: an iCalendar file or address, which is only read, or a CalDAV account. */
export type CalendarKind = "file" | "url" | "caldav";

export interface CalendarState {
  /** When it was read last; null while it never was. */
  readAt: Date | null;
  /** Since when it cannot be read; null when the last try went well. */
  failingSince: Date | null;
  failure: CalendarFailure | null;
}

export type CalendarFailure =
  /** The address is none, or not one on the public internet and not in `CALENDAR_HOSTS`. */
  | "address"
  | "unreachable"
  /** The name or the password is wrong, or the address asks for one. */
  | "refused"
  /** There is no calendar there. */
  | "no-calendar"
  | "too-large";

export interface Calendar extends CalendarState {
  id: string;
  name: string;
  kind: CalendarKind;
  /** Null for a file. */
  url: string | null;
  username: string | null;
  createdAt: Date;
  /** Of an account, as it was read last; else none. */
  collections: readonly Collection[];
  /** The `id` of the collection that new events go to; null: it is only read. At most one calendar has one. */
  writesTo: string | null;
}

/** One of the calendars of a CalDAV account. */
export interface Collection {
  /** A digest of its address. */
  id: string;
  url: string;
  name: string;
  /** As far as its server told (RFC 3744, section 5.4). */
  writable: boolean;
}

/** An event of a calendar that is written to. */
export interface NewEvent {
  /** One line, as `place`. */
  title: string;
  time: EventTime;
  /** May be empty. */
  place: string;
  /** IANA: by its clocks the event is told again. */
  timeZone: string;
  /** A UUID (RFC 9562) of whoever asks: asked for again, it is written once. Absent: a new one. */
  uid?: string | undefined;
}

/** What is absent stays. */
export interface EventChange {
  title?: string | undefined;
  time?: EventTime | undefined;
  place?: string | undefined;
  /** IANA: that of an event which names none. */
  timeZone: string;
  /** Of the state that is meant; absent: whichever was read last. */
  etag?: string | undefined;
}

/** Why nothing was written; with `changed` the event as it is now. */
export interface NotWritten {
  refused: WriteRefusal;
  now?: AgendaEvent;
}

/** What became of a write: the event as it is now, or was until it was removed. */
export type Written = { event: AgendaEvent } | NotWritten;

/** Writes to the one calendar that is written to. Each rejects with a StoreError, or the signal's reason while nothing is sent. */
export interface EventWriting {
  add(calendar: string, event: NewEvent, signal: AbortSignal): Promise<Written>;
  /** What is already as asked is told as written. @param event its id in the agenda */
  change(calendar: string, event: string, change: EventChange, signal: AbortSignal): Promise<Written>;
  /** What an earlier try deleted, though no answer told so, is told as deleted. */
  remove(
    calendar: string,
    event: string,
    meant: Pick<EventChange, "timeZone" | "etag">,
    signal: AbortSignal,
  ): Promise<Written>;
  /** Puts back what was removed within 30 days; what is there already is told as it is. */
  restore(calendar: string, event: string, timeZone: string, signal: AbortSignal): Promise<Written>;
}

/** What is needed to read it again. */
export interface CalendarSource extends Calendar {
  password: string | null;
  etag: string | null;
  lastModified: string | null;
}

export interface CalendarBodies {
  /** iCalendar texts (RFC 5545) of a file or an address. */
  bodies: readonly string[];
  etag: string | null;
  lastModified: string | null;
  /** Of an account. */
  objects?: readonly CalendarObject[];
  collections?: readonly Collection[];
}

/** What lies in a CalDAV account under an address of its own: one event, with all its exceptions (RFC 4791, section 4.1). */
export interface CalendarObject {
  href: string;
  /** The `id` of its collection. */
  collection: string;
  /** Null where its server tells none. */
  etag: string | null;
  text: string;
}

export type NewCalendar = Pick<Calendar, "name" | "kind" | "url" | "username"> & { password: string | null };

/** What was read of a calendar: texts, and objects of an account. */
export type KeptBodies = Required<Pick<CalendarBodies, "bodies" | "objects">>;

/** Calendars in the store. Every method rejects with a StoreError. */
export interface CalendarStore {
  /** By name; the removed ones left out. */
  list(): Promise<CalendarSource[]>;
  bodies(id: string): Promise<KeptBodies>;
  /** What was removed of it and can be put back. */
  removedObjects(id: string): Promise<readonly CalendarObject[]>;
  /** New, changed or put back; the calendar counts as read anew. */
  saveObject(id: string, object: CalendarObject): Promise<void>;
  /** The calendar counts as read anew. @param canReturn it can be put back */
  removeObject(id: string, href: string, canReturn: boolean): Promise<void>;
  saveCollections(id: string, collections: readonly Collection[]): Promise<void>;
  /** Ends the writing to any other. @returns whether it was there */
  writeTo(id: string, collection: string | null): Promise<boolean>;
  /** Of all that have one, also of the removed, as they are kept. */
  passwords(): Promise<{ id: string; password: string }[]>;
  /** Takes the place of `before`; of another, nothing does. */
  setPassword(id: string, before: string, password: string): Promise<void>;
  add(calendar: NewCalendar, read: CalendarBodies | null): Promise<CalendarSource>;
  /** @returns whether it was there */
  rename(id: string, name: string): Promise<boolean>;
  /**
   * It was read, changed or not (`null`).
   * @param before when it had been read last as the reading began: where it was read or written to since, this is not kept
   * @returns whether it was kept
   */
  saveRead(id: string, read: CalendarBodies | null, before: Date | null): Promise<boolean>;
  saveFailure(id: string, failure: CalendarFailure): Promise<void>;
  /** It can be put back. @returns whether it was there */
  remove(id: string): Promise<boolean>;
  /** @returns whether it was there to be put back */
  restore(id: string): Promise<boolean>;
}
