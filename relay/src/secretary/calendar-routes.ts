/** `/calendars…` of docs/protocol.md, "The desk". */
import { CALENDAR_CHANGE, EVENT_CHANGE, NEW_CALENDAR, NEW_EVENT, type WriteRefusal } from "@hisho/protocol";
import type { AgendaEvent } from "@hisho/providers/llm/port.ts";
import { Hono } from "hono";
import { problem } from "../problem.ts";
import { storeProblem } from "../store-problem.ts";
import type { Calendars } from "./calendars.ts";
import type { EventWriting, Written } from "./port.ts";
import { CalendarError, isCalendar } from "./read-calendar.ts";
import { bad, bodyOf, EXPECTED_ZONE, isZone, limit, MAX_BODY_BYTES, nothingSuch } from "./requests.ts";
import { calendarJson, eventJson, eventTimeOf } from "./wire.ts";

const MAX_CALENDAR_BYTES = 20 * 1024 * 1024;
const EXPECTED_TIME = "expected start and end, or first_day and last_day, in order";

const STATUS: Readonly<Record<WriteRefusal, number>> = {
  changed: 409,
  gone: 404,
  "read-only": 403,
  repeats: 422,
  invitation: 422,
  refused: 502,
  unreachable: 502,
  unknown: 502,
};
const DETAIL: Readonly<Record<WriteRefusal, string>> = {
  changed: "It was changed in its calendar meanwhile, and was read again. Nothing was overwritten.",
  gone: "There is no such event any more.",
  "read-only": "This calendar is not written to.",
  repeats: "It repeats: change it in its own calendar.",
  invitation: "Others are invited to it: change it in its own calendar.",
  refused: "The calendar's server refused it. Nothing was written.",
  unreachable: "The calendar's server could not be reached. Nothing was written.",
  unknown: "The calendar's server did not answer: it may have been written. Look again before trying once more.",
};

const refusal = (reason: WriteRefusal, status = STATUS[reason], now?: AgendaEvent): Response =>
  problem(status, "Not written", DETAIL[reason], { reason, ...(now === undefined ? {} : { event: eventJson(now) }) });

/** @param writing where events are written; absent: nowhere */
export function calendarRoutes(calendars: Calendars, writing: EventWriting): Hono {
  const app = new Hono();
  app.onError(storeProblem);

  app.get("/calendars", async (context) => context.json({ calendars: (await calendars.list()).map(calendarJson) }));

  app.post("/calendars", limit(MAX_CALENDAR_BYTES), async (context) => {
    const body = await bodyOf(context, NEW_CALENDAR);
    if (body instanceof Response) return body;
    const { kind, name } = body;
    if (body.kind === "file" && !isCalendar(body.text))
      return bad("text", "expected iCalendar, from BEGIN:VCALENDAR on");
    const account =
      body.kind === "file"
        ? { url: null, username: null, password: null }
        : { url: body.url, username: body.username || null, password: body.password || null };
    try {
      const added = await calendars.add({ kind, name, ...account }, body.kind === "file" ? body.text : null);
      return context.json(calendarJson(added), 201);
    } catch (error) {
      if (!(error instanceof CalendarError)) throw error;
      return problem(422, "Not read", "The calendar could not be read, so it was not taken.", { reason: error.reason });
    }
  });

  app.patch("/calendars/:id", limit(MAX_BODY_BYTES), async (context) => {
    const body = await bodyOf(context, CALENDAR_CHANGE);
    if (body instanceof Response) return body;
    const { name, writes_to: writesTo } = body;
    const id = context.req.param("id");
    if (name === undefined && writesTo === undefined) return bad("body", "expected something to change");
    const known = (await calendars.list()).find((calendar) => calendar.id === id);
    if (known === undefined) return nothingSuch("calendar");
    if (writesTo !== undefined) {
      const chosen = known.collections.find((collection) => collection.id === writesTo);
      if (writesTo !== null && chosen?.writable !== true) return refusal("read-only", 422);
      await calendars.writeTo(id, writesTo);
    }
    if (name !== undefined) await calendars.rename(id, name);
    return context.body(null, 204);
  });

  app.post("/calendars/:id/refresh", async (context) => {
    const calendar = await calendars.refresh(context.req.param("id"));
    return calendar === null ? nothingSuch("calendar") : context.json(calendarJson(calendar));
  });

  app.delete("/calendars/:id", async (context) =>
    (await calendars.remove(context.req.param("id"))) ? context.body(null, 204) : nothingSuch("calendar"),
  );

  app.post("/calendars/:id/restore", async (context) =>
    (await calendars.restore(context.req.param("id"))) ? context.body(null, 204) : nothingSuch("removed calendar"),
  );

  const answered = (written: Written, status: 200 | 201 | 204 = 200): Response => {
    if ("refused" in written) return refusal(written.refused, STATUS[written.refused], written.now);
    return status === 204
      ? new Response(null, { status })
      : Response.json({ event: eventJson(written.event) }, { status });
  };

  app.post("/calendars/:id/events", limit(MAX_BODY_BYTES), async (context) => {
    const body = await bodyOf(context, NEW_EVENT);
    if (body instanceof Response) return body;
    const { title, place = "", time: given, time_zone: timeZone, uid } = body;
    if (!isZone(timeZone)) return bad("time_zone", EXPECTED_ZONE);
    const time = eventTimeOf(given);
    if (time === undefined) return bad("time", EXPECTED_TIME);
    const event = { title, place, time, timeZone, uid };
    return answered(await writing.add(context.req.param("id"), event, context.req.raw.signal), 201);
  });

  app.patch("/calendars/:id/events/:event", limit(MAX_BODY_BYTES), async (context) => {
    const body = await bodyOf(context, EVENT_CHANGE);
    if (body instanceof Response) return body;
    const { time: given, time_zone: timeZone, ...change } = body;
    if (!isZone(timeZone)) return bad("time_zone", EXPECTED_ZONE);
    const time = given === undefined ? undefined : eventTimeOf(given);
    if (given !== undefined && time === undefined) return bad("time", EXPECTED_TIME);
    if (time === undefined && change.title === undefined && change.place === undefined)
      return bad("body", "expected something to change");
    const { id, event } = context.req.param();
    return answered(await writing.change(id, event, { ...change, time, timeZone }, context.req.raw.signal));
  });

  app.delete("/calendars/:id/events/:event", async (context) => {
    const { id, event } = context.req.param();
    const { etag, time_zone: timeZone = "UTC" } = context.req.query();
    if (!isZone(timeZone)) return bad("time_zone", EXPECTED_ZONE);
    return answered(await writing.remove(id, event, { timeZone, etag }, context.req.raw.signal), 204);
  });

  app.post("/calendars/:id/events/:event/restore", async (context) => {
    const { id, event } = context.req.param();
    const { time_zone: timeZone = "UTC" } = context.req.query();
    if (!isZone(timeZone)) return bad("time_zone", EXPECTED_ZONE);
    return answered(await writing.restore(id, event, timeZone, context.req.raw.signal));
  });

  return app;
}
