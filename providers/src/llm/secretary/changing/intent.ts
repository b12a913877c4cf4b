import type { ClockRef, DayRef, When } from "../calendar.ts";
import type { RepeatRef } from "../repeating/intent.ts";

/**
 * When it is to ring instead: a time, or so much later than it was to ring (than now, where it has rung). Whole days keep
 * the hour. Negative is earlier. `isOfEnd`: of an event its end is meant, and its beginning stays.
 */
export type Later = (When | { kind: "by"; ms: number } | { kind: "by-days"; days: number }) & { isOfEnd?: true };

export const isEarlier = (to: Later | null): boolean =>
  (to?.kind === "by" && to.ms < 0) || (to?.kind === "by-days" && to.days < 0);

/** The same length the other way. */
export function earlier(to: Later): Later {
  if (to.kind === "by") return { ...to, ms: -to.ms };
  return to.kind === "by-days" ? { ...to, days: -to.days } : to;
}

/** Of what comes again: its next time alone, or all that are to come. */
export type Scope = "next" | "all";

/** Something that rings or rang: all that is named has to fit. Where nothing is named, it is what rang just now. */
export interface WhichRing {
  kind: "timer" | "reminder" | null;
  text: string;
  clock: ClockRef | null;
  /** How it comes until now. */
  repeat: RepeatRef | null;
  /** The same words with their day taken as one, where nothing is called so as a whole: 明日の会議. */
  onDay?: { day: DayRef; clock: ClockRef | null; text: string };
  /** Of several that fit, from 1; -1 is the last. */
  nth?: number;
  /** What was spoken of just before comes first. */
  isSpokenOf?: true;
  /** It was set just before: what rang earlier and is called so too is not meant. */
  isJustSet?: true;
}

export type ChangingIntent =
  /**
   * Once more, or once later. `to` is null when no time was named. `orNew`: where nothing is called so, it is something
   * new to be reminded of.
   */
  | { kind: "reminder-put-off"; which: WhichRing; to: Later | null; orNew?: true }
  /** More than one thing at once, which is not done. */
  | { kind: "move-everything" }
  /** How it comes from now on; a rule or an hour that was not named stays. */
  | { kind: "reminder-change"; which: WhichRing; repeat: RepeatRef | null; clock: ClockRef | null };

/** What rang just now. */
export const IT: WhichRing = { kind: null, text: "", clock: null, repeat: null };

/** What was spoken of just before, or rang just now. */
export const THAT: WhichRing = { ...IT, isSpokenOf: true };
