import type { Language } from "../../session/talk.ts";
import type { Strings } from "../strings/languages.ts";
import { localDate } from "./days.ts";

const DAY_MS = 86_400_000;

/** 今日, 昨日, or the date; with its year when that is another. */
export function dayName(date: string, now: Date, language: Language, text: Strings): string {
  if (date === localDate(now)) return text.history.today;
  if (date === localDate(new Date(now.getTime() - DAY_MS))) return text.history.yesterday;
  const day = new Date(`${date}T12:00`);
  const otherYear = day.getFullYear() !== now.getFullYear();
  return new Intl.DateTimeFormat(language, {
    month: "long",
    day: "numeric",
    weekday: "short",
    ...(otherYear ? { year: "numeric" } : {}),
  }).format(day);
}

/** The time of day, 24 hours. */
export const timeName = (at: string, language: Language): string =>
  new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(new Date(at));
