import type { AgendaWords, ListedEvent } from "./agenda-words.ts";
import { type Day, daysBetween, type LocalTime, weekdayOf } from "./calendar.ts";
import type { AgendaSpan } from "./intent.ts";
import { sameDay } from "./words.ts";

const WEEKDAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const MONTHS = "January February March April May June July August September October November December".split(" ");
const NAMED: Readonly<Record<number, string>> = { [-1]: "yesterday", 0: "today", 1: "tomorrow" };
const WEEK: Readonly<Record<number, string>> = { [-1]: "last week", 0: "this week", 1: "next week" };

const weekday = (day: Day) => WEEKDAYS[weekdayOf(day)] ?? "";
const dateOf = (day: Day, today: Day) =>
  `${weekday(day)}, ${MONTHS[day.month - 1]} ${day.day}${day.year === today.year ? "" : `, ${day.year}`}`;
const clock = ({ hour, minute }: LocalTime) => `${hour}:${String(minute).padStart(2, "0")}`;
const count = (n: number, word: string) => `${n} ${word}${n === 1 ? "" : "s"}`;
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const listName = (list: string) => (/list$/i.test(list) ? list : `${list} list`);
const series = (items: readonly string[]) =>
  items.length < 2 ? items.join("") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;

function dayName(day: Day, today: Day): string {
  const name = NAMED[daysBetween(today, day)];
  if (name === "today") return "today";
  return name === undefined ? `on ${dateOf(day, today)}` : `${name}, ${dateOf(day, today)}`;
}

function spanName(span: AgendaSpan, [first]: readonly [Day, Day], today: Day): string {
  switch (span.kind) {
    case "day":
      return span.part === null ? dayName(first, today) : `${dayName(first, today)} in the ${span.part}`;
    case "week":
      return WEEK[span.week] ?? `in the week from ${dateOf(first, today)}`;
    case "weekend":
      return span.week === 0 ? "this weekend" : "next weekend";
    case "month":
      return `in ${MONTHS[first.month - 1]}`;
    default:
      return span satisfies never;
  }
}

function line({ title, place, start, end, isReminder }: ListedEvent): string {
  const when =
    start === null
      ? "all day"
      : end !== null && sameDay(start, end)
        ? `${clock(start)} to ${clock(end)}`
        : clock(start);
  const what = isReminder ? `a reminder${title === "" ? "" : `: ${title}`}` : title;
  return `${sentence(when)}, ${what}${place === "" ? "" : `, ${place}`}.`;
}

function when({ start, firstDay, lastDay }: ListedEvent, today: Day): string {
  const day = dayName(firstDay, today);
  if (start !== null) return `${day} at ${clock(start)}`;
  return sameDay(firstDay, lastDay) ? day : `${day} until ${dateOf(lastDay, today)}`;
}

/** What is said of a reminder that has no words. */
const named = (title: string) => (title === "" ? "the reminder" : `“${title}”`);

