/** Puts off what rang or is to ring, and changes how it comes again. */
import { parseRepeatRule } from "@hisho/protocol";
import type { DeskItem } from "../../port.ts";
import {
  addDays,
  type ClockRef,
  exactly,
  instantOf,
  type LocalTime,
  localTime,
  nearest,
  resolveWhen,
  shows,
} from "../calendar.ts";
import { listed } from "../listing.ts";
import { folded, friendly, holds, type Office, plain, type Reply, sorry } from "../office.ts";
import type { RepeatRef } from "../repeating/intent.ts";
import { comesAgain, isOpen, resolveRepeat } from "../repeating/resolve.ts";
import { nextRing, ownTimeOf, seriesFrom, settledUntil } from "../repeating/series.ts";
import { type ChangingIntent, isEarlier, type Later, type Scope, type WhichRing } from "./intent.ts";

/** What rang longer ago is not what "again" means. */
const RECENT_MS = 60 * 60_000;
/** What was set within this is what "it" means. */
const JUST_SET_MS = 5 * 60_000;

/** @returns undefined when the words name nothing that rings, and may mean something else */
export async function performChange(intent: ChangingIntent, office: Office): Promise<Reply | undefined> {
  switch (intent.kind) {
    case "reminder-put-off":
      return intent.to === null ? plain(office.words.askWhen) : putOff(intent.which, intent.to, office);
    case "reminder-change":
      return change(intent, office);
    case "move-everything":
      return plain(office.words.changing.oneAtATime);
    default:
      return intent satisfies never;
  }
}

interface Ringing {
  item: DeskItem;
  /** When it rang, or rings. */
  at: Date;
  /** Also where it is due, and was not heard to its end. */
  hasRung: boolean;
}

/** @returns undefined when something is named, and nothing is called so */
export async function putOff(which: WhichRing, to: Later, office: Office): Promise<Reply | undefined> {
  const { request, words } = office;
  const { now, timeZone } = request;
  const found = await ringing(which, isEarlier(to), office);
  if (which.nth === undefined && found.length > 1) return asked(found, office);
  const mayBeTimer = to.isOfEnd === true && which.nth === undefined && !isNamed(which);
  const one = pick(found, which.nth)[0] ?? (mayBeTimer ? await timerJustSet(office) : undefined);
  if (one === undefined)
    return isNamed(which) ? undefined : isEarlier(to) ? plain(words.changing.whichName) : nothingRang(office);
  const due = laterThan(one, to, now, timeZone);
  if (due === undefined || due <= now) return sorry(words.reminderPast);
  const { item, hasRung } = one;
  const hasGoneOn = hasRung && item.repeat !== undefined && item.dueAt !== null && item.dueAt > now;
  // A series that has gone on to its next time keeps that, and rings once more apart.
  if (hasGoneOn) await ringApart(item, due, office);
  else if (!(await ringOnceAt(item, due, office))) return sorry(words.changing.gone);
  const [rings, today] = [localTime(due, timeZone), localTime(now, timeZone)];
  const said =
    isEarlier(to) && item.kind === "reminder"
      ? words.reminderSet(rings, today, item.text)
      : words.changing.putOff(item, rings, today);
  return friendly([said, ...keptOf(item, office)].join(words.space));
}

function laterThan({ at, hasRung }: Ringing, to: Later, now: Date, timeZone: string): Date | undefined {
  if (to.kind === "by") return new Date((hasRung ? now : at).getTime() + to.ms);
  if (to.kind === "by-days") return daysLater(at, to.days, timeZone);
  if (to.kind === "in") return resolveWhen(to, now, timeZone);
  // An hour alone is the next one after it rings, or rang.
  if (to.clock !== null) return resolveWhen(to, hasRung || to.day !== null ? now : at, timeZone);
  // Another day alone: at the hour that it had.
  const { hour, minute } = localTime(at, timeZone);
  return resolveWhen({ ...to, clock: exactly(hour, minute) }, now, timeZone);
}

/** At the same hour. @param days negative for earlier */
export function daysLater(at: Date, days: number, timeZone: string): Date {
  const before = localTime(at, timeZone);
  return instantOf({ ...before, ...addDays(before, days) }, timeZone);
}

