/** A time in a person's own words, in any of the three languages, or as a program writes it. */
import * as chrono from "chrono-node/en";
import { primaryTag } from "../../config/language.ts";
import { type ClockRef, instantOf, type LocalTime, localTime, type When } from "./calendar.ts";
import * as enTime from "./en-time.ts";
import { tidy } from "./intent.ts";
import * as jaTime from "./ja-time.ts";
import * as koTime from "./ko-time.ts";

/** Nobody names a time in more. */
const LONGEST = 120;

const noSpaces = (text: string): string => text.replace(/(?<=[^\x20-\x7e]) | (?=[^\x20-\x7e])/g, "");
const READERS: Readonly<Record<string, (text: string) => When | undefined>> = {
  ja: (text) => jaTime.whenOf(noSpaces(text)),
  en: (text) => enTime.whenOf(text) ?? enTime.whenOf(`at ${text}`),
  ko: koTime.whenOf,
};

/**
 * Reads by the language's own rules first, then by the others', then what only chrono-node knows of English.
 * @param timeZone IANA, of the person
 * @returns undefined when it is no time
 */
export function readWhen(words: string, language: string, now: Date, timeZone: string): When | undefined {
  const text = tidy(words);
  if (text === "" || text.length > LONGEST) return undefined;
  const written = isoWhen(text);
  if (written !== undefined) return written;
  const first = READERS[primaryTag(language)];
  for (const read of [first, ...Object.values(READERS)]) {
    const when = read?.(text.toLowerCase());
    if (when !== undefined) return when;
  }
  return /[a-z]{3}/i.test(text) ? byChrono(text, now, timeZone) : undefined;
}

/** ISO 8601 without a zone, `2026-11-27T15:00` or `2026-11-27`: the person's own clock. */
function isoWhen(text: string): When | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::\d{2})?)?$/i.exec(text);
  if (match === null) return undefined;
  const [year, month, day, hour, minute] = match
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part)));
  const date = { kind: "date", year: year ?? 0, month: month ?? 1, day: day ?? 1 } as const;
  return { kind: "at", day: date, clock: hour === undefined ? null : exact(hour, minute ?? 0) };
}

/** An hour of 0 to 23 that leaves nothing open. */
function exact(hour: number, minute: number): ClockRef | null {
  if (hour > 23 || minute > 59) return null;
  return { hour: hour % 12 === 0 ? 12 : hour % 12, minute, half: hour < 12 ? "am" : "pm" };
}

function byChrono(text: string, now: Date, timeZone: string): When | undefined {
  const local = localTime(now, timeZone);
  const offsetMinutes = Math.round((utcOf(local) - now.getTime()) / 60_000);
  const [found] = chrono.casual.parse(text, { instant: now, timezone: offsetMinutes }, { forwardDate: true });
  // Words that it leaves over may say something else entirely.
  if (found === undefined || found.text.length < text.length / 2 || found.end !== null) return undefined;
  const { start } = found;
  const [year, month, day, hour] = (["year", "month", "day", "hour"] as const).map((part) => start.get(part) ?? 0);
  const date = { kind: "date", year: year ?? 0, month: month ?? 1, day: day ?? 1 } as const;
  if (!start.isCertain("hour") && !start.isCertain("meridiem")) return { kind: "at", day: date, clock: null };
  const isOpen = !start.isCertain("meridiem") && (hour ?? 0) >= 1 && (hour ?? 0) <= 12;
  const minute = start.get("minute") ?? 0;
  return {
    kind: "at",
    day: date,
    clock: isOpen ? { hour: hour ?? 0, minute, half: null } : exact(hour ?? 0, minute),
  };
}

const utcOf = ({ year, month, day, hour, minute, second }: LocalTime): number =>
  Date.UTC(year, month - 1, day, hour, minute, second);

/** An instant as the person's clock shows it, `2026-11-27T15:00`. */
export function isoLocal(instant: Date, timeZone: string): string {
  const { year, month, day, hour, minute } = localTime(instant, timeZone);
  const two = (value: number): string => String(value).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`;
}

/** Midnight at the beginning of a day. */
export const midnight = ({ year, month, day }: Pick<LocalTime, "year" | "month" | "day">, timeZone: string): Date =>
  instantOf({ year, month, day, hour: 0, minute: 0, second: 0 }, timeZone);
