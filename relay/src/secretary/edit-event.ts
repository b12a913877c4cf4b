/**
 * An event as its calendar keeps it (RFC 5545): a new one, and changes that leave every other line as it is, byte by byte.
 * Untrusted text: what is not surely understood is not changed.
 */
import { addDays, instantOf, localTime } from "@hisho/providers/llm/secretary/calendar.ts";
import ICAL from "ical.js";
import { digestOf } from "./digest.ts";
import type { CalendarObject, EventChange, NewEvent } from "./port.ts";

/** Why an object is not changed from here. */
export type Obstacle = "repeats" | "invitation" | "read-only";

const PRODID = "-//Hisho//Hisho//EN";
const EOL = "\r\n";
/** Octets of a line (section 3.1), less the space that a folded one begins with. */
ICAL.foldLength = 74;

/** Whether two texts say the same, whatever ends their lines on the way. */
export const isSameText = (a: string, b: string): boolean => withoutEnds(a) === withoutEnds(b);
const withoutEnds = (text: string): string => text.replace(/\r\n?/g, "\n").trim();

/** Names a state of an object: its server may keep it in words of its own, and names it the same. */
export const versionOf = ({ etag, text }: Pick<CalendarObject, "etag" | "text">): string =>
  digestOf(strong(etag) ?? withoutEnds(text));

/** Weak ones never match (RFC 9110, section 8.8.3.2). */
export const strong = (etag: string | null): string | null => (etag?.startsWith('"') === true ? etag : null);

/**
 * What forbids a change: it comes again, somebody is invited to it, whom its server would write to (RFC 6638), or it is not
 * exactly one event.
 * @param events all of an object
 */
export function obstacleOf(events: readonly ICAL.Component[]): Obstacle | null {
  const has = (...names: string[]): boolean => events.some((event) => names.some((name) => event.hasProperty(name)));
  if (has("rrule", "rdate", "recurrence-id")) return "repeats";
  if (has("attendee")) return "invitation";
  return events.length === 1 ? null : "read-only";
}

export function obstacleIn(text: string): Obstacle | null {
  const root = rootOf(text);
  return root === undefined ? "read-only" : obstacleOf(root.getAllSubcomponents("vevent"));
}

export const uidIn = (text: string): string | undefined =>
  rootOf(text)?.getFirstSubcomponent("vevent")?.getFirstPropertyValue("uid")?.toString();