/** That its own times stay as they are. */
export function keptOf({ repeat, dueAt }: DeskItem, { words }: Office): string[] {
  const rule = parseRepeatRule(repeat?.rule ?? "");
  if (rule === undefined || repeat === undefined || dueAt === null) return [];
  const next = nextRing(repeat, dueAt) ?? dueAt;
  return [words.changing.stays(rule, localTime(next, repeat.timeZone))];
}

/**
 * Rings once at another time. What comes again goes on as before: where that lies behind a later time of its own, it
 * rings apart.
 * @returns whether it is still there
 */
export async function ringOnceAt(item: DeskItem, at: Date, office: Office): Promise<boolean> {
  const { desk, request } = office;
  const { repeat, id } = item;
  const own = ownTimeOf(item);
  const set = async (dueAt: Date, repeatAt?: Date): Promise<boolean> => {
    const leftMs = item.leftMs === undefined ? {} : { leftMs: null };
    return (await desk.change(request.sessionId, id, { dueAt, ...leftMs, ...(repeatAt && { repeatAt }) })) !== null;
  };
  if (repeat === undefined || own === undefined) return set(at);
  const next = nextRing(repeat, settledUntil(item));
  if (next === null || at <= next) return set(at, own);
  if (!(await set(next))) return false;
  await ringApart(item, at, office);
  return true;
}

async function ringApart({ kind, text, language }: DeskItem, dueAt: Date, { desk, request }: Office): Promise<void> {
  await desk.add(request.sessionId, { kind, text, language, dueAt });
}

const isNamed = ({ kind, text, clock, repeat }: WhichRing): boolean =>
  kind !== null || text !== "" || clock !== null || repeat !== null;

/**
 * What fits. What rang comes before what is to ring, unless that was set just before; of what rang without a name it is
 * the last alone.
 * @param isAhead only what is to ring
 */
async function ringing(which: WhichRing, isAhead: boolean, office: Office): Promise<Ringing[]> {
  const { now } = office.request;
  const waiting = await toRing(office);
  const rang = isAhead ? [] : await rung(waiting, office);
  const ahead = waiting.filter(({ at }) => at > now);
  if (!isNamed(which)) {
    if (which.nth !== undefined && rang.length === 0) return ahead.filter(({ item }) => item.kind === "reminder");
    const [last] = rang;
    return rang.filter(({ at }) => last !== undefined && minuteOf(at) === minuteOf(last.at));
  }
  const fits = fitting(which, office);
  const [named, others] = which.isJustSet === true ? [ahead, rang] : [rang, ahead];
  const first = named.filter(fits);
  return first.length > 0 ? first : others.filter(fits);
}

/** Of what rang within the hour, and of the timers that run: whether any is called so, or even exactly so. */
export async function ringsNow(which: WhichRing, office: Office): Promise<"exactly" | "partly" | undefined> {
  const waiting = await toRing(office);
  const timers = waiting.filter(({ item }) => item.kind === "timer");
  const fits = [...(await rung(waiting, office)), ...timers].filter(fitting(which, office));
  if (fits.some(({ item }) => folded(item.text) === folded(which.text))) return "exactly";
  return fits.length > 0 ? "partly" : undefined;
}

/** Whether what is named rang within the hour, and is `id` where that is given. */
export async function hasRungNow(which: WhichRing, office: Office, id?: string): Promise<boolean> {
  const rang = await rung(await toRing(office), office);
  return rang.filter(fitting(which, office)).some(({ item }) => id === undefined || item.id === id);
}

const minuteOf = (date: Date): number => Math.floor(date.getTime() / 60_000);

function fitting(which: WhichRing, { request }: Office): (ringing: Ringing) => boolean {
  const { kind, text, clock, repeat, isJustSet } = which;
  return ({ item, at }) =>
    (kind === null || item.kind === kind) &&
    (isJustSet ? folded(item.text) === folded(text) : holds(item.text, text)) &&
    (clock === null || shows(localTime(at, request.timeZone), clock)) &&
    (repeat === null || (item.repeat !== undefined && comesAgain(item.repeat, repeat)));
}

