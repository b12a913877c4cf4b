import type { Token } from "./arithmetic.ts";
import type { ClockRef, DayRef, When } from "./calendar.ts";
import type { ChangingIntent, Later, Scope } from "./changing/intent.ts";
import type { City } from "./cities.ts";
import type { MemoryIntent } from "./memory/intent.ts";
import type { ReadingIntent } from "./readings/intent.ts";
import type { RepeatRef } from "./repeating/intent.ts";
import type { Unit } from "./units.ts";

/** Which of several kept things is meant. */
export type Which =
  | { kind: "only" }
  | { kind: "all" }
  /** From 1; -1 is the last. */
  | { kind: "nth"; n: number }
  | { kind: "words"; text: string }
  | { kind: "duration"; ms: number }
  /** Of what comes again in this way. */
  | { kind: "repeating"; repeat: RepeatRef; of: Exclude<Which, { kind: "repeating" }> };

/** A stretch of the agenda. Weeks begin on Monday and count from this one. */
export type AgendaSpan =
  | { kind: "day"; day: DayRef; part: "morning" | "afternoon" | "evening" | null }
  | { kind: "week"; week: number }
  | { kind: "weekend"; week: number }
  | { kind: "month"; monthsAhead: number };

/** Which thing of the agenda is meant: all that is named has to fit. */
export interface WhichEvent {
  day: DayRef | null;
  clock: ClockRef | null;
  text: string;
  /** It was called a reminder: no event is meant. */
  isReminder?: true;
  /** It was called an event: no reminder is meant. */
  isEvent?: true;
  /** Nothing is named: it is what was spoken of just before. */
  isSpokenOf?: true;
  /** Of several that fit, from 1; -1 is the last. */
  nth?: number;
}

/** With nothing named. */
export const ANY: WhichEvent = { day: null, clock: null, text: "" };

/** What was spoken of just before. */
export const SPOKEN_OF: WhichEvent = { day: null, clock: null, text: "", isSpokenOf: true };

/** What a person asked for, before it is known when and where. */
export type Intent =
  | { kind: "greeting" }
  | { kind: "thanks" }
  | { kind: "goodbye" }
  | { kind: "who" }
  | { kind: "abilities" }
  | { kind: "time"; city: City | null }
  | { kind: "day"; day: DayRef }
  | { kind: "days-until"; day: DayRef }
  | { kind: "sum"; tokens: readonly Token[] }
  | { kind: "convert"; amount: string; from: Unit; to: Unit }
  | { kind: "timer-set"; ms: number; text: string }
  | { kind: "timer-list" }
  | { kind: "timer-cancel"; which: Which }
  /** `when` is null when no time was named. */
  | { kind: "reminder-set"; when: When | null; text: string; repeat?: RepeatRef }
  /** In a way that it cannot. */
  | { kind: "reminder-repeating" }
  | { kind: "reminder-list" }
  | { kind: "reminder-cancel"; which: Which }
  | { kind: "note-add"; text: string }
  | { kind: "note-list" }
  | { kind: "note-delete"; which: Which }
  | ChangingIntent
  | MemoryIntent
  | ReadingIntent
  | { kind: "agenda"; span: AgendaSpan }
  /** What comes next, or when something is. */
  | { kind: "agenda-find"; text: string }
  /** Without a clock it takes the whole day. `until` and `lengthMs` say when it ends. */
  | {
      kind: "event-add";
      when: When | null;
      until: ClockRef | null;
      lengthMs: number | null;
      text: string;
      place: string;
    }
  | { kind: "event-cancel"; which: WhichEvent }
  /** `scope` where it was said whether what comes again is meant once or from now on; what is put off is never earlier. */
  | { kind: "event-move"; which: WhichEvent; to: Later; scope?: Scope; isPutOff?: boolean }
  /** `list` is empty where none was named. */
  | { kind: "entry-add"; list: string; items: readonly string[] }
  | { kind: "entry-list"; list: string }
  /** Ticked off, or taken off without having been done. */
  | { kind: "entry-done"; list: string; text: string }
  | { kind: "entry-remove"; list: string; text: string }
  | { kind: "entry-clear"; list: string }
  | { kind: "undo" };

/** Reads a person's words by one rule. @returns undefined when they mean something else */
export type Rule = (text: string) => Intent | undefined;

/** The first rule that understands. @param text cleaned by `tidy` */
export function understand(text: string, rules: readonly Rule[]): Intent | undefined {
  for (const rule of rules) {
    const intent = rule(text);
    if (intent !== undefined) return intent;
  }
  return undefined;
}

/** Recognisers differ in width, spaces and closing marks; none of it carries meaning here. */
export function tidy(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[\s.?!。、,…~〜]+$/u, "");
}

/** A rule for sentences that mean one thing. */
export function says(pattern: RegExp, intent: Intent): Rule {
  return (text) => (pattern.test(text) ? intent : undefined);
}

/** The rules, each also given the sentence without what people put before it ("hello, …") or behind it. */
export function without(around: RegExp, rules: readonly Rule[]): readonly Rule[] {
  return rules.map((rule) => (text) => {
    const rest = text.replace(around, "");
    return rule(text) ?? (rest === text || rest === "" ? undefined : rule(rest));
  });
}