/** The object of a new event; its times are UTC. */
export function newObject(
  uid: string,
  { title, place, time }: Pick<NewEvent, "title" | "place" | "time">,
  now: Date,
): string {
  const utc = { kind: "utc" } as const;
  const stamp = ICAL.Time.fromJSDate(now, true);
  const [first, end] = time.allDay ? [time.firstDay, dayAfter(time.lastDay)] : [time.start, time.end];
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:${PRODID}`,
    "BEGIN:VEVENT",
    line("uid", null, uid),
    line("dtstamp", null, stamp),
    line("created", null, stamp),
    line("last-modified", null, stamp),
    timeLine("dtstart", null, first, utc),
    timeLine("dtend", null, end, utc),
    line("summary", null, title),
    ...(place === "" ? [] : [line("location", null, place)]),
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return lines.map((each) => withEnd(each, EOL)).join("");
}

/** @returns undefined where it cannot be changed without a doubt about what else it says */
export function changedObject(text: string, change: EventChange, now: Date): string | undefined {
  const event = rootOf(text)?.getFirstSubcomponent("vevent");
  if (event == null || obstacleIn(text) !== null) return undefined;
  const stamp = ICAL.Time.fromJSDate(now, true);
  const sequence = Number(event.getFirstPropertyValue("sequence") ?? 0);
  const lines: Lines = {
    ...(change.title === undefined ? {} : { summary: (old) => line("summary", old, change.title ?? "") }),
    ...(change.place === undefined
      ? {}
      : { location: (old) => (change.place === "" ? null : line("location", old, change.place ?? "")) }),
    ...(change.time === undefined ? {} : timeLines(event, change.time, change.timeZone)),
    sequence: (old) => line("sequence", old, Number.isSafeInteger(sequence) ? sequence + 1 : 1),
    "last-modified": (old) => line("last-modified", old, stamp),
    dtstamp: (old) => line("dtstamp", old, stamp),
  };
  const changed = withLines(text, lines);
  return changed !== undefined && isSameBut(text, changed, Object.keys(lines)) ? changed : undefined;
}

function rootOf(text: string): ICAL.Component | undefined {
  try {
    const root = new ICAL.Component(ICAL.parse(text.replace(/^\uFEFF/, "")));
    return root.name === "vcalendar" ? root : undefined;
  } catch {
    return undefined;
  }
}

/** By lower-case name: the content line that takes the place of `old`, unfolded; null: none does. */
type Lines = Readonly<Record<string, (old: string | null) => string | null>>;

/** A content line with the parameters of `old`, unfolded, without its end. */
function line(name: string, old: string | null, value: string | number | ICAL.Time): string {
  const property = old === null ? new ICAL.Property(name) : ICAL.Property.fromString(old);
  property.setValue(value);
  return property.toICALString();
}

/** How a time is written: in UTC, by a zone that the object defines, or without any, by the clocks of an IANA zone. */
type Clocks =
  | { kind: "utc" }
  | { kind: "zone"; name: string; zone: ICAL.Timezone }
  | { kind: "floating"; timeZone: string };

/** @param when an instant, or a day YYYY-MM-DD */
function timeLine(name: string, old: string | null, when: Date | string, clocks: Clocks): string {
  const property = old === null ? new ICAL.Property(name) : ICAL.Property.fromString(old);
  property.removeParameter("tzid");
  if (typeof when === "string") {
    property.resetType("date");
    property.setValue(ICAL.Time.fromDateString(when));
    return property.toICALString();
  }
  const utc = ICAL.Time.fromJSDate(new Date(Math.floor(when.getTime() / 1000) * 1000), true);
  const shown =
    clocks.kind === "utc"
      ? undefined
      : clocks.kind === "zone"
        ? inZone(utc, clocks.zone)
        : floating(utc, clocks.timeZone);
  if (shown !== undefined && clocks.kind === "zone") property.setParameter("tzid", clocks.name);
  property.resetType("date-time");
  property.setValue(shown ?? utc);
  return property.toICALString();
}

/** @returns undefined for what would not be read as the same instant: around a change of the clocks */
function inZone(utc: ICAL.Time, zone: ICAL.Timezone): ICAL.Time | undefined {
  const shown = utc.convertToZone(zone);
  return shown.toJSDate().getTime() === utc.toJSDate().getTime() ? shown : undefined;
}

function floating(utc: ICAL.Time, timeZone: string): ICAL.Time | undefined {
  const local = localTime(utc.toJSDate(), timeZone);
  const isSame = instantOf(local, timeZone).getTime() === utc.toJSDate().getTime();
  return isSame ? new ICAL.Time({ ...local, isDate: false }, ICAL.Timezone.localTimezone) : undefined;
}

/** By the clocks that the event had; its length stays as it was written where it is the same. */
function timeLines(event: ICAL.Component, time: NewEvent["time"], timeZone: string): Lines {
  const [first, end] = time.allDay ? [time.firstDay, dayAfter(time.lastDay)] : [time.start, time.end];
  const duration = event.getFirstPropertyValue("duration");
  const length = time.allDay ? daysFrom(time.firstDay, dayAfter(time.lastDay)) * 86_400 : lengthOf(time);
  const keepsLength =
    duration instanceof ICAL.Duration &&
    duration.toSeconds() === length &&
    (event.getFirstProperty("dtstart")?.type === "date") === time.allDay;
  const start = clocksOf(event, "dtstart", timeZone) ?? { kind: "utc" };
  return {
    dtstart: (old) => timeLine("dtstart", old, first, start),
    ...(keepsLength
      ? {}
      : {
          dtend: (old) => timeLine("dtend", old, end, clocksOf(event, "dtend", timeZone) ?? start),
          duration: () => null,
        }),
  };
}

const lengthOf = ({ start, end }: { start: Date; end: Date }): number =>
  Math.floor(end.getTime() / 1000) - Math.floor(start.getTime() / 1000);

/** @returns undefined where the event has no such time, or whole days */
function clocksOf(event: ICAL.Component, name: string, timeZone: string): Clocks | undefined {
  const property = event.getFirstProperty(name);
  const value = property?.getFirstValue();
  if (property == null || !(value instanceof ICAL.Time) || value.isDate) return undefined;
  const named = property.getParameter("tzid");
  if (typeof named !== "string") {
    return value.zone === ICAL.Timezone.utcTimezone ? { kind: "utc" } : { kind: "floating", timeZone };
  }
  const defined = event.parent
    ?.getAllSubcomponents("vtimezone")
    .find((zone) => zone.getFirstPropertyValue("tzid") === named);
  return defined === undefined
    ? { kind: "utc" }
    : { kind: "zone", name: named, zone: new ICAL.Timezone({ component: defined, tzid: named }) };
}

const dayOf = (text: string) => {
  const [year = 0, month = 1, day = 1] = text.split("-").map(Number);
  return { year, month, day };
};
const dayAfter = (text: string): string => {
  const { year, month, day } = addDays(dayOf(text), 1);
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10);
};
const daysFrom = (first: string, end: string): number => (Date.parse(end) - Date.parse(first)) / 86_400_000;

/** The text with these lines of its one event. @returns undefined where it is not laid out as it should be */
function withLines(text: string, lines: Lines): string | undefined {
  const written: string[] = [];
  const inside: string[] = [];
  const left = new Map(Object.entries(lines));
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const isEvent = (): boolean => inside.length === 2 && inside[1] === "VEVENT";
  /** Properties come before what lies inside an event (section 3.6.1). */
  const rest = (): void => {
    for (const make of left.values()) {
      const made = make(null);
      if (made !== null) written.push(withEnd(made, eol));
    }
    left.clear();
  };
  // A content line with its folds and its end.
  for (const [whole] of text.matchAll(/[^\n]*(?:\n[ \t][^\n]*)*(?:\n|$)/g)) {
    if (whole === "") continue;
    const unfolded = whole.replace(/\r?\n[ \t]/g, "").replace(/\r?\n$/, "");
    const [, mark = "", component = ""] = /^\uFEFF?(BEGIN|END):([A-Z0-9-]+)\s*$/i.exec(unfolded) ?? [];
    const kind = mark.toUpperCase();
    if (kind !== "" && isEvent()) rest();
    if (kind === "BEGIN") inside.push(component.toUpperCase());
    if (kind === "END" && inside.pop() !== component.toUpperCase()) return undefined;
    const name = /^([A-Z0-9-]+)[;:]/i.exec(unfolded)?.[1]?.toLowerCase() ?? "";
    const make = kind === "" && isEvent() ? left.get(name) : undefined;
    if (make === undefined) {
      written.push(whole);
      continue;
    }
    left.delete(name);
    const made = make(unfolded);
    if (made !== null) written.push(withEnd(made, eol));
  }
  return inside.length === 0 && left.size === 0 ? written.join("") : undefined;
}

const withEnd = (line: string, eol: string): string => `${ICAL.helpers.foldline(line).replaceAll("\r\n", eol)}${eol}`;

/** Whether both say the same but for these properties of their one event. */
function isSameBut(before: string, after: string, names: readonly string[]): boolean {
  const restOf = (text: string): string | undefined => {
    const root = rootOf(text);
    const event = root?.getFirstSubcomponent("vevent");
    if (root === undefined || event == null) return undefined;
    for (const name of names) event.removeProperty(name);
    return JSON.stringify(root.toJSON());
  };
  const rest = restOf(before);
  return rest !== undefined && rest === restOf(after);
}
