/** The hours that people are woken at. */
import type { ClockRef, When } from "./calendar.ts";

/** Asks to be woken. */
const WAKES_ME = /\bwake me\b|\bget me up\b(?! to (?:speed|date))|\bwake-? ?up call\b|起こして|깨워/i;
/** The matter of a reminder that wakes whoever set it. */
const IS_WAKING = /^(?:wake (?:me )?up|get (?:me )?up|起床|起きる|기상|일어나기)$/i;
/** The matter of one that wakes someone else too: no wake that is attended, and no wake word. */
const WAKES = /^wake (?!words?\b)/i;
const ALARM = /\balarm\b|アラーム|目覚まし|알람/i;
/** An alarm for nothing in particular. */
const IS_ALARM = /^(?:alarm|アラーム|알람)?$/i;
const NAP = /\bnap\b|昼寝|仮眠|낮잠/i;

/** Whether somebody is to be woken by it. @param text all that was said @param matter of the reminder */
export const wakes = (text: string, matter: string): boolean => WAKES_ME.test(text) || WAKES.test(matter);

/**
 * Who is woken is woken in the morning, whatever the hour would mean of a reminder (`resolveWhen`): where no half of the
 * day was named, 4 to 11 is before noon, 12 is noon, and 1 to 3 is before noon where one asks to be woken oneself. An
 * alarm for nothing in particular wakes; a nap, and "today", leave the hour open.
 * @param text all that was said @param matter of the reminder, empty where it has none
 */
export function wakingAt(when: When, text: string, matter: string): When {
  if (when.kind === "in" || when.clock === null || NAP.test(text) || isToday(when)) return when;
  const isOwn = WAKES_ME.test(text) || IS_WAKING.test(matter);
  if (!isOwn && !WAKES.test(matter) && !(ALARM.test(text) && IS_ALARM.test(matter))) return when;
  return { ...when, clock: inTheMorning(when.clock, isOwn ? 1 : 4) };
}

/** Once more: an hour without a day is the next such hour, as the morning may have come. */
export const wakingAgain = (when: When | undefined, text: string): When | undefined =>
  when?.kind === "at" && when.day !== null ? wakingAt(when, text, "") : when;

const isToday = ({ day }: Extract<When, { kind: "at" }>): boolean => day?.kind === "offset" && day.days === 0;

/** @param from 1 to 12: earlier hours stay open */
function inTheMorning(clock: ClockRef, from: number): ClockRef {
  const { hour, half } = clock;
  return half !== null || hour < from || hour > 12 ? clock : { ...clock, half: hour === 12 ? "pm" : "am" };
}