/** What rang within the hour, the last first. */
async function rung(waiting: readonly Ringing[], { desk, request }: Office): Promise<Ringing[]> {
  const { sessionId, now } = request;
  const since = new Date(now.getTime() - RECENT_MS);
  const rang = await desk.rung(sessionId, since);
  const once = rang.flatMap((item) => (item.rungAt === undefined ? [] : { item, at: item.rungAt, hasRung: true }));
  const series = waiting.flatMap(({ item, at: dueAt }) => {
    const at = dueAt <= now ? dueAt : item.lastRungAt;
    return at === undefined || (at < since && dueAt > now) ? [] : [{ item, at, hasRung: true }];
  });
  return [...once, ...series].sort((a, b) => b.at.getTime() - a.at.getTime());
}

async function toRing({ desk, request }: Office): Promise<Ringing[]> {
  const kinds = await Promise.all((["reminder", "timer"] as const).map((kind) => desk.list(request.sessionId, kind)));
  return kinds.flat().flatMap((item) => (item.dueAt === null ? [] : { item, at: item.dueAt, hasRung: false }));
}

/** @param nth from 1; -1 is the last */
const pick = <T>(found: readonly T[], nth: number | undefined): readonly T[] =>
  nth === undefined ? found : found.slice(nth < 0 ? nth : nth - 1).slice(0, 1);

function asked(found: readonly Ringing[], office: Office): Reply {
  const { words } = office;
  const kind = found.every(({ item }) => item.kind === "timer") ? "timer" : "reminder";
  const items = found.map(({ item }) => item);
  // One alone has no number.
  const asks = items.length > 1 ? words.changing.whichOne : words.changing.whichName;
  return plain(`${asks}${words.space}${listed(kind, items, office)}`);
}

async function nothingRang(office: Office): Promise<Reply> {
  const { now } = office.request;
  const waiting = await toRing(office);
  const reminders = waiting.filter(({ item }) => item.kind === "reminder");
  const timers = waiting.filter(({ item }) => item.kind === "timer");
  const [timer] = timers;
  if (timers.length === 1 && timer !== undefined) {
    const { item, at } = timer;
    return sorry(office.words.changing.nothingRang({ text: item.text, leftMs: at.getTime() - now.getTime() }));
  }
  return reminders.length < 2 ? sorry(office.words.changing.nothingRang(undefined)) : asked(reminders, office);
}

async function change(
  { which, repeat, clock }: Extract<ChangingIntent, { kind: "reminder-change" }>,
  office: Office,
): Promise<Reply | undefined> {
  if (which.kind === "timer") return undefined;
  const reminders = (await toRing(office)).filter(({ item }) => item.kind === "reminder");
  // An hour alone changes only what comes again already.
  const candidates = repeat === null ? reminders.filter(({ item }) => item.repeat !== undefined) : reminders;
  const isOneOfThem = isNamed({ ...which, kind: null });
  const justSet = isOneOfThem || which.nth !== undefined ? undefined : await justSetOf(candidates, office);
  if (justSet !== undefined) return changeSeries(justSet.item, repeat, clock, office);
  const found = isOneOfThem ? candidates.filter(fitting(which, office)) : seriesFirst(candidates);
  const [one] = pick(found, which.nth);
  if (one === undefined) return isOneOfThem ? undefined : sorry(office.words.none("reminder"));
  if (which.nth !== undefined || (isOneOfThem && found.length === 1))
    return changeSeries(one.item, repeat, clock, office);
  return asked(found, office);
}

/** "It" that is to be longer, while nothing has rung. */
async function timerJustSet(office: Office): Promise<Ringing | undefined> {
  const ahead = (await toRing(office)).filter(({ at }) => at > office.request.now);
  const newest = await justSetOf(ahead, office);
  return newest?.item.kind === "timer" ? newest : undefined;
}

/** "It": what was set just now, and nothing else since. */
async function justSetOf(candidates: readonly Ringing[], { desk, request }: Office): Promise<Ringing | undefined> {
  const { now, sessionId } = request;
  const setAt = ({ createdAt }: DeskItem): number => createdAt.getTime();
  const [newest] = candidates.toSorted((a, b) => setAt(b.item) - setAt(a.item));
  if (newest === undefined || now.getTime() - setAt(newest.item) > JUST_SET_MS) return undefined;
  const events = await desk.list(sessionId, "event");
  return events.some((event) => setAt(event) > setAt(newest.item)) ? undefined : newest;
}

