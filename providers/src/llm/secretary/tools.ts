/**
 * The secretary's work as tools for language models. A model hands over the person's words for days and times; the rules
 * that read them, the work and the sentences are those of the embedded secretary.
 */
import * as v from "valibot";
import type { Desk } from "../port.ts";
import { defineTool, type Tool, type ToolCallContext } from "../tools.ts";
import type { ClockRef, When } from "./calendar.ts";
import { IT, type Later } from "./changing/intent.ts";
import type { AgendaSpan, Intent, WhichEvent } from "./intent.ts";
import { perform } from "./perform.ts";
import { type RepeatRef, WORKING_DAYS } from "./repeating/intent.ts";
import { readSpan, readSpanDays, readSpanMs } from "./spans.ts";
import { wordsFor } from "./tongues.ts";
import { wakingAt } from "./waking.ts";
import { readWhen } from "./when.ts";

const text = (description: string) =>
  v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(500), v.description(description));
const time = (what: string) =>
  text(`${what}, in the user's own words ("next Friday at 3", "来週の金曜の3時", "30분 뒤"), or as YYYY-MM-DDTHH:MM.`);
const LIST = v.optional(text("The list's name as the user says it; leave it out for the shopping list."));

const MINUTE_MS = 60_000;
/** In the order of RepeatRef. */
const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

/** How a reminder comes again, as its tools take it. */
const REPEATING = {
  repeat: v.optional(
    v.pipe(
      v.picklist(["daily", "weekdays", "weekly", "monthly", "yearly"]),
      v.description("Only if the user wants it again and again. Monthly and yearly: on the day of `when`."),
    ),
  ),
  days: v.optional(
    v.pipe(v.array(v.picklist(DAYS)), v.maxLength(7), v.description("With weekly: on which days of the week.")),
  ),
  every: v.optional(
    v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(99), v.description("2 for every other day, week …")),
  ),
};

function repeatOf(
  repeat: "daily" | "weekdays" | "weekly" | "monthly" | "yearly",
  days: readonly (typeof DAYS)[number][],
  interval: number,
): RepeatRef {
  const weekdays = [...new Set(days.map((day) => DAYS.indexOf(day)))].sort((a, b) => a - b);
  switch (repeat) {
    case "daily":
      return { every: { unit: "day" }, interval, part: null };
    case "weekdays":
      return { every: { unit: "week", weekdays: WORKING_DAYS }, interval, part: null };
    case "weekly":
      return { every: { unit: "week", weekdays }, interval, part: null };
    case "monthly":
      return { every: { unit: "month", on: null }, interval, part: null };
    case "yearly":
      return { every: { unit: "year", on: null }, interval, part: null };
    default:
      return repeat satisfies never;
  }
}

