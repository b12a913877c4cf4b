/** A day of the Gregorian calendar, without a zone. */
export interface Day {
  year: number;
  /** 1 to 12. */
  month: number;
  /** 1 to 31. */
  day: number;
}

export interface LocalTime extends Day {
  hour: number;
  minute: number;
  second: number;
}

/** A day as people name it, before it is known which one is meant. */
export type DayRef =
  | { kind: "offset"; days: number }
  /** `weekday` 0 is Sunday. `week` counts weeks from Monday: 0 this one, 1 the next; null: the next such day after today, and `weeksMore` after that. */
  | { kind: "weekday"; weekday: number; week: number | null; weeksMore?: number }
  /** Without a month or year: the next such day, today included. `monthsAhead` 1 is next month, `yearsAhead` 1 next year. */
  | { kind: "date"; year?: number; yearsAhead?: number; month?: number; monthsAhead?: number; day: number }
  /** The same day of a later month, or its last one where it has no such day. */
  | { kind: "months"; count: number }
  /** The last day of this month (0), the next (1) … */
  | { kind: "month-end"; monthsAhead: number };

/** A time of day as people name it. */
export interface ClockRef {
  /** 0 to 24. */
  hour: number;
  minute: number;
  /** Which half of the day was named; null leaves 1 to 12 open. */
  half: "am" | "pm" | null;
}

export type When = { kind: "in"; ms: number } | { kind: "at"; day: DayRef | null; clock: ClockRef | null };

const DAY_MS = 86_400_000;
/** When only a day is named. */
const DEFAULT_CLOCK: ClockRef = { hour: 9, minute: 0, half: "am" };

/** Clocks that have been looked at; making one takes longer than a hundred looks at it. */
const clocks = new Map<string, Intl.DateTimeFormat>();
/** There are some six hundred names of zones. */
const MOST_CLOCKS = 64;

/** @throws RangeError for a zone that does not exist */
function clockIn(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  if (clocks.size >= MOST_CLOCKS) clocks.clear();
  clocks.set(timeZone, made);
  return made;
}

/** What a wall clock shows. @param timeZone IANA @throws RangeError for a zone that does not exist */
export function localTime(instant: Date, timeZone: string): LocalTime {
  const format = clockIn(timeZone);
  const parts = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return { year, month, day, hour, minute, second };
}

/** The instant a wall clock shows `local`; a time that a clock change skips becomes the same distance after it. */
export function instantOf(local: LocalTime, timeZone: string): Date {
  const wanted = Date.UTC(local.year, local.month - 1, local.day, local.hour, local.minute, local.second);
  const off = (guess: number): number => {
    const { year, month, day, hour, minute, second } = localTime(new Date(guess), timeZone);
    return wanted - Date.UTC(year, month - 1, day, hour, minute, second);
  };
  const near = wanted + off(wanted);
  const instant = near + off(near);
  // Where no clock shows it, one of the two lies before the change and one after.
  return new Date(instant < near && off(instant) !== 0 ? near : instant);
}

export function addDays({ year, month, day }: Day, count: number): Day {
  const date = new Date(Date.UTC(year, month - 1, day + count));
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** 0 is Sunday. */
export function weekdayOf({ year, month, day }: Day): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay();
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return (Date.UTC(to.year, to.month - 1, to.day) - Date.UTC(from.year, from.month - 1, from.day)) / DAY_MS;
}

/** @returns undefined for a date that does not exist */
export function resolveDay(ref: DayRef, today: Day): Day | undefined {
  if (ref.kind === "offset") return addDays(today, ref.days);
  if (ref.kind === "weekday") {
    const sinceMonday = (weekdayOf(today) + 6) % 7;
    if (ref.week !== null) return addDays(today, ref.week * 7 + ((ref.weekday + 6) % 7) - sinceMonday);
    return addDays(today, ((ref.weekday - weekdayOf(today) + 7) % 7 || 7) + 7 * (ref.weeksMore ?? 0));
  }
  if (ref.kind === "date" && ref.month !== undefined && !(ref.month >= 1 && ref.month <= 12)) return undefined;
  if (ref.kind === "months") return inMonth(today, ref.count, today.day);
  if (ref.kind === "month-end") return inMonth(today, ref.monthsAhead, 31);
  if (ref.yearsAhead !== undefined) {
    return existing({ year: today.year + ref.yearsAhead, month: ref.month ?? today.month, day: ref.day });
  }
  if (ref.year !== undefined) return existing({ year: ref.year, month: ref.month ?? today.month, day: ref.day });
  const first = today.year * 12 + (ref.month ?? today.month + (ref.monthsAhead ?? 0)) - 1;
  const isFixed = ref.monthsAhead !== undefined;
  const step = ref.month === undefined ? 1 : 12;
  for (let index = first; index <= first + 8 * step; index += step) {
    const day = existing({ year: Math.floor(index / 12), month: (index % 12) + 1, day: ref.day });
    if (day !== undefined && (isFixed || daysBetween(today, day) >= 0)) return day;
    if (isFixed) return undefined;
  }
  return undefined;
}

