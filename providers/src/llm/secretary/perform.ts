import { parseRepeatRule } from "@hisho/protocol";
import type { DeskItem } from "../port.ts";
import { mayBeEvent, performAgenda } from "./agenda.ts";
import { workOut } from "./arithmetic.ts";
import { daysBetween, localTime, resolveDay, resolveWhen } from "./calendar.ts";
import { isEarlier } from "./changing/intent.ts";
import { performChange } from "./changing/perform.ts";
import type { Intent, Which } from "./intent.ts";
import { listed } from "./listing.ts";
import { performList } from "./lists.ts";
import { performMemory } from "./memory/perform.ts";
import { called, friendly, type Office, plain, type Reply, sorry } from "./office.ts";
import { parseDecimal, toDecimal } from "./rational.ts";
import { performReading } from "./readings/perform.ts";
import type { RepeatRef } from "./repeating/intent.ts";
import { comesAgain, resolveRepeat } from "./repeating/resolve.ts";
import { convert } from "./units.ts";
import { grouped, type ListedKind, readOut, type Words } from "./words.ts";

const LONGEST_TIMER_MS = 86_400_000;
const SUM_PLACES = 6;
const UNIT_PLACES = 2;
/** A timer is named by its length within this. */
const SAME_LENGTH_MS = 1_500;

/** Does what was asked. @returns undefined when a sum turns out to be none */
export async function perform(intent: Intent, office: Office): Promise<Reply | undefined> {
  const { request, words } = office;
  const today = localTime(request.now, request.timeZone);
  const { name = "", person = "" } = request.persona ?? {};
  switch (intent.kind) {
    case "greeting":
      return friendly(words.greeting(today.hour, person));
    case "thanks":
      return friendly(words.thanks(person));
    case "goodbye":
      return friendly(words.goodbye(person));
    case "who":
      return friendly(words.who(name));
    case "abilities":
      return friendly(words.abilities);
    case "time":
      return plain(
        words.time(intent.city === null ? today : localTime(request.now, intent.city.timeZone), intent.city),
      );
    case "day": {
      const day = resolveDay(intent.day, today);
      return day === undefined ? sorry(words.noSuchDay) : plain(words.day(intent.day, day, today));
    }
    case "days-until": {
      const day = resolveDay(intent.day, today);
      return day === undefined ? sorry(words.noSuchDay) : plain(words.daysUntil(day, daysBetween(today, day), today));
    }
    case "sum":
      return sumReply(intent, words);
    case "convert": {
      const value = convert(parseDecimal(intent.amount), intent.from, intent.to);
      const result = value === undefined ? undefined : toDecimal(value, UNIT_PLACES);
      if (result === undefined) return sorry(words.sumProblem.size);
      return plain(words.converted(grouped(intent.amount), intent.from, intent.to, result));
    }
    case "timer-set": {
      if (!(intent.ms >= 1000 && intent.ms <= LONGEST_TIMER_MS)) return sorry(words.timerOutOfRange);
      await keep(office, "timer", intent.text, new Date(request.now.getTime() + intent.ms));
      return friendly(words.timerSet(intent.ms, intent.text));
    }
    case "reminder-set": {
      if (intent.repeat !== undefined) return remindAgain(intent.repeat, intent, office);
      if (intent.when === null) return plain(words.askWhen);
      const dueAt = resolveWhen(intent.when, request.now, request.timeZone);
      if (dueAt === undefined || Number.isNaN(dueAt.getTime())) return sorry(words.reminderPast);
      await keep(office, "reminder", intent.text, dueAt);
      return friendly(words.reminderSet(localTime(dueAt, request.timeZone), today, intent.text));
    }
    case "reminder-put-off": {
      const { to, which, orNew } = intent;
      const { kind, clock, text, nth, onDay } = which;
      const isEvent = await mayBeEvent(which, office);
      const done = isEvent ? undefined : await performChange(intent, office);
      if (done === undefined && text === "" && kind !== null) return sorry(words.none(kind));
      if (done !== undefined || text === "" || to === null) return done;
      if (orNew === true && (to.kind === "in" || to.kind === "at"))
        return perform({ kind: "reminder-set", when: to, text }, office);
      if (kind === "timer" || (kind === "reminder" && onDay === undefined)) return sorry(words.changing.noSuch(text));
      // What does not ring may be an event.
      const named = isEvent || onDay === undefined ? { day: null, clock, text } : onDay;
      const isReminder = kind === "reminder" && ({ isReminder: true } as const);
      const inAgenda = { ...named, ...isReminder, ...(nth === undefined ? {} : { nth }) };
      return performAgenda({ kind: "event-move", which: inAgenda, to, isPutOff: !isEarlier(to) }, office);
    }
    case "reminder-change":
    case "move-everything":
      return performChange(intent, office);
    case "reminder-repeating":
      return sorry(words.cannotRepeat);
    case "note-add": {
      if (intent.text === "") return plain(words.askNote);
      await keep(office, "note", intent.text, null);
      return friendly(words.noteAdded(intent.text));
    }
    case "timer-list":
      return list("timer", office);
    case "reminder-list":
      return list("reminder", office);
    case "note-list":
      return list("note", office);
    case "timer-cancel":
      return remove("timer", intent.which, office);
    case "reminder-cancel":
      return remove("reminder", intent.which, office);
    case "note-delete":
      return remove("note", intent.which, office);
    case "remember":
    case "forget":
    case "recall":
      return performMemory(intent, office);
    case "read-as":
    case "read-plainly":
      return performReading(intent, office);
    case "agenda":
    case "agenda-find":
    case "event-add":
    case "event-cancel":
    case "event-move":
      return performAgenda(intent, office);
    case "entry-add":
    case "entry-list":
    case "entry-done":
    case "entry-remove":
    case "entry-clear":
      return performList(intent, office);
    case "undo": {
      const items = await office.desk.undo(request.sessionId);
      const { undone, nothingToUndo } = words.agenda;
      return items.length === 0 ? sorry(nothingToUndo) : friendly(undone(items.map(({ text }) => text)));
    }
    default:
      return intent satisfies never;
  }
}