/** @returns the tools, each a single step that the person can undo or is asked about */
export function secretaryTools(desk: Desk): Tool[] {
  async function done(intent: Intent, context: ToolCallContext): Promise<string> {
    const office = { request: { turn: 0, ...context }, desk, words: wordsFor(context.language) };
    return (await perform(intent, office))?.text ?? "Nothing was done: the agenda holds nothing like that.";
  }
  const whenOf = (words: string, { language, now, timeZone }: ToolCallContext): When => {
    const when = readWhen(words, language, now, timeZone);
    if (when === undefined)
      throw new Error(`"${words}" is no time. Give it as the user said it, or as YYYY-MM-DDTHH:MM.`);
    return when;
  };
  const whichOf = (which: string, day: string | undefined, context: ToolCallContext): WhichEvent => {
    const onDay = day === undefined ? null : whenOf(day, context);
    const dayRef = onDay?.kind === "at" ? onDay.day : null;
    // "the 3 o'clock" names it by its time.
    const named = /\d|時|시|o'?clock|noon|正午|정오/i.test(which)
      ? readWhen(which, context.language, context.now, context.timeZone)
      : undefined;
    if (named?.kind === "at" && named.clock !== null) return { day: named.day ?? dayRef, clock: named.clock, text: "" };
    return { day: dayRef, clock: null, text: which };
  };

  return [
    defineTool({
      name: "get_agenda",
      description:
        "Reads the user's real agenda (calendars, own events, reminders) of a day, a week, a weekend or a month. Call it for every question about plans, appointments or free time.",
      parameters: {
        days: text(
          'Which days, in the user\'s own words: "today", "tomorrow", "next Friday", "this week", "next week", "明日", "来週", "다음 주".',
        ),
      },
      run: async ({ days }, context) => {
        const span = spanOf(days, context);
        if (span === undefined)
          throw new Error(`"${days}" names no day. Give it as the user said it, or as YYYY-MM-DD.`);
        return done({ kind: "agenda", span }, context);
      },
    }),
    defineTool({
      name: "find_event",
      description: "Tells when an event is, or which one comes next.",
      parameters: { title: v.optional(text("Part of its title; leave it out for the next event.")) },
      run: ({ title }, context) => done({ kind: "agenda-find", text: title ?? "" }, context),
    }),
    defineTool({
      name: "add_event",
      description:
        "Puts an appointment or event into the user's agenda. For being reminded of something use add_reminder.",
      parameters: {
        title: text("What it is, in the user's words."),
        when: time("When it begins; without a clock time it takes the whole day"),
        minutes: v.optional(
          v.pipe(
            v.number(),
            v.minValue(1),
            v.maxValue(14 * 24 * 60),
            v.description("How long it lasts, if the user said so."),
          ),
        ),
        place: v.optional(text("Where it is, if the user said so.")),
      },
      run: ({ title, when, minutes, place }, context) =>
        done(
          {
            kind: "event-add",
            when: whenOf(when, context),
            until: null,
            lengthMs: minutes === undefined ? null : minutes * MINUTE_MS,
            text: title,
            place: place ?? "",
          },
          context,
        ),
    }),
    defineTool({
      name: "move_event",
      changesKept: true,
      description: "Moves an event or a reminder to another time.",
      parameters: {
        which: text('Part of its title, or its time ("the 3 o\'clock").'),
        day: v.optional(time("The day it is on now, if the user named one")),
        to: time("The new time"),
        scope: v.optional(
          v.pipe(
            v.picklist(["next", "all"]),
            v.description(
              "Of a reminder that repeats, only if the user said so: its next time alone, or from now on. Left out, the user is asked.",
            ),
          ),
        ),
      },
      run: ({ which, day, to, scope }, context) =>
        done(
          {
            kind: "event-move",
            which: whichOf(which, day, context),
            to: whenOf(to, context),
            ...(scope === undefined ? {} : { scope }),
          },
          context,
        ),
    }),
    defineTool({
      name: "put_off",
      changesKept: true,
      description:
        "Snoozes: has the timer or reminder that rang just now ring again, or puts off one that is still to ring, or an event. What repeats is put off once and repeats as before.",
      parameters: {
        which: v.optional(text("Part of its words; leave it out for what rang just now.")),
        later: text(
          'How much later ("10 minutes", "1時間", "2 days"), or the new time in the user\'s own words or as YYYY-MM-DDTHH:MM.',
        ),
      },
      run: ({ which, later }, context) => {
        const days = readSpanDays(later);
        const ms = readSpanMs(later, context.language);
        const time = (): Later => (ms === undefined ? whenOf(later, context) : { kind: "by", ms });
        const to = days === undefined ? time() : ({ kind: "by-days", days } as const);
        return done({ kind: "reminder-put-off", which: { ...IT, text: which ?? "" }, to }, context);
      },
    }),
    defineTool({
      name: "change_repeating_reminder",
      changesKept: true,
      description:
        "Changes how a reminder repeats, or its time of day, from now on and every time. For one time of it use move_event.",
      parameters: {
        which: v.optional(text("Part of its words; leave it out when it was set just now.")),
        at: v.optional(time("The new time of day, if it changes")),
        ...REPEATING,
      },
      run: ({ which, at, repeat, days, every }, context) => {
        const when = at === undefined ? undefined : whenOf(at, context);
        if (when?.kind === "in" || when?.clock === null || (when === undefined && repeat === undefined))
          throw new Error(`"${at ?? ""}" is no time of day. Give \`at\` as a time of day, \`repeat\`, or both.`);
        return done(
          {
            kind: "reminder-change",
            which: { ...IT, text: which ?? "" },
            repeat: repeat === undefined ? null : repeatOf(repeat, days ?? [], every ?? 1),
            clock: when?.clock ?? null,
          },
          context,
        );
      },
    }),
    defineTool({
      name: "cancel_event",
      changesKept: true,
      description: "Takes an event or a reminder out of the agenda.",
      parameters: {
        which: text('Part of its title, or its time ("the 3 o\'clock").'),
        day: v.optional(time("The day it is on, if the user named one")),
      },
      run: ({ which, day }, context) => done({ kind: "event-cancel", which: whichOf(which, day, context) }, context),
    }),
    defineTool({
      name: "add_reminder",
      description: "Reminds the user aloud of something at a time, once or again and again.",
      parameters: {
        what: text("What to be reminded of, in the user's words."),
        when: time("When; of a reminder that repeats its time of day, and the first day where the user names one"),
        ...REPEATING,
      },
      run: ({ what, when, repeat, days, every }, context) => {
        const at = wakingAt(whenOf(when, context), what, what);
        const set = { kind: "reminder-set", when: at, text: what } as const;
        return done(repeat === undefined ? set : { ...set, repeat: repeatOf(repeat, days ?? [], every ?? 1) }, context);
      },
    }),
    defineTool({
      name: "set_timer",
      description: "Starts a timer that rings aloud.",
      parameters: {
        length: text('How long, in the user\'s own words: "10 minutes", "1時間半", "삼십 분".'),
        name: v.optional(text("What it is for, if the user said so.")),
      },
      run: async ({ length, name }, context) => {
        const ms = readSpanMs(length, context.language);
        if (ms === undefined) throw new Error(`"${length}" is no length of time. Give it like "90 seconds".`);
        return done({ kind: "timer-set", ms, text: name ?? "" }, context);
      },
    }),
    defineTool({
      name: "list_kept",
      description: "Reads out the running timers, the reminders still to come, or the notes.",
      parameters: { kind: v.picklist(["timers", "reminders", "notes"]) },
      run: ({ kind }, context) =>
        done(
          { kind: ({ timers: "timer-list", reminders: "reminder-list", notes: "note-list" } as const)[kind] },
          context,
        ),
    }),
    defineTool({
      name: "delete_kept",
      changesKept: true,
      description: "Stops a timer, or deletes a reminder or a note. When several fit, the user is asked.",
      parameters: {
        kind: v.picklist(["timer", "reminder", "note"]),
        which: v.optional(text('Words of it, its number, or "all"; leave it out when there is only one.')),
      },
      run: ({ kind, which }, context) =>
        done(
          {
            kind: ({ timer: "timer-cancel", reminder: "reminder-cancel", note: "note-delete" } as const)[kind],
            which:
              which === undefined
                ? { kind: "only" }
                : /^(?:all|全部|すべて|전부|모두)$/i.test(which)
                  ? { kind: "all" }
                  : /^\d{1,3}$/.test(which)
                    ? { kind: "nth", n: Number(which) }
                    : { kind: "words", text: which },
          },
          context,
        ),
    }),
    defineTool({
      name: "add_note",
      description: "Writes down a note for the user.",
      parameters: { text: text("The note, in the user's words.") },
      run: (args, context) => done({ kind: "note-add", text: args.text }, context),
    }),
    defineTool({
      name: "add_to_list",
      description: "Puts things on the shopping list or another list.",
      parameters: {
        items: v.pipe(v.array(text("One thing.")), v.minLength(1), v.maxLength(30)),
        list: LIST,
      },
      run: ({ items, list }, context) => done({ kind: "entry-add", list: list ?? "", items }, context),
    }),
    defineTool({
      name: "read_list",
      description: "Reads what is on the shopping list or another list.",
      parameters: { list: LIST },
      run: ({ list }, context) => done({ kind: "entry-list", list: list ?? "" }, context),
    }),
    defineTool({
      name: "tick_off",
      changesKept: true,
      description: "Ticks off a thing on a list because it is done, or takes it off because it is not wanted.",
      parameters: { item: text("The thing."), done: v.boolean(), list: LIST },
      run: ({ item, done: isDone, list }, context) =>
        done({ kind: isDone ? "entry-done" : "entry-remove", list: list ?? "", text: item }, context),
    }),
    defineTool({
      name: "undo",
      description: "Puts back what was cancelled, deleted or taken off last.",
      parameters: {},
      run: (_, context) => done({ kind: "undo" }, context),
    }),
  ];
}

function spanOf(words: string, { language, now, timeZone }: ToolCallContext): AgendaSpan | undefined {
  const span = readSpan(words, language);
  if (span !== undefined) return span;
  const when = readWhen(words, language, now, timeZone);
  return when?.kind === "at" && when.day !== null
    ? { kind: "day", day: when.day, part: partOf(when.clock) }
    : undefined;
}

const partOf = (clock: ClockRef | null): "morning" | "afternoon" | "evening" | null => {
  if (clock === null) return null;
  return clock.half === "am" ? "morning" : clock.hour >= 6 && clock.hour !== 12 ? "evening" : "afternoon";
};
