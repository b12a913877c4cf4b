/** `/agenda` and `/desk…` of docs/protocol.md, "The desk". */
import {
  ITEM_CHANGE,
  NEW_ITEM,
  parseRepeatRule,
  type WireAgenda,
  type WireItem,
  type WireItemChange,
  type WireRepeat,
  WORDS_TO_UNDERSTAND,
} from "@hisho/protocol";
import type { DeskItem, Repeat } from "@hisho/providers/llm/port.ts";
import { localTime } from "@hisho/providers/llm/secretary/calendar.ts";
import { draftsOf } from "@hisho/providers/llm/secretary/draft.ts";
import {
  nextRing,
  ownTimeOf,
  ringsBetween,
  seriesFrom,
  settledUntil,
} from "@hisho/providers/llm/secretary/repeating/series.ts";
import { midnight } from "@hisho/providers/llm/secretary/when.ts";
import { Hono } from "hono";
import type { Clock } from "../clock.ts";
import { storeProblem } from "../store-problem.ts";
import { calendarRoutes } from "./calendar-routes.ts";
import type { Calendars } from "./calendars.ts";
import type { EventWriting } from "./port.ts";
import { bad, bodyOf, EXPECTED_ZONE, isZone, limit, MAX_BODY_BYTES, nothingSuch } from "./requests.ts";
import type { SecretaryDesk } from "./secretary.ts";
import { agendaJson, changeOf, draftJson, eventTimeOf, itemJson } from "./wire.ts";

const DAY_MS = 86_400_000;
/** Asked for at once. */
const MOST_DAYS = 62;
/** What has rung or was ticked off is shown this long. */
const SHOWN_MS = 7 * DAY_MS;
const LONGEST_TIMER_MS = DAY_MS;

/** Of one reminder, in the days that are asked for. */
const MOST_RINGS = 100;

function dayOf(text: string | undefined): { year: number; month: number; day: number } | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? "") ?? [];
  const exists = text !== undefined && new Date(`${text}T00:00Z`).toJSON()?.startsWith(text) === true;
  return exists ? { year: Number(year), month: Number(month), day: Number(day) } : undefined;
}

/** What a thing of that kind does not have. */
function misfitOf(kind: WireItem["kind"], { text, due_at, list, time, place }: WireItemChange): Response | undefined {
  if (text?.trim() === "" && kind !== "timer") return bad("text", "expected words");
  if (due_at !== undefined && kind !== "timer" && kind !== "reminder")
    return bad("due_at", "expected for timers and reminders only");
  if (list !== undefined && kind !== "entry") return bad("list", "expected for entries of a list only");
  if (time !== undefined && kind !== "event") return bad("time", "expected for events only");
  return place !== undefined && kind !== "event" ? bad("place", "expected for events only") : undefined;
}

/** As `due_at` says or the first time of the rule after it. @returns undefined for a zone that is none */
function seriesOf(
  { rule: text, time_zone: timeZone }: WireRepeat,
  due: Date,
): { repeat: Repeat; dueAt: Date } | undefined {
  const rule = parseRepeatRule(text);
  if (rule === undefined || !isZone(timeZone)) return undefined;
  const first = localTime(due, timeZone);
  // Its own time counts: the second that it was given in is left out.
  return seriesFrom(rule, first, first, new Date(due.getTime() - 60_000), timeZone);
}

/** Why it cannot come again so. @param first when it is to ring first @param series as `seriesOf` made it */
function seriesMisfitOf(repeat: WireRepeat, first: Date, series: unknown, now: Date): Response | undefined {
  if (!isZone(repeat.time_zone)) return bad("repeat.time_zone", EXPECTED_ZONE);
  if (first.getTime() < now.getTime() - DAY_MS) return bad("due_at", "expected a time to come, of what comes again");
  return series === undefined ? bad("due_at", "expected a time after which the rule rings") : undefined;
}

/** When what comes again rings from `from` until before `to`: its next time, wherever it was moved, and those after it. */
function ringsOf(items: readonly DeskItem[], from: Date, to: Date): WireAgenda["rings"] {
  return items.flatMap((item) => {
    const { id, repeat, dueAt } = item;
    if (repeat === undefined || dueAt === null) return [];
    const later = ringsBetween(
      repeat,
      new Date(Math.max(from.getTime(), settledUntil(item).getTime() + 1)),
      to,
      MOST_RINGS,
    );
    const next = dueAt >= from && dueAt < to ? [dueAt] : [];
    return [...next, ...later].map((at) => ({ item: id, at: at.toISOString() }));
  });
}

