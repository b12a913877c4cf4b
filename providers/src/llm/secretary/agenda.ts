/** The agenda: what is in it, and what is put in, moved and called off. Every date is worked out here. */
import type { Agenda, AgendaEvent, DeskItem, EventTime, Proposal } from "../port.ts";
import type { ListedEvent } from "./agenda-words.ts";
import {
  addDays,
  type ClockRef,
  type Day,
  exactly,
  instantOf,
  localTime,
  nearest,
  resolveDay,
  resolveWhen,
  shows,
  type When,
  weekdayOf,
} from "./calendar.ts";
import { IT, type Later, type WhichRing } from "./changing/intent.ts";
import { daysLater, hasRungNow, keptOf, moveSeries, putOff, ringOnceAt, ringsNow } from "./changing/perform.ts";
import type { AgendaSpan, Intent, WhichEvent } from "./intent.ts";
import { folded, friendly, holds, type Office, plain, type Reply, sorry } from "./office.ts";
import { nextRing, ringsBetween, settledUntil } from "./repeating/series.ts";
import { midnight } from "./when.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const HALF_DAY_MS = 12 * HOUR_MS;
const MOST_READ_OUT = 8;
/** How far ahead a title is looked for, and what is named by its time alone. */
const LOOK_AHEAD_DAYS = 120;
const NEAR_DAYS = 7;
/** Of one reminder that comes again, within what is looked at. */
const MOST_RINGS = 150;
/** What people call anything at a time: it need not be in the title. */
const ANYTHING =
  /^(?:会議|打ち?合わ?せ|ミーティング|約束|予約|アポ|用事|회의|미팅|모임|예약|meeting|appointment|call|event)$/i;

type AgendaIntent = Extract<Intent, { kind: "agenda" | "agenda-find" | "event-add" | "event-cancel" | "event-move" }>;

/** @returns undefined when the words name nothing of the agenda, and may mean something else */
export async function performAgenda(intent: AgendaIntent, office: Office): Promise<Reply | undefined> {
  switch (intent.kind) {
    case "agenda":
      return readOut(intent.span, office);
    case "agenda-find":
      return findNext(intent.text, office);
    case "event-add":
      return add(intent, office);
    case "event-cancel":
      return cancel(intent.which, office);
    case "event-move":
      return move(intent, office);
    default:
      return intent satisfies never;
  }
}

/** The first and the last day of a span. @returns undefined for a day that does not exist */
export function daysOf(span: AgendaSpan, today: Day): [Day, Day] | undefined {
  const monday = addDays(today, -((weekdayOf(today) + 6) % 7));
  switch (span.kind) {
    case "day": {
      const day = resolveDay(span.day, today);
      return day && [day, day];
    }
    case "week":
      return [addDays(monday, 7 * span.week), addDays(monday, 7 * span.week + 6)];
    case "weekend":
      return [addDays(monday, 7 * span.week + 5), addDays(monday, 7 * span.week + 6)];
    case "month": {
      const last = resolveDay({ kind: "month-end", monthsAhead: span.monthsAhead }, today);
      return last && [{ ...last, day: 1 }, last];
    }
    default:
      return span satisfies never;
  }
}

const PARTS = { morning: [0, 12], afternoon: [12, 18], evening: [17, 24] } as const;

async function readOut(span: AgendaSpan, office: Office): Promise<Reply> {
  const { request, words } = office;
  const { now, timeZone } = request;
  const today = localTime(now, timeZone);
  const range = daysOf(span, today);
  if (range === undefined) return sorry(words.noSuchDay);
  const [from, until] = [midnight(range[0], timeZone), midnight(addDays(range[1], 1), timeZone)];
  const found = await between(from, until, office);
  const isToday = span.kind === "day" && from <= now && now < until;
  const ahead = found.events.filter((event) => !isToday || endOf(event.time, timeZone) > now);
  const isRest = ahead.length < found.events.length;
  const events = span.kind === "day" && span.part !== null ? ahead.filter(inPart(span.part, timeZone)) : ahead;
  const listed = events.slice(0, MOST_READ_OUT).map((event) => listedOf(event, timeZone));
  const text =
    listed.length === 0
      ? words.agenda.noEvents(span, range, today, isRest)
      : words.agenda.events(span, range, today, listed, events.length, isRest);
  const unread = found.unread.map(({ name, since }) => words.agenda.unread(name, localTime(since, timeZone)));
  const cut = found.cut.map(({ name }) => words.agenda.cut(name));
  return plain([text, ...unread, ...cut].join(words.space));
}

