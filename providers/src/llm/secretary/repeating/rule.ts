import type { Intent, Rule } from "../intent.ts";
import { wakes, wakingAt } from "../waking.ts";
import type { RepeatFound, RepeatRef } from "./intent.ts";

/** Words that ask to be reminded, whatever of. */
export const ASKS_TO_REMIND =
  /\b(?:remind me|reminder|wake me|alarm)\b|リマイン|思い出させて|知らせて|起こして|アラーム|리마인드|알려|깨워|상기시켜/i;

/** What a language says of coming again that no rule holds. */
export interface Unread {
  /** What nobody can be reminded by. */
  tooOften: RegExp;
  /** In the words around: what is left out, until when, a second day. */
  besides: RegExp;
  /** In the matter: a second hour. */
  clock: RegExp;
  /** An hour that is surely of the matter ("the 9 o'clock meeting"), behind a first group of what stands before it. */
  own: RegExp;
}

/**
 * The rule of reminders, also for those that come again: what says how often is read first, the rest as if it were once.
 * @param find the language's own
 * @param unread what is refused rather than rung at another time
 */
export function repeating(once: Rule, find: (text: string) => RepeatFound | undefined, unread: Unread): Rule {
  const { tooOften, besides, clock, own } = unread;
  return bare((text) => {
    const found = find(text);
    if (found === undefined) {
      const plain = text.replace(tooOften, " ").replace(/ +/g, " ").trim();
      if (plain === text) return awake(once(text), text);
      return once(plain)?.kind === "reminder-set" ? { kind: "reminder-repeating" } : awake(once(text), text);
    }
    const { rest } = found;
    const isOpen = found.repeat.part === null;
    const asked = once(rest);
    const isSet = asked?.kind === "reminder-set";
    const isMorning = isOpen && wakes(text, isSet ? asked.text : "");
    const repeat: RepeatRef = isMorning ? { ...found.repeat, part: "morning" } : found.repeat;
    const intent = isOpen ? awake(asked, text) : asked;
    const around = rest.replace(QUOTED, "").replace(own, "$1");
    const about = around === rest ? intent : once(around);
    const hasSecond = isSet && about?.kind === "reminder-set" && clock.test(about.text);
    if (hasSecond || (besides.test(around) && (isSet || asksForOne(intent, text)))) {
      return { kind: "reminder-repeating" };
    }
    if (intent?.kind === "reminder-set") {
      return intent.when?.kind === "in" ? { kind: "reminder-repeating" } : { ...intent, repeat };
    }
    if (intent?.kind === "reminder-cancel" && intent.which.kind !== "words" && intent.which.kind !== "repeating") {
      return { kind: "reminder-cancel", which: { kind: "repeating", repeat, of: intent.which } };
    }
    return intent?.kind === "reminder-cancel" ? intent : once(text);
  });
}

function awake(intent: Intent | undefined, text: string): Intent | undefined {
  if (intent?.kind !== "reminder-set" || intent.when === null) return intent;
  return { ...intent, when: wakingAt(intent.when, text, intent.text) };
}

const QUOTED = /"[^"]+"|“[^”]+”|‘[^’]+’|「[^」]+」|『[^』]+』/;

/** The matter without the quotation marks around it: what is said aloud has none. */
const bare =
  (rule: Rule): Rule =>
  (text) => {
    const intent = rule(text);
    if (intent?.kind !== "reminder-set" || QUOTED.exec(intent.text)?.[0] !== intent.text) return intent;
    return { ...intent, text: intent.text.slice(1, -1).trim() };
  };

/** Not understood, and still a wish to be reminded. */
const asksForOne = (intent: Intent | undefined, text: string): boolean =>
  intent === undefined && ASKS_TO_REMIND.test(text);
