/**
 * iCalendar (RFC 5545) to the events of a stretch of time: repetitions, exceptions to them, time zones as the file
 * defines them. Untrusted text: one broken event costs itself only, and what never ends is cut off.
 */
import type { AgendaEvent, EventTime } from "@hisho/providers/llm/port.ts";
import { addDays, instantOf } from "@hisho/providers/llm/secretary/calendar.ts";
import ICAL from "ical.js";
import { type Obstacle, obstacleOf } from "./edit-event.ts";

/** Steps of one repeated event: thirty years of days. */
const MOST_STEPS = 11_000;
const MOST_EVENTS = 5_000;
/** Of one repeated event in the stretch: what comes every second leaves room for the others. */
const MOST_OF_ONE = 500;
const DAY_MS = 86_400_000;
const MOST_WORDS = 1_000;

export interface Expansion {
  events: Omit<AgendaEvent, "calendar">[];
  /** Why its one event is not changed from here; null where it may be. */
  obstacle: Obstacle | null;
  /** Parts that could not be read. */
  broken: number;
  /** From then on not all are there: they are more than are unfolded. Null where none is missing. */
  cutFrom: Date | null;
}

/** @param timeZone IANA, for whole days and for times that name no zone */
export function expandCalendar(text: string, from: Date, to: Date, timeZone: string): Expansion {
  const { zones, events, broken } = componentsOf(text);
  const root = new ICAL.Component("vcalendar");
  for (const zone of zones) root.addSubcomponent(zone);
  const obstacle = broken > 0 ? "read-only" : obstacleOf(events);
  const expansion: Expansion = { events: [], obstacle, broken, cutFrom: null };
  const cut = (at: Date): void => {
    expansion.cutFrom = earlier(expansion.cutFrom, at);
  };
  for (const group of seriesOf(events, root)) {
    try {
      for (const event of occurrences(group, { from, to, timeZone }, cut)) {
        if (expansion.events.length < MOST_EVENTS) expansion.events.push(event);
        else cut(spanOf(event.time, timeZone)[0]);
      }
    } catch {
      expansion.broken += 1;
    }
  }
  return expansion;
}

export const earlier = (a: Date | null, b: Date | null): Date | null => (a === null || (b !== null && b < a) ? b : a);

/** Each VTIMEZONE and VEVENT read for itself. */
function componentsOf(text: string): { zones: ICAL.Component[]; events: ICAL.Component[]; broken: number } {
  const zones: ICAL.Component[] = [];
  const events: ICAL.Component[] = [];
  let broken = 0;
  // An event's own parts (VALARM) lie inside it; a zone's (STANDARD, DAYLIGHT) too.
  for (const [source, kind = ""] of text
    .replace(/\r\n?/g, "\n")
    .matchAll(/^BEGIN:(VTIMEZONE|VEVENT)[ \t]*\n[\s\S]*?^END:\1[ \t]*$/gim)) {
    try {
      const component = new ICAL.Component(ICAL.parse(source));
      (kind.toUpperCase() === "VEVENT" ? events : zones).push(component);
    } catch {
      broken += 1;
    }
  }
  return { zones, events, broken };
}

interface Series {
  /** Null where only single occurrences of it were sent. */
  master: ICAL.Component | null;
  exceptions: ICAL.Component[];
}

/** Events with the same UID belong together (section 3.8.4.7); of several masters the latest counts. */
function seriesOf(events: readonly ICAL.Component[], root: ICAL.Component): Series[] {
  const series = new Map<string, Series>();
  for (const [index, component] of events.entries()) {
    root.addSubcomponent(component);
    const uid = String(component.getFirstPropertyValue("uid") ?? `without-${index}`);
    const known = series.get(uid) ?? { master: null, exceptions: [] };
    series.set(uid, known);
    if (component.hasProperty("recurrence-id")) known.exceptions.push(component);
    else if (known.master === null || sequenceOf(component) >= sequenceOf(known.master)) known.master = component;
  }
  return [...series.values()];
}

const sequenceOf = (component: ICAL.Component): number => Number(component.getFirstPropertyValue("sequence") ?? 0);

interface Span {
  from: Date;
  to: Date;
  timeZone: string;
}

type Occurrence = Omit<AgendaEvent, "calendar">;