export const enAgenda: AgendaWords = {
  shopping: "shopping",
  events(span, range, today, events, total, isRest) {
    const lines = events.map((event, index) => {
      const before = events[index - 1];
      const isNewDay = span.kind !== "day" && (before === undefined || !sameDay(before.firstDay, event.firstDay));
      return `${isNewDay ? `${weekday(event.firstDay)}, ${MONTHS[event.firstDay.month - 1]} ${event.firstDay.day}. ` : ""}${line(event)}`;
    });
    const named = `${spanName(span, range, today)} you have ${count(total, "event")}.`;
    const head = isRest ? `You still have ${count(total, "event")} today.` : sentence(named);
    return `${head} ${lines.join(" ")}${total > events.length ? " There are more." : ""}`;
  },
  noEvents: (span, range, today, isRest) =>
    isRest
      ? "You have nothing more planned today."
      : sentence(`${spanName(span, range, today)} you have nothing planned.`),
  next: (event, today) =>
    `${sentence(event.title)} is ${when(event, today)}${event.place === "" ? "" : `, ${event.place}`}.`,
  noNext: "You have nothing more planned.",
  unread: (name, since) =>
    `The calendar “${name}” has not been readable since ${MONTHS[since.month - 1]} ${since.day}, ${clock(since)}.`,
  cut: (name) => `The calendar “${name}” holds more than I can go through. Please look there for the rest.`,
  added: (event, today) =>
    `I put “${event.title}” in your agenda, ${when(event, today)}${event.place === "" ? "" : `, ${event.place}`}.`,
  clash: (title) => `“${title}” is at the same time.`,
  askEventWhen: "When is it? Please say it again with the day and the time.",
  eventPast: "That time is not in the calendar or has passed. Please name one that is still to come.",
  moved: (event, today) => `I moved ${named(event.title)}: it is ${when(event, today)} now.`,
  lengthened: (title, end, today) => `I made “${title}” longer: it ends ${dayName(end, today)} at ${clock(end)} now.`,
  endsAlready: (title, end, today) =>
    `“${title}” ends ${dayName(end, today)} at ${clock(end)} already. Please name a later time.`,
  keepsLength: (title, calendar) =>
    `I cannot make “${title}” longer in the calendar “${calendar}” from here. Please change its end there.`,
  cancelled: (event, today) => `I cancelled “${event.title}”, ${when(event, today)}. Say “undo” to put it back.`,
  leftOut: (event, next, today) =>
    `I left out ${named(event.title)} ${when(event, today)}. The next time is ${dayName(next, today)} at ${clock(next)}. To stop it for good, ask me to delete the reminder.`,
  onlyNext: (title) => `${sentence(named(title))} repeats: only its next time can be moved or left out.`,
  noSuchEvent: "I found nothing like that in your agenda.",
  whichEvent: (events, today) =>
    `Which one? ${events.map((event, index) => `${index + 1}: ${named(event.title)}, ${when(event, today)}.`).join(" ")} Please say its number.`,
  readOnly: (title, calendar) =>
    `“${title}” belongs to the calendar “${calendar}”, which I can only read. Please change it there.`,
  askAdd: (event, calendar, today) =>
    `Shall I put “${event.title}” into the calendar “${calendar}”, ${when(event, today)}${event.place === "" ? "" : `, ${event.place}`}?`,
  askMove: (event, calendar, today) =>
    `Shall I move “${event.title}” in the calendar “${calendar}” to ${when(event, today).replace(/^on /, "")}?`,
  askRemove: (event, calendar, today) =>
    `Shall I delete “${event.title}”, ${when(event, today)}, from the calendar “${calendar}”?`,
  addedTo: (event, calendar, today) => `I put “${event.title}” into the calendar “${calendar}”, ${when(event, today)}.`,
  removedFrom: (event, calendar, today) =>
    `I deleted “${event.title}”, ${when(event, today)}, from the calendar “${calendar}”. If that was wrong, say “undo” right away.`,
  takenOut: (event, calendar, today) =>
    `I took “${event.title}”, ${when(event, today)}, out of the calendar “${calendar}” again.`,
  backIn: (event, calendar, today) =>
    `I put “${event.title}” back: it is in the calendar “${calendar}” ${when(event, today)}.`,
  notTakenBack: "I could not take that back.",
  notWritten: "All right. I wrote nothing into the calendar.",
  refused(reason, title, calendar) {
    switch (reason) {
      case "changed":
        return `“${title}” was changed elsewhere meanwhile. I overwrote nothing. Please look at it and ask me again.`;
      case "gone":
        return `“${title}” is no longer in the calendar “${calendar}”. Please look at your agenda.`;
      case "read-only":
        return `I may not write into the calendar “${calendar}”. Please choose another one in the settings, under Calendars.`;
      case "repeats":
        return `“${title}” repeats, so I cannot change it from here. Please change it in its own calendar.`;
      case "invitation":
        return `Others are invited to “${title}”, so I cannot change it from here. Please change it in its own calendar.`;
      case "refused":
        return `The calendar “${calendar}” refused, and I wrote nothing. Please add it again in the settings, under Calendars, if its password has changed.`;
      case "unreachable":
        return `I could not reach the calendar “${calendar}”, and wrote nothing. Please ask me again in a while.`;
      case "unknown":
        return `The calendar “${calendar}” did not answer, so I do not know whether it was written. Please look at your agenda before you ask me again.`;
      default:
        return reason satisfies never;
    }
  },
  entriesAdded: (list, items) => `I put ${series(items)} on your ${listName(list)}.`,
  entries: (list, items, total) =>
    `There ${total === 1 ? "is" : "are"} ${count(total, "thing")} on your ${listName(list)}: ${series(items)}.${total > items.length ? " There are more." : ""}`,
  emptyList: (list) => `There is nothing on your ${listName(list)}.`,
  entryDone: (list, text) => `I ticked off ${text} on your ${listName(list)}.`,
  entryRemoved: (list, text) => `I took ${text} off your ${listName(list)}.`,
  cleared: (list, n) =>
    `I took ${count(n, "thing")} off your ${listName(list)}. Say “undo” to put ${n === 1 ? "it" : "them"} back.`,
  noSuchEntry: (list, text) => `I do not see ${text} on your ${listName(list)}.`,
  whichEntry: (items) => `Which one: ${series(items)}? Please say its name.`,
  undone: (texts) => {
    const named = texts.filter((text) => text !== "");
    return named.length === 0 ? "I put it back." : `I put back ${series(named)}.`;
  },
  nothingToUndo: "There is nothing to undo.",
};
