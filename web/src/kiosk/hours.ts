/** Opening hours, and the sky of the hour. Times are minutes of the local day, 0 to 1439. Pure. */

export const DAY_MINUTES = 1_440;

/** The same on every day; `closes` before `opens` runs past midnight. */
export interface Hours {
  opens: number;
  closes: number;
}

/** Null: always open. Equal ends mean the whole day. */
export function isOpen(hours: Hours | null, minute: number): boolean {
  if (hours === null || hours.opens === hours.closes) return true;
  const { opens, closes } = hours;
  return opens < closes ? minute >= opens && minute < closes : minute >= opens || minute < closes;
}

/** `HH:MM`, as an `<input type=time>` has it. */
export const clockText = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** @returns undefined for anything but `HH:MM` */
export function minuteFrom(text: string): number | undefined {
  const found = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return found === null ? undefined : Number(found[1]) * 60 + Number(found[2]);
}

export type Sky = "dawn" | "day" | "dusk" | "night";

/** Minutes from the sun's rise or set to the next kind of sky. */
const DAWN_BEFORE = 45;
const DAWN_AFTER = 60;
const DUSK_BEFORE = 30;
const DUSK_AFTER = 75;
/** The length of the day swings by so much around twelve hours, on the latitudes of Japan and Korea (33 to 38° N). */
const SWING_MINUTES = 145;
/** Where zones follow the sun as theirs do, noon comes a little before twelve. */
const NOON_MINUTE = 708;
const SPRING_EQUINOX_DAY = 80;

function halfDay(dayOfYear: number): number {
  return (DAY_MINUTES / 2 + SWING_MINUTES * Math.sin((2 * Math.PI * (dayOfYear - SPRING_EQUINOX_DAY)) / 365)) / 2;
}

/** @param dayOfYear from 1 */
export function skyAt(minute: number, dayOfYear: number): Sky {
  const rises = NOON_MINUTE - halfDay(dayOfYear);
  const sets = NOON_MINUTE + halfDay(dayOfYear);
  if (minute < rises - DAWN_BEFORE || minute >= sets + DUSK_AFTER) return "night";
  if (minute < rises + DAWN_AFTER) return "dawn";
  return minute < sets - DUSK_BEFORE ? "day" : "dusk";
}

/** A room is dark from sunset to sunrise. */
export const isDark = (sky: Sky): boolean => sky === "dusk" || sky === "night";

export function dayOfYear(date: Date): number {
  const first = Date.UTC(date.getFullYear(), 0, 1);
  return Math.floor((Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) - first) / 86_400_000) + 1;
}

export const minuteOfDay = (date: Date): number => date.getHours() * 60 + date.getMinutes();
