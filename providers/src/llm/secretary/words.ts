import type { RepeatRule } from "@hisho/protocol";
import type { AgendaWords } from "./agenda-words.ts";
import type { Sign, Token } from "./arithmetic.ts";
import type { Day, DayRef, LocalTime } from "./calendar.ts";
import type { ChangingWords } from "./changing/words.ts";
import type { City } from "./cities.ts";
import type { MemoryWords } from "./memory/words.ts";
import type { DecimalText } from "./rational.ts";
import type { ReadingWords } from "./readings/words.ts";
import type { Unit } from "./units.ts";

/** What is kept and read out by its kind. */
export type ListedKind = "timer" | "reminder" | "note";

/** A kept thing as it is read out. */
export interface Listed {
  text: string;
  /** For timers. */
  leftMs: number;
  /** For reminders. */
  due: LocalTime | null;
  /** For those that come again. */
  rule: RepeatRule | null;
}

/** What the secretary says in one language. Polite, plain, no exclamation marks; each answer one or two sentences. */
export interface Words {
  agenda: AgendaWords;
  /** Between sentences. */
  space: "" | " ";
  /** @param hour 0 to 23, of the person's clock. @param person how they are called; empty where that is not known, here and below */
  greeting(hour: number, person: string): string;
  thanks(person: string): string;
  goodbye(person: string): string;
  /** Called by its name, and no more. */
  called(person: string): string;
  /** Says plainly that it is a machine. @param name empty where it was given none */
  who(name: string): string;
  abilities: string;
  /** No language model is configured. */
  noModel: string;
  /** One is configured and does not answer. */
  modelAway: string;
  /** To a visitor, of what is the owner's. */
  notForVisitors: string;
  nothingInDocuments: string;
  /** Goes before the words of a document. */
  quoting(title: string): string;
  time(time: LocalTime, city: City | null): string;
  day(ref: DayRef, day: Day, today: Day): string;
  noSuchDay: string;
  /** `count` is negative for a day that has passed. */
  daysUntil(day: Day, count: number, today: Day): string;
  sum(expression: string, result: DecimalText): string;
  /** How signs are read out within an expression; spaces included. */
  signs: Readonly<Record<Sign, string>>;
  /** After an exponent. */
  powerEnd: string;
  sumProblem: Readonly<Record<"zero" | "size", string>>;
  converted(amount: string, from: Unit, to: Unit, result: DecimalText): string;
  timerSet(ms: number, text: string): string;
  timerOutOfRange: string;
  reminderSet(due: LocalTime, today: Day, text: string): string;
  /** @param first when it rings first */
  reminderRepeats(rule: RepeatRule, first: LocalTime, today: Day, text: string): string;
  askWhen: string;
  reminderPast: string;
  /** Not in this way: what it can is said. */
  cannotRepeat: string;
  changing: ChangingWords;
  noteAdded(text: string): string;
  askNote: string;
  /** At least one item; `total` may be more than are listed. */
  list(kind: ListedKind, items: readonly Listed[], total: number, today: Day): string;
  none(kind: ListedKind): string;
  /** Goes before those there are. */
  noneCalled(kind: ListedKind, text: string): string;
  removed(kind: ListedKind, count: number): string;
  /** Asks which of several is meant, before they are listed. */
  whichOne(kind: ListedKind): string;
  memory: MemoryWords;
  reading: ReadingWords;
}

/** An expression as it is read out. */
export function readOut(tokens: readonly Token[], words: Words): string {
  const pieces = tokens.map((token, index) => {
    if ("sign" in token) return words.signs[token.sign];
    const before = tokens[index - 1];
    const isExponent = before !== undefined && "sign" in before && before.sign === "^";
    return `${grouped(token.number)}${isExponent ? words.powerEnd : ""}`;
  });
  return pieces.join("").replace(/\s+/g, " ").replace(/\( /g, "(").replace(/ \)/g, ")").trim();
}

/** `1234567.5` as `1,234,567.5`. */
export function grouped(digits: string): string {
  const [whole = "", fraction] = digits.split(".");
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? text : `${text}.${fraction}`;
}

export interface Span {
  hours: number;
  minutes: number;
  seconds: number;
}

/** Rounded to whole seconds, at least one. */
export function spanOf(ms: number): Span {
  const all = Math.max(1, Math.round(ms / 1000));
  return { hours: Math.floor(all / 3600), minutes: Math.floor(all / 60) % 60, seconds: all % 60 };
}

export function sameDay(a: Day, b: Day): boolean {
  return a.year === b.year && a.month === b.month && a.day === b.day;
}
