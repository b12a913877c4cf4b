/** Reads calendars of others in a thread that may be ended in the middle of it. */
import { serve } from "@hisho/providers/threads/serve.ts";
import { type Expansion, earlier, expandCalendar } from "./ics.ts";

export interface ExpandCall {
  bodies: readonly string[];
  from: Date;
  to: Date;
  timeZone: string;
}

/** Of several bodies; each event says which one it is of, from 0. */
export type Expanded = Omit<Expansion, "events" | "obstacle"> & {
  events: (Expansion["events"][number] & Pick<Expansion, "obstacle"> & { body: number })[];
};

serve<ExpandCall, Expanded>(async ({ bodies, from, to, timeZone }) => {
  const parts = bodies.map((body) => expandCalendar(body, from, to, timeZone));
  return {
    answer: {
      events: parts.flatMap(({ events, obstacle }, body) => events.map((event) => ({ ...event, obstacle, body }))),
      broken: parts.reduce((sum, { broken }) => sum + broken, 0),
      cutFrom: parts.reduce<Date | null>((first, { cutFrom }) => earlier(first, cutFrom), null),
    },
  };
});