/** @param desk whose agenda holds the calendars' events */
export function secretaryRoutes(desk: SecretaryDesk, calendars: Calendars, writing: EventWriting, clock: Clock): Hono {
  const app = new Hono();
  app.onError(storeProblem);

  app.get("/agenda", async (context) => {
    const { from: first, to: last, time_zone: timeZone = "" } = context.req.query();
    const [from, to] = [dayOf(first), dayOf(last)];
    if (from === undefined) return bad("from", "expected a day, YYYY-MM-DD");
    if (to === undefined) return bad("to", "expected a day, YYYY-MM-DD");
    if (!isZone(timeZone)) return bad("time_zone", EXPECTED_ZONE);
    const begin = midnight(from, timeZone);
    const end = midnight({ ...to, day: to.day + 1 }, timeZone);
    const isSpan = end > begin && end.getTime() - begin.getTime() <= (MOST_DAYS + 1) * DAY_MS;
    if (!isSpan) return bad("to", `expected a day from the first to ${MOST_DAYS} days later`);
    const [agenda, items] = await Promise.all([
      desk.agenda(begin, end, timeZone, context.req.raw.signal),
      desk.list("", "reminder"),
    ]);
    return context.json(agendaJson(agenda, ringsOf(items, begin, end)));
  });

  app.get("/desk", async (context) =>
    context.json({ items: (await desk.all(new Date(clock.date().getTime() - SHOWN_MS))).map(itemJson) }),
  );

  app.post("/desk", limit(MAX_BODY_BYTES), async (context) => {
    const body = await bodyOf(context, NEW_ITEM);
    if (body instanceof Response) return body;
    const { kind, text, language, due_at: due, list, place } = body;
    const time = body.time === undefined ? undefined : eventTimeOf(body.time);
    const dueAt = due === null ? null : new Date(due);
    const series = body.repeat === undefined || due === null ? undefined : seriesOf(body.repeat, new Date(due));
    if (body.repeat !== undefined && kind !== "reminder") return bad("repeat", "expected for reminders only");
    const rings = kind === "timer" || kind === "reminder";
    if (rings !== (dueAt !== null))
      return bad("due_at", rings ? "expected when it rings" : "expected for timers and reminders only");
    if (body.repeat !== undefined && dueAt !== null) {
      const misfit = seriesMisfitOf(body.repeat, dueAt, series, clock.date());
      if (misfit !== undefined) return misfit;
    }
    if (kind === "event" && time === undefined)
      return bad("time", "expected start and end, or first_day and last_day, in order");
    if (kind === "entry" && list === undefined) return bad("list", "expected the list's name");
    if (text.trim() === "" && kind !== "timer") return bad("text", "expected words");
    const added = await desk.add("", {
      kind,
      text: text.trim(),
      language,
      dueAt,
      ...series,
      ...(list === undefined || kind !== "entry" ? {} : { list }),
      ...(time === undefined || kind !== "event" ? {} : { time }),
      ...(place === undefined || place.trim() === "" || kind !== "event" ? {} : { place: place.trim() }),
    });
    return context.json(itemJson(added), 201);
  });

  app.post("/desk/understand", limit(MAX_BODY_BYTES), async (context) => {
    const body = await bodyOf(context, WORDS_TO_UNDERSTAND);
    if (body instanceof Response) return body;
    const { text, language, time_zone: timeZone } = body;
    if (!isZone(timeZone)) return bad("time_zone", EXPECTED_ZONE);
    return context.json({ drafts: draftsOf(text, { language, timeZone, now: clock.date() }).map(draftJson) });
  });

  app.patch("/desk/:id", limit(MAX_BODY_BYTES), async (context) => {
    const body = await bodyOf(context, ITEM_CHANGE);
    if (body instanceof Response) return body;
    const id = context.req.param("id");
    if (Object.keys(body).length === 0) return bad("body", "expected something to change");
    const change = changeOf(body);
    if (change === undefined) return bad("time", "expected start and end, or first_day and last_day, in order");
    const known = (await desk.all(new Date(0))).find((item) => item.id === id);
    if (known === undefined) return nothingSuch("thing on the desk");
    const misfit = misfitOf(known.kind, body);
    if (misfit !== undefined) return misfit;
    if (body.repeat !== undefined && known.kind !== "reminder") return bad("repeat", "expected for reminders only");
    if (body.repeat === null) change.repeat = null;
    else if (body.repeat !== undefined) {
      const series = seriesOf(body.repeat, change.dueAt ?? known.dueAt ?? clock.date());
      const misfit = seriesMisfitOf(body.repeat, change.dueAt ?? clock.date(), series, clock.date());
      if (misfit !== undefined) return misfit;
      Object.assign(change, series);
    } else if (known.repeat !== undefined && known.dueAt !== null && body.done !== undefined) {
      // Of the next time alone; what was answered may have gone on to it already.
      delete change.done;
      const answered = body.of === undefined ? known.dueAt : new Date(body.of);
      const settled = settledUntil(known);
      const next =
        body.done && answered >= known.dueAt ? nextRing(known.repeat, answered > settled ? answered : settled) : null;
      if (next !== null) change.dueAt = next;
      // Its last time: nothing comes after it.
      else if (body.done && answered >= known.dueAt) change.done = true;
      else if (Object.keys(change).length === 0) return context.json(itemJson(known));
    }
    // What is put off after its next time has taken its place rings once more; it is not that next time.
    const isAnswered = body.of !== undefined && known.dueAt !== null && new Date(body.of) < known.dueAt;
    const isMoved = body.due_at !== undefined && change.repeat === undefined && !isAnswered;
    const repeatAt = isMoved ? ownTimeOf(known) : undefined;
    if (repeatAt !== undefined) change.repeatAt = repeatAt;
    if (body.paused !== undefined) {
      const timer = (await desk.list("", "timer")).find((item) => item.id === id);
      if (timer === undefined) return nothingSuch("running timer");
      const now = clock.date().getTime();
      if (body.paused && timer.dueAt !== null) {
        Object.assign(change, {
          dueAt: null,
          leftMs: Math.min(LONGEST_TIMER_MS, Math.max(0, timer.dueAt.getTime() - now)),
        });
      } else if (!body.paused && timer.leftMs !== undefined) {
        Object.assign(change, { dueAt: new Date(now + timer.leftMs), leftMs: null });
      } else return context.json(itemJson(timer));
    }
    const changed = await desk.change("", id, change);
    return changed === null ? nothingSuch("thing on the desk") : context.json(itemJson(changed));
  });

  app.delete("/desk/:id", async (context) =>
    (await desk.remove("", context.req.param("id"))) ? context.body(null, 204) : nothingSuch("thing on the desk"),
  );

  app.post("/desk/:id/restore", async (context) => {
    const restored = await desk.restore(context.req.param("id"));
    return restored === null ? nothingSuch("removed thing") : context.json(itemJson(restored));
  });

  app.route("/", calendarRoutes(calendars, writing));
  return app;
}