/** What comes again, or whatever there is. */
function seriesFirst(candidates: readonly Ringing[]): readonly Ringing[] {
  const series = candidates.filter(({ item }) => item.repeat !== undefined);
  return series.length > 0 ? series : candidates;
}

/**
 * All times to come. Without a rule its own goes on, counted from the same day; without a clock it keeps its hour.
 * @param item a reminder
 */
export async function changeSeries(
  item: DeskItem,
  ref: RepeatRef | null,
  clock: ClockRef | null,
  office: Office,
): Promise<Reply> {
  const { desk, words, request } = office;
  const { now, sessionId } = request;
  const { repeat, dueAt } = item;
  const timeZone = clock === null ? (repeat?.timeZone ?? request.timeZone) : request.timeZone;
  const before = localTime(ownTimeOf(item) ?? dueAt ?? now, timeZone);
  const series =
    ref === null ? atAnotherHour(item, clock, before, now, timeZone) : by(ref, clock, before, now, timeZone);
  const rule = parseRepeatRule(series?.repeat.rule ?? "");
  if (series === undefined || rule === undefined) return sorry(words.cannotRepeat);
  if ((await desk.change(sessionId, item.id, series)) === null) return sorry(words.changing.gone);
  const first = localTime(series.dueAt, series.repeat.timeZone);
  return friendly(words.changing.changed(rule, first, localTime(now, series.repeat.timeZone), item.text));
}

type Series = ReturnType<typeof resolveRepeat>;

function by(ref: RepeatRef, clock: ClockRef | null, before: LocalTime, now: Date, timeZone: string): Series {
  const isClear = ref.part !== null || (clock !== null && clock.half !== null);
  const { hour, minute } = clock === null ? before : nearest(clock, before.hour);
  const at = isClear ? clock : exactly(hour % 24, minute);
  const { year, month, day } = before;
  return resolveRepeat(
    ref,
    { kind: "at", day: isOpen(ref) ? { kind: "date", year, month, day } : null, clock: at },
    now,
    timeZone,
  );
}

function atAnotherHour(
  { repeat }: DeskItem,
  clock: ClockRef | null,
  before: LocalTime,
  now: Date,
  timeZone: string,
): Series {
  const rule = parseRepeatRule(repeat?.rule ?? "");
  if (rule === undefined || clock === null) return undefined;
  const { hour, minute } = nearest(clock, before.hour);
  // From the day of its next time on, so that every other week stays the same weeks.
  const series = seriesFrom(rule, { hour: hour % 24, minute }, before, new Date(0), timeZone);
  const dueAt = series === undefined ? null : nextRing(series.repeat, now);
  return series === undefined || dueAt === null ? undefined : { repeat: series.repeat, dueAt };
}

/**
 * Another time for what comes again, which may be meant once or from now on.
 * @param isOfOneDay the words name one time of it
 * @returns undefined where it is meant once
 */
export async function moveSeries(
  item: DeskItem,
  to: Later,
  scope: Scope | undefined,
  isOfOneDay: boolean,
  office: Office,
): Promise<Reply | undefined> {
  const { words, request } = office;
  const rule = parseRepeatRule(item.repeat?.rule ?? "");
  if (rule === undefined || item.dueAt === null || scope === "next" || to.kind !== "at") return undefined;
  const weekday = to.day?.kind === "weekday" && to.day.week === null ? to.day.weekday : undefined;
  if (scope === undefined) {
    if (isOfOneDay || (to.day !== null && weekday === undefined)) return undefined;
    const [next, today] = [item.dueAt, request.now].map((date) => localTime(date, request.timeZone));
    return next && today && plain(words.changing.askScope(rule, next, today, item.text));
  }
  if (to.day === null) return changeSeries(item, null, to.clock, office);
  if (weekday === undefined) return sorry(words.cannotRepeat);
  const interval = rule.every === "week" ? rule.interval : 1;
  return changeSeries(item, { every: { unit: "week", weekdays: [weekday] }, interval, part: null }, to.clock, office);
}
