/** What written words would put on the desk, shown to the person before it is kept. */
import type { NewDeskItem } from "../port.ts";
import { timeOf } from "./agenda.ts";
import { resolveWhen } from "./calendar.ts";
import { type Intent, tidy, understand } from "./intent.ts";
import { resolveRepeat } from "./repeating/resolve.ts";
import { ASKS_TO_REMIND } from "./repeating/rule.ts";
import { tongueOf } from "./tongues.ts";

export interface DraftContext {
  /** BCP 47. */
  language: string;
  /** IANA. */
  timeZone: string;
  now: Date;
}

/** @returns one thing, or each of those that go on a list; words that name no time are a note */
export function draftsOf(words: string, { language, timeZone, now }: DraftContext): NewDeskItem[] {
  const text = tidy(words);
  const tongue = tongueOf(language, text);
  const base = { language, dueAt: null };
  const said = understand(text, tongue.rules);
  // "Pills every day at 8": what comes again and names no verb is a reminder.
  const hasNoVerb = !ASKS_TO_REMIND.test(text);
  const isBare = said === undefined || said.kind === "event-add" || said.kind === "note-add";
  const intent =
    isBare && hasNoVerb && tongue.repeatIn(text) !== undefined
      ? understand(tongue.reminding(text), tongue.rules)
      : said;
  const made = intent === undefined ? undefined : ofIntent(intent);
  return made ?? [{ ...base, kind: "note", text }];

  function ofIntent(meant: Intent): NewDeskItem[] | undefined {
    switch (meant.kind) {
      case "timer-set":
        return [{ ...base, kind: "timer", text: meant.text, dueAt: new Date(now.getTime() + meant.ms) }];
      case "reminder-set": {
        if (meant.repeat !== undefined) {
          const series = resolveRepeat(meant.repeat, meant.when, now, timeZone);
          return series && [{ ...base, kind: "reminder", text: meant.text, ...series }];
        }
        const dueAt = meant.when === null ? undefined : resolveWhen(meant.when, now, timeZone);
        return dueAt && [{ ...base, kind: "reminder", text: meant.text, dueAt }];
      }
      case "event-add": {
        const { when, until, lengthMs, place } = meant;
        const time = when === null ? undefined : timeOf(when, until, lengthMs, now, timeZone);
        return time && [{ ...base, kind: "event", text: meant.text, time, ...(place === "" ? {} : { place }) }];
      }
      case "note-add":
        return meant.text === "" ? undefined : [{ ...base, kind: "note", text: meant.text }];
      case "entry-add": {
        const list = meant.list === "" ? tongue.words.agenda.shopping : meant.list;
        return meant.items.map((item) => ({ ...base, kind: "entry", text: item, list }));
      }
      default:
        return undefined;
    }
  }
}
