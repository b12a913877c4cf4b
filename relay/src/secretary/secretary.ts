/** The desk and the calendars of others, as one agenda. */
import type { AgendaEvent, Desk } from "@hisho/providers/llm/port.ts";
import type { Calendars } from "./calendars.ts";
import { isWithin, spanOf } from "./ics.ts";
import type { StoredDesk } from "./port.ts";

export type SecretaryDesk = Desk & StoredDesk;

/** The desk whose agenda holds the person's own events and those of the calendars. */
export function withCalendars(desk: StoredDesk, calendars: Pick<Calendars, "between">): SecretaryDesk {
  return {
    ...desk,
    async agenda(from, to, timeZone, signal) {
      const [items, read] = await Promise.all([desk.list("", "event"), calendars.between(from, to, timeZone, signal)]);
      const own = items.flatMap(({ id, text, time, place = "" }): AgendaEvent[] =>
        time !== undefined && isWithin(time, { from, to, timeZone })
          ? [{ id, title: text, time, place, calendar: null }]
          : [],
      );
      return { events: inOrder([...own, ...read.events], timeZone), unread: read.unread, cut: read.cut };
    },
  };
}

/** By their beginning; whole days before what begins at their midnight. */
function inOrder(events: AgendaEvent[], timeZone: string): AgendaEvent[] {
  const keyed = events.map((event) => ({ event, begin: spanOf(event.time, timeZone)[0].getTime() }));
  keyed.sort(
    (a, b) =>
      a.begin - b.begin ||
      Number(b.event.time.allDay) - Number(a.event.time.allDay) ||
      a.event.title.localeCompare(b.event.title),
  );
  return keyed.map(({ event }) => event);
}