function inPart(part: keyof typeof PARTS, timeZone: string): (event: AgendaEvent) => boolean {
  const [first, end] = PARTS[part];
  return ({ time }) => {
    if (time.allDay) return true;
    const { hour } = localTime(time.start, timeZone);
    return hour >= first && hour < end;
  };
}

interface FoundEvent extends AgendaEvent {
  reminder?: DeskItem;
  /** Of a reminder that comes again: not its next time but one after it. */
  isLater?: boolean;
}

/** Events and what rings, in order. */
async function between(
  from: Date,
  to: Date,
  { desk, request }: Office,
): Promise<Pick<Agenda, "unread" | "cut"> & { events: FoundEvent[] }> {
  const [agenda, reminders] = await Promise.all([
    desk.agenda(from, to, request.timeZone),
    desk.list(request.sessionId, "reminder"),
  ]);
  const rings = reminders.flatMap((reminder): FoundEvent[] => {
    const { id, text, dueAt, repeat } = reminder;
    if (dueAt === null) return [];
    const later =
      repeat === undefined ? [] : ringsBetween(repeat, laterOf(from, settledUntil(reminder)), to, MOST_RINGS);
    const next = dueAt < from || dueAt >= to ? [] : [dueAt];
    return [...next, ...later].map((at) => ({
      id,
      title: text,
      place: "",
      calendar: null,
      time: { allDay: false, start: at, end: at },
      reminder,
      isLater: at !== dueAt,
    }));
  });
  const begin = ({ time }: FoundEvent): number =>
    time.allDay ? midnight(dayFrom(time.firstDay), request.timeZone).getTime() - 1 : time.start.getTime();
  return { ...agenda, events: [...agenda.events, ...rings].sort((a, b) => begin(a) - begin(b)) };
}

const laterOf = (from: Date, settled: Date): Date => (from > settled ? from : new Date(settled.getTime() + 1));

async function findNext(text: string, office: Office): Promise<Reply | undefined> {
  const { request, words } = office;
  const { now, timeZone } = request;
  const { events } = await between(now, new Date(now.getTime() + LOOK_AHEAD_DAYS * DAY_MS), office);
  const wanted = folded(text);
  const found = events.find(({ time, title }) => {
    if (wanted !== "") return holds(title, text);
    return !time.allDay && time.start > now;
  });
  if (found === undefined) return wanted === "" ? plain(words.agenda.noNext) : undefined;
  return plain(words.agenda.next(listedOf(found, timeZone), localTime(now, timeZone)));
}

async function add(intent: Extract<Intent, { kind: "event-add" }>, office: Office): Promise<Reply> {
  const { request, desk, words } = office;
  const { when, until, lengthMs, text, place } = intent;
  const { now, timeZone } = request;
  const today = localTime(now, timeZone);
  if (when === null) return plain(words.agenda.askEventWhen);
  const time = timeOf(when, until, lengthMs, now, timeZone);
  if (time === undefined) return sorry(words.agenda.eventPast);
  const clashes = await clashesWith(time, office);
  const target = await desk.proposals?.target();
  if (target != null) {
    const event = { title: text, time, place };
    const listed = listedOf({ id: "", calendar: target.name, ...event }, timeZone);
    const asked = words.agenda.askAdd(listed, target.name, today);
    return propose({ kind: "add", calendar: target.name, calendarId: target.id, event }, asked, clashes, office);
  }
  await desk.add(request.sessionId, {
    kind: "event",
    text,
    language: request.language,
    dueAt: null,
    time,
    ...(place === "" ? {} : { place }),
  });
  const event = { id: "", title: text, time, place, calendar: null };
  const said = [words.agenda.added(listedOf(event, timeZone), today), ...clashes.map(words.agenda.clash)];
  return friendly(said.join(words.space));
}