/** The day of a month ahead, or its last one where it has fewer. */
function inMonth({ year, month }: Day, ahead: number, day: number): Day {
  const index = year * 12 + month - 1 + ahead;
  const last = addDays({ year: Math.floor((index + 1) / 12), month: ((index + 1) % 12) + 1, day: 1 }, -1);
  return { ...last, day: Math.min(day, last.day) };
}

function existing(day: Day): Day | undefined {
  const same = addDays(day, 0);
  return same.month === day.month && same.day === day.day ? same : undefined;
}

/**
 * A clock of 1 to 12 whose half was not named is, today or with no day, the next of the two hours that is to come; on
 * another day 1 to 6 is the afternoon and 7 to 12 the day (of who is woken see `wakingAt`). A day without a clock is 9:00.
 * @returns the instant meant; undefined when it does not exist or is not after `now`
 */
export function resolveWhen(when: When, now: Date, timeZone: string): Date | undefined {
  if (when.kind === "in") return when.ms > 0 ? new Date(now.getTime() + when.ms) : undefined;
  const today = localTime(now, timeZone);
  const day = when.day === null ? today : resolveDay(when.day, today);
  if (day === undefined) return undefined;
  const clock = when.clock ?? DEFAULT_CLOCK;
  const candidates = hoursOf(clock, when.day !== null && daysBetween(today, day) > 0).map((hour) =>
    instantOf({ ...addDays(day, Math.floor(hour / 24)), hour: hour % 24, minute: clock.minute, second: 0 }, timeZone),
  );
  const ahead = candidates.find((instant) => instant > now);
  if (ahead !== undefined || when.day !== null) return ahead;
  return resolveWhen({ ...when, day: { kind: "offset", days: 1 } }, now, timeZone);
}

/** The hour of a clock on any day, 0 to 23: 1 to 6 is the afternoon, 7 to 12 the day, where no half was named. */
export const hourOf = (clock: ClockRef): number => (hoursOf(clock, true)[0] ?? 0) % 24;

/** The hours a clock may mean, likeliest first. On another day 1 to 6 is the afternoon, 7 to 12 the day. */
function hoursOf({ hour, half }: ClockRef, isOtherDay: boolean): number[] {
  if (half === "pm") return [hour < 12 ? hour + 12 : hour];
  if (half === "am") return [hour === 12 ? 0 : hour];
  if (hour === 0 || hour > 12) return [hour];
  if (!isOtherDay) return hour === 12 ? [12, 24] : [hour, hour + 12];
  return [hour < 7 ? hour + 12 : hour];
}

/** A clock that leaves nothing open. @param hour 0 to 23 */
export const exactly = (hour: number, minute: number): ClockRef => ({
  hour: hour % 12 === 0 ? 12 : hour % 12,
  minute,
  half: hour < 12 ? "am" : "pm",
});

/** Of the hours that a clock leaves open, the one nearest to where the thing was. */
export function nearest({ hour, minute, half }: ClockRef, before: number): { hour: number; minute: number } {
  if (half === "pm") return { hour: hour < 12 ? hour + 12 : hour, minute };
  if (half === "am") return { hour: hour === 12 ? 0 : hour, minute };
  if (hour === 0 || hour > 12) return { hour, minute };
  const [early, late] = [hour % 12, (hour % 12) + 12];
  return { hour: Math.abs(early - before) < Math.abs(late - before) ? early : late, minute };
}

/** Whether a wall clock may be called so. */
export function shows({ hour, minute }: LocalTime, clock: ClockRef): boolean {
  if (minute !== clock.minute) return false;
  if (clock.half === null && clock.hour <= 12) return hour % 12 === clock.hour % 12;
  return (
    hour ===
    (clock.half === "pm" && clock.hour < 12 ? clock.hour + 12 : clock.half === "am" ? clock.hour % 12 : clock.hour % 24)
  );
}
