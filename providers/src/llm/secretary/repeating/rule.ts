import type { Rule } from "../intent.ts";
import type { RepeatFound, RepeatRef } from "./intent.ts";

/** Nobody is woken at half past six in the evening, day after day. */
const WAKES = /\bwake\b|起こして|깨워/i;

/**
 * The rule of reminders, also for those that come again: what says how often is read first, the rest as if it were once.
 * @param find the language's own
 * @param tooOften what nobody can be reminded by
 */
export function repeating(once: Rule, find: (text: string) => RepeatFound | undefined, tooOften: RegExp): Rule {
  return (text) => {
    const found = find(text);
    if (found === undefined) {
      const plain = text.replace(tooOften, " ").replace(/ +/g, " ").trim();
      if (plain === text) return once(text);
      return once(plain)?.kind === "reminder-set" ? { kind: "reminder-repeating" } : once(text);
    }
    const { rest } = found;
    const isWaking = found.repeat.part === null && WAKES.test(text);
    const repeat: RepeatRef = isWaking ? { ...found.repeat, part: "morning" } : found.repeat;
    const intent = once(rest);
    if (intent?.kind === "reminder-set") {
      return intent.when?.kind === "in" ? { kind: "reminder-repeating" } : { ...intent, repeat };
    }
    if (intent?.kind === "reminder-cancel" && intent.which.kind !== "words" && intent.which.kind !== "repeating") {
      return { kind: "reminder-cancel", which: { kind: "repeating", repeat, of: intent.which } };
    }
    return intent?.kind === "reminder-cancel" ? intent : once(text);
  };
}