/** The question is what a yes is said to: nothing else is said of what will be written. */
function propose(proposal: Proposal, question: string, clashes: readonly string[], office: Office): Reply {
  const { request, desk, words } = office;
  desk.proposals?.propose(request.sessionId, proposal, question);
  return plain([...clashes.map(words.agenda.clash), question].join(words.space));
}

/** Only the collection that was chosen is written to. @param account in which it is */
const writtenName = async (account: string, { desk }: Office): Promise<string> =>
  (await desk.proposals?.target())?.name ?? account;

/** When an event is that begins `when`; without a clock it takes the day. @returns undefined when that is over or no date */
export function timeOf(
  when: When,
  until: ClockRef | null,
  lengthMs: number | null,
  now: Date,
  timeZone: string,
): EventTime | undefined {
  const today = localTime(now, timeZone);
  if (when.kind === "at" && when.clock === null) {
    const day = when.day === null ? undefined : resolveDay(when.day, today);
    if (day === undefined || isoDay(day) < isoDay(today)) return undefined;
    return { allDay: true, firstDay: isoDay(day), lastDay: isoDay(day) };
  }
  const start = resolveWhen(when, now, timeZone);
  if (start === undefined || Number.isNaN(start.getTime())) return undefined;
  if (until !== null) {
    const end = resolveWhen({ kind: "at", day: null, clock: until }, start, timeZone);
    if (end !== undefined) return { allDay: false, start, end };
  }
  return { allDay: false, start, end: new Date(start.getTime() + (lengthMs ?? HOUR_MS)) };
}

async function clashesWith(time: EventTime, { desk, request }: Office, exceptId?: string): Promise<string[]> {
  if (time.allDay) return [];
  const { events } = await desk.agenda(time.start, time.end, request.timeZone);
  return events
    .filter((event) => !event.time.allDay && event.id !== exceptId)
    .map(({ title }) => title)
    .slice(0, 2);
}

async function cancel(which: WhichEvent, office: Office): Promise<Reply | undefined> {
  const { request, desk, words } = office;
  const chosen = await choose(which, office);
  if ("reply" in chosen) return chosen.reply;
  const { event } = chosen;
  if (which.nth === undefined && isPartOfWord(which.text, event.title)) {
    const listed = listedOf(event, request.timeZone);
    return plain(words.agenda.whichEvent([listed], localTime(request.now, request.timeZone)));
  }
  if (event.reminder?.repeat !== undefined) return leaveOut(event, event.reminder, office);
  if (!(await isMeantOf(event, which, office))) return undefined;
  if (event.calendar !== null) {
    const listed = listedOf(event, request.timeZone);
    const calendar = await writtenName(event.calendar, office);
    const asked = words.agenda.askRemove(listed, calendar, localTime(request.now, request.timeZone));
    return propose({ kind: "remove", calendar, event }, asked, [], office);
  }
  const wasThere = await desk.remove(request.sessionId, event.id);
  if (!wasThere) return sorry(words.agenda.noSuchEvent);
  if (event.title === "") return plain(words.removed("reminder", 1));
  const today = localTime(request.now, request.timeZone);
  return plain(words.agenda.cancelled(listedOf(event, request.timeZone), today));
}

/** Whether a name goes on with a kanji wherever the title has it: 会議 in 会議室の掃除. */
function isPartOfWord(name: string, title: string): boolean {
  if (!/[\p{sc=Han}\p{sc=Katakana}ー]$/u.test(name)) return false;
  const rests = folded(title).split(folded(name)).slice(1);
  return rests.length > 0 && rests.every((rest) => /^\p{sc=Han}/u.test(rest));
}

