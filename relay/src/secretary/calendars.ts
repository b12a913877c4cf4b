/** The calendars of others: read again from time to time, kept while they cannot be read, and asked for a stretch of time. */
import type { Agenda, AgendaEvent } from "@hisho/providers/llm/port.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { type Obstacle, versionOf } from "./edit-event.ts";
import { objectIdOf } from "./event-of.ts";
import type { Expander } from "./expander.ts";
import { isWithin } from "./ics.ts";
import type { Calendar, CalendarBodies, CalendarObject, CalendarSource, CalendarStore, NewCalendar } from "./port.ts";
import { CalendarError, checkSize } from "./read-calendar.ts";

const REFRESH_MS = 15 * 60_000;
const LATER_MS = 20_000;
const DAY_MS = 86_400_000;
/** What is unfolded around a stretch that is asked for, so that the next day or week need not be. */
const MARGIN_DAYS = 40;
const MOST_UNFOLDED = 32;
/** Zones of those who asked last, for whom the days around now are unfolded before they ask again. */
const MOST_ZONES = 2;

/** @returns null when it has not changed @throws CalendarError, or the signal's reason */
export type ReadCalendar = (
  source: NewCalendar & Pick<CalendarSource, "etag" | "lastModified">,
  now: Date,
  signal: AbortSignal,
) => Promise<CalendarBodies | null>;

export interface CalendarParts {
  store: CalendarStore;
  read: ReadCalendar;
  expander: Expander;
  clock: Clock;
  log: Log;
}

interface Unfolded {
  key: string;
  timeZone: string;
  from: Date;
  to: Date;
  /** Undefined where it was too much to be unfolded. */
  found: Promise<Found | undefined>;
}

interface Found {
  events: AgendaEvent[];
  /** From then on not all are there. */
  cutFrom: Date | null;
}

export class Calendars {
  readonly #parts: CalendarParts;
  readonly #closing = new AbortController();
  #cancel: (() => void) | null = null;
  #refreshing: Promise<void> | null = null;
  /** Each takes back one reading. */
  readonly #later = new Set<() => void>();
  #unfolded: Unfolded[] = [];
  #ahead: Promise<void> = Promise.resolve();

  constructor(parts: CalendarParts) {
    this.#parts = parts;
  }

  list(): Promise<Calendar[]> {
    return this.#parts.store.list();
  }