/** @param cut told the first of a repeated event that is left out because there are too many */
function* occurrences({ master, exceptions }: Series, span: Span, cut: (at: Date) => void): Generator<Occurrence> {
  for (const exception of exceptions) {
    const event = new ICAL.Event(exception);
    const found = occurrence(event, event.startDate, event.endDate, span);
    if (found !== null) yield found;
  }
  if (master === null) return;
  const event = new ICAL.Event(master, { exceptions, strictExceptions: false });
  if (!event.isRecurring()) {
    const found = occurrence(event, event.startDate, event.endDate, span);
    if (found !== null) yield found;
    return;
  }
  const iterator = event.iterator();
  // What was over before the stretch began, wherever its zone lies, needs no closer look.
  const beginMs = span.from.getTime() - Math.max(0, event.duration.toSeconds()) * 1000 - 2 * DAY_MS;
  let count = 0;
  for (let step = 0; ; step += 1) {
    const next = iterator.next();
    const isLast = step === MOST_STEPS || count === MOST_OF_ONE;
    if (!isLast && next && Date.UTC(next.year, next.month - 1, next.day, next.hour) < beginMs) continue;
    if (!next) return;
    const at = instantOfTime(next, zoneOf(event), span.timeZone);
    if (at >= span.to) return;
    if (isLast) return cut(at);
    // Sent on its own above, wherever it was moved to.
    if (next.toString() in event.exceptions || inUtc(next) in event.exceptions) continue;
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    const found = occurrence(item, startDate, endDate, span);
    if (found === null) continue;
    count += 1;
    yield found;
  }
}

const inUtc = (time: ICAL.Time): string => time.convertToZone(ICAL.Timezone.utcTimezone).toString();

/** @returns null when it was called off or lies outside */
function occurrence(event: ICAL.Event, start: ICAL.Time, end: ICAL.Time, span: Span): Occurrence | null {
  if (/^cancelled$/i.test(String(event.component.getFirstPropertyValue("status") ?? ""))) return null;
  const time = timeOf(event, start, end, span.timeZone);
  if (!isWithin(time, span)) return null;
  const id = `${event.uid ?? ""}/${start.toString()}`;
  return { id, title: words(event.summary), time, place: words(event.location) };
}

const words = (text: string | null): string => (text ?? "").replace(/\s+/g, " ").trim().slice(0, MOST_WORDS);

function timeOf(event: ICAL.Event, start: ICAL.Time, end: ICAL.Time, timeZone: string): EventTime {
  if (start.isDate) {
    const first = dayOf(start);
    // DTEND of whole days is the day after the last (section 3.6.1).
    const last = end.isDate ? dayBefore(end) : first;
    return { allDay: true, firstDay: first, lastDay: last < first ? first : last };
  }
  const from = instantOfTime(start, zoneOf(event), timeZone);
  const until = instantOfTime(end, zoneOf(event), timeZone);
  return { allDay: false, start: from, end: until < from ? from : until };
}

const two = (value: number): string => String(value).padStart(2, "0");
const dayOf = ({ year, month, day }: { year: number; month: number; day: number }): string =>
  `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
const dayBefore = ({ year, month, day }: ICAL.Time): string => dayOf(addDays({ year, month, day }, -1));

/**
 * A time of a zone that the file defines is read by that definition; one that it only names, by the name where it is an
 * IANA one; any other floats (section 3.3.5, form 1) and is the person's own.
 */
function instantOfTime(time: ICAL.Time, named: string, timeZone: string): Date {
  if (time.zone !== ICAL.Timezone.localTimezone) return time.toJSDate();
  const { year, month, day, hour, minute, second } = time;
  return instantOf({ year, month, day, hour, minute, second }, isZone(named) ? named : timeZone);
}

/** The zone that an event's beginning names; empty when none. */
function zoneOf(event: ICAL.Event): string {
  const named = event.component.getFirstProperty("dtstart")?.getParameter("tzid");
  return typeof named === "string" ? named : "";
}

function isZone(name: string): boolean {
  if (name === "") return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** Whether an event touches a stretch of time; one without a length touches it where it begins. */
export function isWithin(time: EventTime, { from, to, timeZone }: Span): boolean {
  const [begin, end] = spanOf(time, timeZone);
  return begin < to && (end > from || (end.getTime() === begin.getTime() && begin >= from));
}

/** From an instant until before another; a whole day begins at midnight of the zone. */
export function spanOf(time: EventTime, timeZone: string): [Date, Date] {
  if (!time.allDay) return [time.start, time.end];
  const midnight = (text: string, days: number): Date => {
    const [year = 0, month = 1, day = 1] = text.split("-").map(Number);
    return instantOf({ ...addDays({ year, month, day }, days), hour: 0, minute: 0, second: 0 }, timeZone);
  };
  return [midnight(time.firstDay, 0), midnight(time.lastDay, 1)];
}