/** Whether a name alone is that of an event, and not of what rang just now or of a timer. */
async function isMeantOf({ title }: FoundEvent, which: WhichEvent, office: Office): Promise<boolean> {
  const { day, clock, text, isReminder, nth } = which;
  if (day !== null || text === "" || isReminder === true || nth !== undefined) return true;
  return isNoRing({ clock, text }, folded(title) === folded(text), office);
}

/** One time of what comes again is left out; the series goes on. */
async function leaveOut(event: FoundEvent, reminder: DeskItem, { request, desk, words }: Office): Promise<Reply> {
  const { now, timeZone, sessionId } = request;
  const next = reminder.repeat === undefined ? null : nextRing(reminder.repeat, settledUntil(reminder));
  const changed = next === null ? null : await desk.change(sessionId, event.id, { dueAt: next });
  if (next === null || changed === null) return sorry(words.agenda.noSuchEvent);
  const today = localTime(now, timeZone);
  return plain(words.agenda.leftOut(listedOf(event, timeZone), localTime(next, timeZone), today));
}

async function move(
  { which, to, scope, isPutOff }: Extract<Intent, { kind: "event-move" }>,
  office: Office,
): Promise<Reply | undefined> {
  const { request, desk, words } = office;
  const { now, timeZone, sessionId } = request;
  const chosen = await choose(which, office);
  if ("reply" in chosen) {
    const { reply } = chosen;
    const mayRing = reply === undefined || (await hasRungNow(ringOf(which), office));
    const none = which.text === "" ? words.none("reminder") : words.changing.noSuch(which.text);
    const noSuch = isOfAgenda(which, to, isPutOff) ? sorry(none) : undefined;
    return (mayRing ? await putOffRung(which, to, office) : undefined) ?? reply ?? noSuch;
  }
  const { event } = chosen;
  const { reminder } = event;
  // What rang just now is put off, not its next time, nor what lies far off and is called so too.
  if (isPutOff === true && scope !== "all" && which.day === null && (await isLaterThanRung(event, which, office))) {
    return putOffRung(which, to, office);
  }
  const always =
    reminder && (await moveSeries(reminder, to, scope ?? (isPutOff ? "next" : undefined), which.day !== null, office));
  if (always !== undefined) return always;
  const isLonger = to.isOfEnd === true && reminder === undefined;
  if (isLonger && event.calendar !== null) return sorry(words.agenda.keepsLength(event.title, event.calendar));
  const time = isLonger
    ? lengthenedTo(event.time, to, now, timeZone)
    : movedTo(event.time, to, now, timeZone, isPutOff);
  if (time === undefined && event.time.allDay && to.kind === "by") return plain(words.agenda.askEventWhen);
  const today = localTime(now, timeZone);
  if (time === undefined && isLonger && !event.time.allDay) {
    return sorry(words.agenda.endsAlready(event.title, localTime(event.time.end, timeZone), today));
  }
  if (time === undefined) return sorry(words.agenda.eventPast);
  const said =
    isLonger && !time.allDay
      ? words.agenda.lengthened(event.title, localTime(time.end, timeZone), today)
      : words.agenda.moved(listedOf({ ...event, time }, timeZone), today);
  if (reminder !== undefined && !time.allDay) {
    if (!(await ringOnceAt(reminder, time.start, office))) return sorry(words.agenda.noSuchEvent);
    return friendly([said, ...keptOf(reminder, office)].join(words.space));
  }
  const clashes = await clashesWith(time, office, event.id);
  if (event.calendar !== null) {
    const calendar = await writtenName(event.calendar, office);
    const asked = words.agenda.askMove(listedOf({ ...event, time }, timeZone), calendar, today);
    return propose({ kind: "move", calendar, event, time }, asked, clashes, office);
  }
  if ((await desk.change(sessionId, event.id, { time })) === null) return sorry(words.agenda.noSuchEvent);
  return friendly([said, ...clashes.map(words.agenda.clash)].join(words.space));
}

/** Whether the words can hardly be of anything else: volumes and temperatures are changed to a number too. */
const isOfAgenda = ({ isReminder }: WhichEvent, to: Later, isPutOff: boolean | undefined): boolean =>
  to.isOfEnd !== true && (isPutOff === true || isReminder === true || (to.kind === "at" && to.day !== null));

