import type { AgendaEvent } from "@hisho/providers/llm/port.ts";
import { digestOf } from "./digest.ts";
import { expandCalendar } from "./ics.ts";

/** The id in the agenda of the one event of an object; it stays wherever the event is moved. */
export const objectIdOf = (calendar: string, href: string): string => digestOf(`${calendar} ${href}`);

const FIRST = new Date("0001-01-02T00:00:00Z");
const LAST = new Date("9999-12-30T00:00:00Z");

/**
 * The one event of an object that does not repeat.
 * @param timeZone IANA, for times that name no zone
 * @returns undefined where there is none
 */
export function eventIn(text: string, timeZone: string): Pick<AgendaEvent, "title" | "time" | "place"> | undefined {
  const [found] = expandCalendar(text, FIRST, LAST, timeZone).events;
  return found && { title: found.title, time: found.time, place: found.place };
}
