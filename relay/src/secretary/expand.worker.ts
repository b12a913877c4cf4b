/** Reads calendars of others in a thread that may be ended in the middle of it. */
import { serve } from "@hisho/providers/threads/serve.ts";
import { type Expansion, earlier, expandCalendar } from "./ics.ts";

export interface ExpandCall {
  bodies: readonly string[];
  from: Date;
  to: Date;
  timeZone: string;
}

serve<ExpandCall, Expansion>(async ({ bodies, from, to, timeZone }) => {
  const parts = bodies.map((body) => expandCalendar(body, from, to, timeZone));
  return {
    answer: {
      events: parts.flatMap(({ events }) => events),
      broken: parts.reduce((sum, { broken }) => sum + broken, 0),
      cutFrom: parts.reduce<Date | null>((first, { cutFrom }) => earlier(first, cutFrom), null),
    },
  };
});
