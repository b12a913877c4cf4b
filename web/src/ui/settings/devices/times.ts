import type { Language } from "../../../session/talk.ts";

/** The hour and minute of an ISO 8601 time, here. */
export const timeOfDay = (iso: string, language: Language): string =>
  new Intl.DateTimeFormat(language, { timeStyle: "short" }).format(new Date(iso));

/** The day, hour and minute of an ISO 8601 time, here. */
export const dayAndTime = (iso: string, language: Language): string =>
  new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
