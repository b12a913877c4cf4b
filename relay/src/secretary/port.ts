import type { Desk, DeskItem } from "@hisho/providers/llm/port.ts";

/** What the store keeps of a desk; the calendars of others are no part of it. */
export type StoredDesk = Omit<Desk, "agenda"> & {
  /** Everything that was not removed, also what has rung or was ticked off since `since`. */
  all(since: Date): Promise<DeskItem[]>;
  /** Puts back one thing that was removed. */
  restore(id: string): Promise<DeskItem | null>;
};

/** A calendar of somebody else's making that is only read: an iCalendar file or address, or a CalDAV account. */
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
}

/** What is needed to read it again. */
export interface CalendarSource extends Calendar {
  password: string | null;
  etag: string | null;
  lastModified: string | null;
}

export interface CalendarBodies {
  /** iCalendar texts (RFC 5545). */
  bodies: readonly string[];
  etag: string | null;
  lastModified: string | null;
}

export type NewCalendar = Pick<Calendar, "name" | "kind" | "url" | "username"> & { password: string | null };

/** Calendars in the store. Every method rejects with a StoreError. */
export interface CalendarStore {
  /** By name; the removed ones left out. */
  list(): Promise<CalendarSource[]>;
  bodies(id: string): Promise<readonly string[]>;
  /** Of all that have one, also of the removed, as they are kept. */
  passwords(): Promise<{ id: string; password: string }[]>;
  /** Takes the place of `before`; of another, nothing does. */
  setPassword(id: string, before: string, password: string): Promise<void>;
  add(calendar: NewCalendar, read: CalendarBodies | null): Promise<CalendarSource>;
  /** @returns whether it was there */
  rename(id: string, name: string): Promise<boolean>;
  /** It was read, changed or not (`null`). */
  saveRead(id: string, read: CalendarBodies | null): Promise<void>;
  saveFailure(id: string, failure: CalendarFailure): Promise<void>;
  /** It can be put back. @returns whether it was there */
  remove(id: string): Promise<boolean>;
  /** @returns whether it was there to be put back */
  restore(id: string): Promise<boolean>;
}