  /** Reads it first: what cannot be read is not taken. @throws CalendarError, StoreError */
  async add(calendar: NewCalendar, file: string | null): Promise<Calendar> {
    const { store, read, clock } = this.#parts;
    const none = { etag: null, lastModified: null };
    if (file !== null) checkSize([file]);
    const bodies =
      file === null
        ? await read({ ...calendar, ...none }, clock.date(), this.#closing.signal)
        : { bodies: [file], ...none };
    return store.add(calendar, bodies);
  }

  /** @param collection the id of one of its collections that can be written to; null: it is only read */
  writeTo(id: string, collection: string | null): Promise<boolean> {
    return this.#parts.store.writeTo(id, collection);
  }

  rename(id: string, name: string): Promise<boolean> {
    return this.#parts.store.rename(id, name);
  }

  remove(id: string): Promise<boolean> {
    return this.#parts.store.remove(id);
  }

  restore(id: string): Promise<boolean> {
    return this.#parts.store.restore(id);
  }

  /** Begins to read them now and then. */
  start(): void {
    void this.refreshAll();
  }

  /** Reads one again now. @returns its state after that; null when it is not there @throws StoreError */
  async refresh(id: string): Promise<Calendar | null> {
    const found = (await this.#parts.store.list()).find((calendar) => calendar.id === id);
    if (found === undefined) return null;
    await this.#refresh(found);
    return (await this.#parts.store.list()).find((calendar) => calendar.id === id) ?? null;
  }

  /** Reads one again in a while, when what its server was slow to do is done. */
  refreshLater(id: string): void {
    const { clock, log } = this.#parts;
    const cancel = clock.after(LATER_MS, () => {
      this.#later.delete(cancel);
      this.refresh(id).catch((error) => log.warn("a calendar could not be read again", { calendar: id, error }));
    });
    this.#later.add(cancel);
  }

  /** Never rejects. */
  refreshAll(): Promise<void> {
    this.#refreshing ??= this.#refreshAll().finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  async #refreshAll(): Promise<void> {
    this.#cancel?.();
    const { store, clock, log } = this.#parts;
    try {
      for (const calendar of await store.list()) {
        if (this.#closing.signal.aborted) return;
        await this.#refresh(calendar);
      }
      this.#ahead = this.#unfoldAhead();
    } catch (error) {
      log.warn("calendars not read", { error });
    }
    if (this.#closing.signal.aborted) return;
    this.#cancel = clock.after(REFRESH_MS, () => void this.refreshAll());
  }

  /** Nobody waits in the middle of an answer for a thread to begin. Never rejects. */
  async #unfoldAhead(): Promise<void> {
    try {
      await this.#unfoldAround(this.#parts.clock.date());
    } catch (error) {
      this.#parts.log.warn("calendars not unfolded", { error });
    }
  }

  async #unfoldAround(now: Date): Promise<void> {
    const { store } = this.#parts;
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const asked = [...new Set(this.#unfolded.map(({ timeZone }) => timeZone)), own].slice(0, MOST_ZONES);
    for (const calendar of await store.list()) {
      for (const timeZone of new Set(asked)) {
        if (this.#closing.signal.aborted) return;
        await this.#foundIn(calendar, now, now, timeZone);
      }
    }
  }

  async #refresh(calendar: CalendarSource): Promise<void> {
    const { store, read, clock, log } = this.#parts;
    if (calendar.kind === "file") return;
    try {
      const found = await read(calendar, clock.date(), this.#closing.signal);
      if (await store.saveRead(calendar.id, found, calendar.readAt)) return;
      log.info("a calendar was written to while it was read: the reading is left", { calendar: calendar.id });
    } catch (error) {
      if (this.#closing.signal.aborted) return;
      if (!(error instanceof CalendarError)) throw error;
      log.warn("a calendar could not be read", { calendar: calendar.id, reason: error.reason });
      await store.saveFailure(calendar.id, error.reason);
    }
  }

  /** What they hold from `from` until before `to`. @throws StoreError, or the signal's reason */
  async between(from: Date, to: Date, timeZone: string, signal?: AbortSignal): Promise<Agenda> {
    const agenda: Agenda = { events: [], unread: [], cut: [] };
    for (const calendar of await this.#parts.store.list()) {
      signal?.throwIfAborted();
      const found = await this.#foundIn(calendar, from, to, timeZone);
      agenda.events.push(...(found?.events ?? []).filter(({ time }) => isWithin(time, { from, to, timeZone })));
      const since = calendar.failingSince ?? (found === undefined ? calendar.readAt : null);
      if (since !== null) agenda.unread.push({ name: calendar.name, since });
      const cutFrom = found?.cutFrom ?? null;
      if (cutFrom !== null && cutFrom < to) agenda.cut.push({ name: calendar.name, from: cutFrom });
    }
    return agenda;
  }

  #foundIn(calendar: CalendarSource, from: Date, to: Date, timeZone: string): Promise<Found | undefined> {
    const { id, name, readAt, writesTo, collections } = calendar;
    const key = JSON.stringify([id, name, readAt?.getTime(), writesTo, collections, timeZone]);
    const known = this.#unfolded.find((part) => part.key === key && part.from <= from && part.to >= to);
    if (known !== undefined) return known.found;
    const begin = new Date(from.getTime() - MARGIN_DAYS * DAY_MS);
    const end = new Date(to.getTime() + MARGIN_DAYS * DAY_MS);
    const part: Unfolded = {
      key,
      timeZone,
      from: begin,
      to: end,
      found: this.#unfold(calendar, begin, end, timeZone),
    };
    part.found.catch(() => {
      this.#unfolded = this.#unfolded.filter((other) => other !== part);
    });
    this.#unfolded = [part, ...this.#unfolded].slice(0, MOST_UNFOLDED);
    return part.found;
  }

  async #unfold(calendar: CalendarSource, from: Date, to: Date, timeZone: string): Promise<Found | undefined> {
    const { store, expander, log } = this.#parts;
    const { id } = calendar;
    const { bodies, objects } = await store.bodies(id);
    const texts = [...bodies, ...objects.map(({ text }) => text)];
    const expansion = await expander.expand({ bodies: texts, from, to, timeZone });
    if (expansion === undefined && !this.#closing.signal.aborted)
      log.warn("a calendar takes too long to unfold", { calendar: id });
    if (expansion === undefined) return undefined;
    const events = expansion.events.map(({ body, ...event }) => shown(event, calendar, objects[body - bodies.length]));
    return { events, cutFrom: expansion.cutFrom };
  }

  async close(): Promise<void> {
    this.#closing.abort(new Error("closed"));
    this.#cancel?.();
    for (const cancel of this.#later) cancel();
    await this.#refreshing;
    await this.#parts.expander.close();
    await this.#ahead;
  }
}

/** As the agenda shows what a calendar holds. @param object of an account */
function shown(
  { obstacle, ...event }: Omit<AgendaEvent, "calendar"> & { obstacle: Obstacle | null },
  { id, name, writesTo, collections }: CalendarSource,
  object: CalendarObject | undefined,
): AgendaEvent {
  const ofCalendar = { ...event, calendar: name, calendarId: id };
  if (object === undefined) return { ...ofCalendar, id: `${id}/${event.id}` };
  const isWritable = collections.some(({ id: each, writable }) => each === writesTo && writable);
  const refused = isWritable && object.collection === writesTo ? obstacle : "read-only";
  return {
    ...ofCalendar,
    id: obstacle === null ? objectIdOf(id, object.href) : `${id}/${event.id}`,
    ...(writesTo === null ? {} : { change: refused === null ? { etag: versionOf(object) } : { refused } }),
  };
}
