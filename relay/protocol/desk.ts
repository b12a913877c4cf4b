/** The agenda's page: what `/api/v1/agenda`, `/api/v1/desk` and `/api/v1/calendars` ask and answer. */
import * as v from "valibot";
import { parseRepeatRule } from "./repeat.ts";

/** ISO 8601 with an offset, an instant of the years 1 to 9999; 31 February is none. */
const time = v.pipe(
  v.string(),
  v.check(isInstant, "expected an instant of ISO 8601 with its offset, such as 2026-11-21T06:00:00Z"),
);
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, "expected a day, YYYY-MM-DD"));
const words = v.pipe(v.string(), v.maxLength(1_000));

/** From an instant until another, or whole days, the last included. */
const eventTime = v.union([v.object({ start: time, end: time }), v.object({ first_day: day, last_day: day })]);
export type WireTime = v.InferOutput<typeof eventTime>;

const agendaEvent = v.object({
  id: v.string(),
  title: v.string(),
  place: v.string(),
  time: eventTime,
  /** The calendar's name; null for the person's own. */
  calendar: v.nullable(v.string()),
  /** The calendar's id; null for the person's own. Absent, as what follows, from relays that do not know it. */
  calendar_id: v.optional(v.nullable(v.string())),
  /** Where it is changed: at `/desk/{id}`, at `/calendars/{calendar_id}/events/{id}`, or nowhere from here. */
  change: v.optional(v.nullable(v.picklist(["own", "calendar"]))),
  /** Why it cannot be changed although its account is written to. */
  why: v.optional(v.nullable(v.picklist(["repeats", "invitation", "read-only"]))),
  /** Names the state that was read, of what is changed in its calendar. Opaque. */
  etag: v.optional(v.nullable(v.string())),
});
export type WireEvent = v.InferOutput<typeof agendaEvent>;

const agenda = v.object({
  events: v.array(agendaEvent),
  unread: v.array(v.object({ name: v.string(), since: time })),
  /** Calendars that hold more than is shown: some is missing from that time on. Absent from relays that do not tell. */
  cut: v.optional(v.array(v.object({ name: v.string(), from: time })), []),
  /** When what comes again rings in these days, by the thing's id; absent from relays that do not know it. */
  rings: v.optional(v.array(v.object({ item: v.string(), at: time })), []),
});
export type WireAgenda = v.InferOutput<typeof agenda>;

const kind = v.picklist(["timer", "reminder", "note", "entry", "event"]);
/** How a reminder comes again, by the clocks of a zone. */
const repeat = v.object({
  rule: v.pipe(
    v.string(),
    v.check(
      (text) => parseRepeatRule(text) !== undefined,
      "expected a rule such as FREQ=DAILY, FREQ=WEEKLY;BYDAY=MO,TH, FREQ=MONTHLY;BYMONTHDAY=15 or FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=3, with an INTERVAL of 1 to 99 at most",
    ),
  ),
  time_zone: v.pipe(v.string(), v.maxLength(64)),
});
export type WireRepeat = v.InferOutput<typeof repeat>;

const item = v.object({
  id: v.string(),
  kind,
  text: v.string(),
  language: v.string(),
  created_at: time,
  due_at: v.nullable(time),
  list: v.nullable(v.string()),
  time: v.nullable(eventTime),
  place: v.nullable(v.string()),
  left_ms: v.nullable(v.number()),
  done_at: v.nullable(time),
  rung_at: v.nullable(time),
  /** Absent from relays that do not know it. */
  repeat: v.optional(v.nullable(repeat), null),
});
export type WireItem = v.InferOutput<typeof item>;

const language = v.pipe(v.string(), v.regex(/^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*$/, "expected a BCP 47 tag"));
const named = v.pipe(words, v.trim(), v.minLength(1));

/** What is to be kept. */
export const NEW_ITEM = v.object({
  kind,
  text: words,
  language: v.optional(language, "und"),
  due_at: v.optional(v.nullable(time), null),
  list: v.optional(named),
  time: v.optional(eventTime),
  place: v.optional(words),
  /** Of a reminder, which then rings first at the rule's first time from `due_at` on. */
  repeat: v.optional(repeat),
});
export type NewWireItem = v.InferInput<typeof NEW_ITEM>;

/** What is absent stays. `paused` is for timers. */
export const ITEM_CHANGE = v.object({
  text: v.optional(words),
  due_at: v.optional(time),
  list: v.optional(named),
  time: v.optional(eventTime),
  place: v.optional(words),
  done: v.optional(v.boolean()),
  /** Null: only once more. Without it `due_at` and `done` are of the next time alone. */
  repeat: v.optional(v.nullable(repeat)),
  /** What rang at this time was answered: nothing is changed of a later time. */
  of: v.optional(time),
  paused: v.optional(v.boolean()),
});
export type WireItemChange = v.InferInput<typeof ITEM_CHANGE>;