async function isLaterThanRung({ id, time, title }: FoundEvent, which: WhichEvent, office: Office): Promise<boolean> {
  const { now, timeZone } = office.request;
  const isExact = folded(title) === folded(which.text);
  if (isExact && (await ringsNow(ringOf(which), office)) !== "exactly") return false;
  const isFar = endOf(time, timeZone).getTime() > now.getTime() + NEAR_DAYS * DAY_MS;
  return hasRungNow(ringOf(which), office, isFar ? undefined : id);
}

/** What has rung is in the agenda no more. @returns undefined when nothing is called so, or it is named by its day */
async function putOffRung(which: WhichEvent, to: Later, office: Office): Promise<Reply | undefined> {
  const isNamed = which.day === null && (which.clock !== null || which.text !== "" || which.isReminder === true);
  return isNamed ? putOff(ringOf(which), to, office) : undefined;
}

const ringOf = ({ clock, text, isReminder }: WhichEvent): WhichRing => ({
  ...IT,
  kind: isReminder === true ? "reminder" : null,
  clock,
  text,
});

/**
 * As long as before; what is not named stays: the day when only a clock is, the clock when only a day is.
 * @returns undefined when that is over or no date, and for so much later where there is no hour
 */
export function movedTo(
  time: EventTime,
  to: Later,
  now: Date,
  timeZone: string,
  isPutOff = false,
): EventTime | undefined {
  if (to.kind === "in") return timeOf(to, null, lengthOf(time), now, timeZone);
  if (to.kind === "by") {
    if (time.allDay) return undefined;
    const [start, end] = [time.start, time.end].map((instant) => new Date(instant.getTime() + to.ms));
    return start && end && start > now ? { allDay: false, start, end } : undefined;
  }
  if (to.kind === "by-days") return daysMoved(time, to.days, now, timeZone);
  const today = localTime(now, timeZone);
  const before = time.allDay ? { ...dayFrom(time.firstDay), hour: 0, minute: 0 } : localTime(time.start, timeZone);
  const day = to.day === null ? before : resolveDay(to.day, today);
  if (day === undefined) return undefined;
  if (time.allDay && to.clock === null) {
    const days = (Date.parse(time.lastDay) - Date.parse(time.firstDay)) / DAY_MS;
    return { allDay: true, firstDay: isoDay(day), lastDay: isoDay(addDays(day, days)) };
  }
  const clock = to.clock === null ? { hour: before.hour, minute: before.minute } : nearest(to.clock, before.hour);
  // Where the nearest has passed, or is no later, an hour that was left open is the other one.
  const hours =
    to.clock?.half === null && clock.hour < 12 && to.clock.hour > 0 ? [clock.hour, clock.hour + 12] : [clock.hour];
  const starts = hours.map((hour) => {
    const { year, month, day: date } = addDays(day, Math.floor(hour / 24));
    return instantOf({ year, month, day: date, hour: hour % 24, minute: clock.minute, second: 0 }, timeZone);
  });
  const later = isPutOff && !time.allDay ? starts.find((instant) => instant > time.start) : undefined;
  const start = later ?? starts.find((instant) => instant > now);
  return start && { allDay: false, start, end: new Date(start.getTime() + lengthOf(time)) };
}

function daysMoved(time: EventTime, days: number, now: Date, timeZone: string): EventTime | undefined {
  if (time.allDay) {
    const [firstDay, lastDay] = [time.firstDay, time.lastDay].map((day) => isoDay(addDays(dayFrom(day), days)));
    const isOver = firstDay === undefined || firstDay < isoDay(localTime(now, timeZone));
    return isOver || lastDay === undefined ? undefined : { allDay: true, firstDay, lastDay };
  }
  const start = daysLater(time.start, days, timeZone);
  return start > now ? { allDay: false, start, end: new Date(start.getTime() + lengthOf(time)) } : undefined;
}

/**
 * Begins as before, and ends later.
 * @returns undefined where it would not, when that end is over, and for whole days
 */
