/** What is said once a proposal was settled. */
import type { WriteRefusal } from "@hisho/protocol";
import type { AgendaEvent, Proposal } from "../port.ts";
import { listedOf } from "./agenda.ts";
import { localTime } from "./calendar.ts";
import { wordsFor } from "./tongues.ts";

export interface ToldIn {
  /** BCP 47. */
  language: string;
  /** IANA. */
  timeZone: string;
  now: Date;
}

/** @param done the event as it is now, or was until it was removed */
export function settledWords(
  { kind, event, calendar }: Proposal,
  done: { event: AgendaEvent } | { refused: WriteRefusal },
  { language, timeZone, now }: ToldIn,
): string {
  const { agenda } = wordsFor(language);
  if ("refused" in done) return agenda.refused(done.refused, event.title, calendar);
  const listed = listedOf(kind === "remove" ? event : done.event, timeZone);
  const today = localTime(now, timeZone);
  if (kind === "add") return agenda.addedTo(listed, calendar, today);
  return kind === "move" ? agenda.moved(listed, today) : agenda.removedFrom(listed, calendar, today);
}

/** @param undone the event as it is now, or was until it was taken out again */
export function takenBackWords(
  { kind, event, calendar }: Proposal,
  undone: { event: AgendaEvent } | { refused: WriteRefusal },
  { language, timeZone, now }: ToldIn,
): string {
  const { agenda, space } = wordsFor(language);
  if ("refused" in undone) {
    const why = agenda.refused(undone.refused, event.title, calendar);
    return undone.refused === "unknown" ? why : `${agenda.notTakenBack}${space}${why}`;
  }
  const listed = listedOf(undone.event, timeZone);
  const today = localTime(now, timeZone);
  return kind === "add" ? agenda.takenOut(listed, calendar, today) : agenda.backIn(listed, calendar, today);
}

export const notWrittenWords = (language: string): string => wordsFor(language).agenda.notWritten;