/** Words to be understood before they are kept. */
export const WORDS_TO_UNDERSTAND = v.object({
  text: v.pipe(words, v.trim(), v.minLength(1)),
  language,
  time_zone: v.string(),
});

const drafts = v.object({ drafts: v.array(NEW_ITEM) });
export type Draft = v.InferOutput<typeof NEW_ITEM>;

/** One of the calendars of an account. */
const collection = v.object({ id: v.string(), name: v.string(), writable: v.boolean() });
export type WireCollection = v.InferOutput<typeof collection>;

const calendar = v.object({
  id: v.string(),
  name: v.string(),
  kind: v.picklist(["file", "url", "caldav"]),
  url: v.nullable(v.string()),
  username: v.nullable(v.string()),
  read_at: v.nullable(time),
  failing_since: v.nullable(time),
  failure: v.nullable(v.string()),
  /** Of an account, as it was read last; absent, as `writes_to`, from relays that do not know it. */
  collections: v.optional(v.array(collection), []),
  /** The `id` of the collection that new events go to; null: it is only read. */
  writes_to: v.optional(v.nullable(v.string()), null),
});
export type WireCalendar = v.InferOutput<typeof calendar>;

/** What is to be read: an address, an account, or a file's text. */
export const NEW_CALENDAR = v.variant("kind", [
  v.object({ kind: v.literal("file"), name: named, text: v.string() }),
  v.object({
    kind: v.picklist(["url", "caldav"]),
    name: named,
    url: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(2_000)),
    username: v.optional(words),
    password: v.optional(words),
  }),
]);
export type NewWireCalendar = v.InferInput<typeof NEW_CALENDAR>;

/** What is absent stays. */
export const CALENDAR_CHANGE = v.object({
  name: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200))),
  /** Null: it is only read. */
  writes_to: v.optional(v.nullable(v.string())),
});
export type WireCalendarChange = v.InferInput<typeof CALENDAR_CHANGE>;

/** Of what another program shows in one line: no line break, no NUL, no half of a pair. */
const line = v.pipe(
  words,
  v.trim(),
  v.check((text) => !/[\p{Cc}\p{Surrogate}\u2028\u2029]/u.test(text), "expected one line without control characters"),
);
const title = v.pipe(line, v.minLength(1));

/** An event for a calendar that is written to. `time_zone` is IANA: that of the days and of times that name none. */
export const NEW_EVENT = v.object({
  title,
  time: eventTime,
  place: v.optional(line),
  time_zone: v.string(),
  /** Of whoever asks: the same one asked for again is written once. */
  uid: v.optional(v.pipe(v.string(), v.uuid("expected a UUID"), v.toLowerCase())),
});
export type NewWireEvent = v.InferInput<typeof NEW_EVENT>;

/** What is absent stays. */
export const EVENT_CHANGE = v.object({
  title: v.optional(title),
  time: v.optional(eventTime),
  place: v.optional(line),
  time_zone: v.string(),
  /** Of the state that is to be changed: any other is refused as `changed`. */
  etag: v.optional(v.string()),
});
export type WireEventChange = v.InferInput<typeof EVENT_CHANGE>;

/** Why an event of a calendar was not written. */
export const WRITE_REFUSALS = [
  /** Somebody changed it meanwhile: the problem's `event` is as it is now. */
  "changed",
  "gone",
  "read-only",
  "repeats",
  "invitation",
  /** The name or the password is wrong, or the server does not take it. */
  "refused",
  /** Nothing was written. */
  "unreachable",
  /** No answer came, and whether it was written cannot be told. */
  "unknown",
] as const;
export type WriteRefusal = (typeof WRITE_REFUSALS)[number];

function isInstant(text: string): boolean {
  const [day] = text.split(/[T ]/);
  const year = new Date(text).getUTCFullYear();
  return (
    v.safeParse(v.pipe(v.string(), v.isoTimestamp()), text).success &&
    day !== undefined &&
    new Date(`${day}T00:00Z`).toJSON()?.startsWith(day) === true &&
    year >= 1 &&
    year <= 9_999
  );
}

const parsed = <Schema extends v.GenericSchema>(schema: Schema, value: unknown): v.InferOutput<Schema> | undefined => {
  const result = v.safeParse(schema, value);
  return result.success ? result.output : undefined;
};

/** Each `undefined` when `value` is no such answer. */
export const parseAgenda = (value: unknown): WireAgenda | undefined => parsed(agenda, value);
export const parseItems = (value: unknown): readonly WireItem[] | undefined =>
  parsed(v.object({ items: v.array(item) }), value)?.items;
export const parseDrafts = (value: unknown): readonly Draft[] | undefined => parsed(drafts, value)?.drafts;
export const parseCalendars = (value: unknown): readonly WireCalendar[] | undefined =>
  parsed(v.object({ calendars: v.array(calendar) }), value)?.calendars;
export const parseEvent = (value: unknown): WireEvent | undefined =>
  parsed(v.object({ event: agendaEvent }), value)?.event;