export function lengthenedTo(time: EventTime, to: Later, now: Date, timeZone: string): EventTime | undefined {
  if (time.allDay) {
    if (to.kind !== "by-days") return undefined;
    return { ...time, lastDay: isoDay(addDays(dayFrom(time.lastDay), to.days)) };
  }
  const end = endAt(time.end, to, now, timeZone);
  return end !== undefined && end > time.end && end > now ? { ...time, end } : undefined;
}

function endAt(end: Date, to: Later, now: Date, timeZone: string): Date | undefined {
  if (to.kind === "by") return new Date(end.getTime() + to.ms);
  if (to.kind === "by-days") return daysLater(end, to.days, timeZone);
  if (to.kind === "in" || to.clock === null) return undefined;
  if (to.day === null) return clockNear(end, to.clock, timeZone);
  const { hour, minute } = nearest(to.clock, localTime(end, timeZone).hour);
  return resolveWhen({ ...to, clock: exactly(hour % 24, minute) }, now, timeZone);
}

/** A clock on the same day, or on the next where that is more than half a day before; of two halves the nearer. */
function clockNear(at: Date, { hour, minute, half }: ClockRef, timeZone: string): Date | undefined {
  const day = localTime(at, timeZone);
  const isOpen = half === null && hour > 0 && hour <= 12;
  const hours = isOpen
    ? [hour % 12, (hour % 12) + 12]
    : [half === null ? hour : (hour % 12) + (half === "pm" ? 12 : 0)];
  const onDay = (of: Day, clockHour: number): Date => {
    const { year, month, day: date } = addDays(of, Math.floor(clockHour / 24));
    return instantOf({ year, month, day: date, hour: clockHour % 24, minute, second: 0 }, timeZone);
  };
  const found = hours.map((clockHour) => {
    const same = onDay(day, clockHour);
    return at.getTime() - same.getTime() > HALF_DAY_MS ? onDay(addDays(day, 1), clockHour) : same;
  });
  const away = (instant: Date): number => Math.abs(instant.getTime() - at.getTime());
  return found.sort((a, b) => away(a) - away(b))[0];
}

const lengthOf = (time: EventTime): number => (time.allDay ? HOUR_MS : time.end.getTime() - time.start.getTime());

/** The one thing that is meant, or what is said instead. */
async function choose(
  which: WhichEvent,
  office: Office,
): Promise<{ event: FoundEvent } | { reply: Reply | undefined }> {
  const { request, words } = office;
  const { now, timeZone } = request;
  const today = localTime(now, timeZone);
  const matches = await candidates(which, office);
  const nth = which.nth === undefined ? undefined : matches.at(which.nth < 0 ? which.nth : which.nth - 1);
  const chosen = which.nth === undefined ? matches : nth === undefined ? [] : [nth];
  const [first] = chosen;
  if (first === undefined) {
    const isOnlyWords = which.day === null && which.clock === null;
    return { reply: isOnlyWords ? undefined : sorry(words.agenda.noSuchEvent) };
  }
  if (chosen.length > 1) {
    const listed = chosen.slice(0, MOST_READ_OUT).map((event) => listedOf(event, timeZone));
    return { reply: plain(words.agenda.whichEvent(listed, today)) };
  }
  if (first.isLater === true) return { reply: sorry(words.agenda.onlyNext(first.title)) };
  const { calendar, change } = first;
  if (calendar !== null && (change === undefined || office.desk.proposals === undefined)) {
    return { reply: sorry(words.agenda.readOnly(first.title, calendar)) };
  }
  if (calendar !== null && change !== undefined && "refused" in change) {
    return { reply: sorry(words.agenda.refused(change.refused, first.title, calendar)) };
  }
  return { event: first };
}

const isReminding = ({ reminder }: FoundEvent): boolean => reminder !== undefined;

