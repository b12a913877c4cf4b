/** How a document's facts read. Pure. */
import type { DocumentStatus } from "@hisho/protocol";
import type { Language } from "../../session/talk.ts";
import { localDate } from "../history/days.ts";
import type { Strings } from "../strings/languages.ts";
import { separatorOf } from "../strings/separator.ts";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"] as const;

/** In the largest unit of which it is at least one, to two figures at most: 96 kB, 1.2 MB. */
export function sizeName(bytes: number, language: Language): string {
  const step = Math.min(UNITS.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return new Intl.NumberFormat(language, {
    style: "unit",
    unit: UNITS[step]!,
    unitDisplay: step === 0 ? "long" : "short",
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value);
}

/** Today the time, else the day; with its year when that is another. */
export function whenName(at: string, now: Date, language: Language): string {
  const date = new Date(at);
  if (localDate(date) === localDate(now)) {
    return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(date);
  }
  const otherYear = date.getFullYear() !== now.getFullYear();
  return new Intl.DateTimeFormat(language, {
    month: "numeric",
    day: "numeric",
    ...(otherYear ? { year: "numeric" } : {}),
  }).format(date);
}

/** The day in words. */
export const dayOf = (at: string, language: Language): string =>
  new Intl.DateTimeFormat(language, { month: "long", day: "numeric" }).format(new Date(at));

/** `38ページ・1.2 MB`, as far as it is known. */
export function sizeLine(
  { pages, bytes }: Pick<DocumentStatus, "pages" | "bytes">,
  words: Strings,
  language: Language,
): string {
  const parts = [
    ...(pages === null ? [] : [words.documents.pages(pages)]),
    ...(bytes === null ? [] : [sizeName(bytes, language)]),
  ];
  return parts.join(separatorOf(language));
}