function sumReply({ tokens }: Extract<Intent, { kind: "sum" }>, words: Words): Reply | undefined {
  const sum = workOut(tokens);
  if (sum === undefined) return undefined;
  if ("problem" in sum) return sorry(words.sumProblem[sum.problem]);
  const result = toDecimal(sum.value, SUM_PLACES);
  return result === undefined ? sorry(words.sumProblem.size) : plain(words.sum(readOut(tokens, words), result));
}

async function remindAgain(
  ref: RepeatRef,
  { when, text }: Extract<Intent, { kind: "reminder-set" }>,
  { request, desk, words }: Office,
): Promise<Reply> {
  const { now, timeZone, language, sessionId } = request;
  const series = resolveRepeat(ref, when, now, timeZone);
  const rule = parseRepeatRule(series?.repeat.rule ?? "");
  if (series === undefined || rule === undefined) return sorry(words.cannotRepeat);
  await desk.add(sessionId, { kind: "reminder", text, language, ...series });
  return friendly(words.reminderRepeats(rule, localTime(series.dueAt, timeZone), localTime(now, timeZone), text));
}

async function keep({ request, desk }: Office, kind: ListedKind, text: string, dueAt: Date | null): Promise<void> {
  await desk.add(request.sessionId, { kind, text, language: request.language, dueAt });
}

async function list(kind: ListedKind, office: Office): Promise<Reply> {
  const items = await office.desk.list(office.request.sessionId, kind);
  return plain(items.length === 0 ? office.words.none(kind) : listed(kind, items, office));
}

async function remove(kind: ListedKind, which: Which, office: Office): Promise<Reply> {
  const { request, desk, words } = office;
  const items = await desk.list(request.sessionId, kind);
  const meant = chosen(items, which);
  if (meant.length === 0 && which.kind === "words" && items.length > 0) {
    return sorry(`${words.noneCalled(kind, which.text)}${words.space}${listed(kind, items, office)}`);
  }
  if (meant.length === 0) return sorry(words.none(kind));
  if (meant.length > 1 && (which.kind === "repeating" ? which.of : which).kind !== "all") {
    return plain(`${words.whichOne(kind)}${words.space}${listed(kind, items, office)}`);
  }
  let count = 0;
  for (const { id } of meant) if (await desk.remove(request.sessionId, id)) count += 1;
  return count === 0 ? sorry(words.none(kind)) : plain(words.removed(kind, count));
}

/** Those that fit; more than one of them has to be asked about, unless all were meant. */
function chosen(items: readonly DeskItem[], which: Which): readonly DeskItem[] {
  switch (which.kind) {
    case "only":
    case "all":
      return items;
    case "nth": {
      const item = items.at(which.n < 0 ? which.n : which.n - 1);
      return item === undefined || which.n === 0 ? [] : [item];
    }
    case "words":
      return called(items, which.text, ({ text }) => text);
    case "repeating": {
      const inThisWay = items.filter(({ repeat }) => repeat !== undefined && comesAgain(repeat, which.repeat));
      return chosen(inThisWay, which.of);
    }
    case "duration":
      return items.filter(({ createdAt, dueAt }) => {
        const lengthMs = (dueAt?.getTime() ?? 0) - createdAt.getTime();
        return Math.abs(lengthMs - which.ms) <= SAME_LENGTH_MS;
      });
    default:
      return which satisfies never;
  }
}