/** Whether a name may be that of an event: where it is no less exact than that of what rang just now, or of a timer. */
export async function mayBeEvent({ kind, clock, text, repeat }: WhichRing, office: Office): Promise<boolean> {
  if (kind !== null || text === "" || repeat !== null) return false;
  const found = await candidates({ day: null, clock, text }, office);
  const events = found.filter((event) => !isReminding(event));
  const isExact = events.some(({ title }) => folded(title) === folded(text));
  return events.length > 0 && isNoRing({ clock, text }, isExact, office);
}

/** Whether neither a timer nor what rang just now is called so, or at least none as exactly. */
async function isNoRing(named: Pick<WhichRing, "clock" | "text">, isExact: boolean, office: Office): Promise<boolean> {
  const rings = await ringsNow({ ...IT, ...named }, office);
  return rings === undefined || (isExact && rings === "partly");
}

async function candidates(
  { day, clock, text, isReminder, isEvent }: WhichEvent,
  office: Office,
): Promise<FoundEvent[]> {
  const { now, timeZone } = office.request;
  const today = localTime(now, timeZone);
  const only = day === null ? null : resolveDay(day, today);
  if (only === undefined) return [];
  const from = midnight(only ?? today, timeZone);
  const wanted = folded(text);
  const isAnything = clock !== null && ANYTHING.test(text);
  const isAnyReminder = isReminder === true && clock === null && wanted === "";
  const isNear = (wanted === "" || isAnything) && !isAnyReminder;
  const days = only !== null ? 1 : isNear ? NEAR_DAYS : LOOK_AHEAD_DAYS;
  const to = midnight(addDays(only ?? today, days), timeZone);
  const { events } = await between(from, to, office);
  const onTime = events.filter(
    ({ time, reminder, isLater }) =>
      (isReminder !== true || reminder !== undefined) &&
      (isEvent !== true || reminder === undefined) &&
      (isLater !== true || day !== null) &&
      (clock === null || (!time.allDay && shows(localTime(time.start, timeZone), clock))),
  );
  const alike = onTime.filter(({ title }) => holds(title, text));
  // Where an event is called exactly so, a reminder that has the name in its words is not meant, nor the other way round.
  const exact = alike.filter(({ title }) => wanted !== "" && folded(title) === wanted);
  const named =
    exact.length === 0
      ? alike
      : alike.filter((event) => exact.some((other) => isReminding(other) === isReminding(event)));
  const fitting = named.length === 0 && isAnything ? onTime : named;
  // "The three o'clock" is the next one of its kind.
  if (day !== null || fitting.length === 0 || !isNear) return fitting;
  const ahead = fitting.filter(({ time }) => endOf(time, timeZone) > now);
  // An alarm at 5 may be of either half of the day.
  if (isReminder === true && clock?.half === null && clock.hour <= 12) return ahead;
  const dayOf = ({ time }: FoundEvent): string =>
    time.allDay ? time.firstDay : isoDay(localTime(time.start, timeZone));
  return ahead.filter((event) => dayOf(event) === dayOf(ahead[0] ?? event));
}

const endOf = (time: EventTime, timeZone: string): Date =>
  time.allDay
    ? midnight(addDays(dayFrom(time.lastDay), 1), timeZone)
    : new Date(Math.max(time.end.getTime(), time.start.getTime() + 1));

export function listedOf({ title, place, time, reminder }: FoundEvent, timeZone: string): ListedEvent {
  const named = { title, place, isReminder: reminder !== undefined };
  if (time.allDay) {
    return { ...named, start: null, end: null, firstDay: dayFrom(time.firstDay), lastDay: dayFrom(time.lastDay) };
  }
  const start = localTime(time.start, timeZone);
  const end = localTime(time.end, timeZone);
  const isPoint = time.end <= time.start;
  return { ...named, start, end: isPoint ? null : end, firstDay: start, lastDay: start };
}

const dayFrom = (text: string): Day => {
  const [year = 0, month = 1, day = 1] = text.split("-").map(Number);
  return { year, month, day };
};

export const isoDay = ({ year, month, day }: Day): string =>
  [String(year).padStart(4, "0"), String(month).padStart(2, "0"), String(day).padStart(2, "0")].join("-");
