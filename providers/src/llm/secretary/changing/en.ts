/** How English speakers put off what rings, and change how it comes again. */
import type { ClockRef } from "../calendar.ts";
import {
  AT,
  CLOCK,
  clockOf,
  DAY,
  DAYS_SPAN,
  dayOf,
  POLITE,
  SPAN,
  spanDays,
  spanMs,
  WEEKDAY,
  WHEN,
  whenOf,
} from "../en-time.ts";
import type { Rule } from "../intent.ts";
import { pattern, whole } from "../pattern.ts";
import { repeatIn } from "../repeating/en.ts";
import { wakingAgain } from "../waking.ts";
import { earlier, IT, type Later, type Scope, THAT, type WhichRing } from "./intent.ts";

const NEXT =
  "(?:(?:just|only) (?:this once|this time|once|the next (?:one|time)|this one|next time)|(?:this time|once) only)";
const ALL =
  "(?:from now on|every (?:single )?time|each time|always|for good|permanently|in (?:the )?future|(?:for )?all of them|the whole series)";
export const PRONOUN = "(?:it|that|this|that one|this one)";
/** By how much. */
const SHIFT = `(?:${SPAN}|${DAYS_SPAN})`;
const THINGS = "(?:reminders|alarms|timers|events|meetings|appointments)";
const ALL_THINGS = `(?:everything|all(?: of)?(?: (?:it|them))?|all(?: of)? (?:(?:my|the|our) )?${THINGS})`;
const MORE = / more (?=hour|min|sec)/i;
/** Who only says "snooze". */
const SNOOZE_MS = 10 * 60_000;

/** "Only the next time", "every time", as an answer. */
export function scopeOf(text: string): Scope | undefined {
  if (
    whole(
      `(?:no,? )?(?:${NEXT}|(?:just )?(?:this|the) (?:once|time|next(?: (?:one|time))?)|once|the next(?: time)?)(?:,? please)?`,
    ).test(text)
  ) {
    return "next";
  }
  return whole(`(?:yes,? )?(?:${ALL}|all|every one|every(?:time)?|(?:the )?series)(?:,? please)?`).test(text)
    ? "all"
    : undefined;
}

/** What was asked without the words that say whether once or always is meant. */
export function scopeIn(text: string): { scope: Scope | undefined; rest: string } {
  const found = pattern(`,? (?:(?<next>${NEXT})|(?<all>${ALL}))$`, "i").exec(text);
  if (found === null) return { scope: undefined, rest: text };
  return { scope: found.groups?.next === undefined ? "all" : "next", rest: text.slice(0, found.index) };
}

/** "the pills reminder", "my 8 o'clock", "it". */
function whichOf(words: string): WhichRing {
  const found = repeatIn(words.replace(/^(?:the|my|our|that) /i, ""));
  const named = (found?.rest ?? words).replace(/^(?:the|my|our|that|this) /i, "");
  const kind = /(?:^| )timer$/i.test(named) ? "timer" : /(?:^| )(?:reminder|alarm)$/i.test(named) ? "reminder" : null;
  const bare = named.replace(/ ?(?:timer|reminder|alarm)$| (?:appointment|event)$/i, "");
  const { clock, text } = clockIn(bare);
  if (whole(PRONOUN).test(text)) return { ...THAT, repeat: found?.repeat ?? null };
  const dated = pattern(`^(?:(?<early>${DAY})(?:'s)? (?<a>.+)|(?<b>.+?),? (?<late>${DAY}))$`, "i").exec(bare)?.groups;
  const day = dated && dayOf(dated.early ?? dated.late ?? "");
  const onDay = day && { day, ...clockIn(dated.a ?? dated.b ?? "") };
  return { kind, text, clock, repeat: found?.repeat ?? null, ...(onDay && { onDay }) };
}

function clockIn(words: string): { clock: ClockRef | null; text: string } {
  const hour = pattern(`^(?:at )?(${CLOCK})(?: one)?(?= |$)`, "i").exec(words);
  const clock = hour === null ? null : (clockOf(hour[1] ?? "", "") ?? null);
  const text = (hour === null ? words : words.slice(hour[0].length)).replace(/^(?:to|about|for) |^ /i, "").trim();
  return { clock, text };
}

function by(words: string | undefined): Later | undefined {
  if (words === undefined) return undefined;
  const days = spanDays(words);
  if (days !== undefined) return { kind: "by-days", days };
  const ms = spanMs(words);
  return ms === undefined ? undefined : { kind: "by", ms };
}

const AGAIN = /(?:^| )(?:again|once more|instead)(?= |$)/i;

const again: Rule = (text) => {
  const plain = text.replace(AGAIN, "").trim();
  const asked = whole(
    `${POLITE}(?:(?:remind|tell|wake|call) me )?(?:(?:about|of) (?<a>.{1,40}?) )?(?<when>${WHEN})(?: (?:about|of) (?<b>.{1,40}))?`,
  ).exec(plain);
  const isOpen = whole(`${POLITE}remind me(?: about (?:it|that|this))?(?: later)?`).test(plain);
  if (isOpen && (plain !== text || / later$/i.test(text))) return { kind: "reminder-put-off", which: IT, to: null };
  if (asked === null || plain === text) return undefined;
  const { a, b, when = "" } = asked.groups ?? {};
  const to = wakingAgain(whenOf(when), text);
  // "Tell me again about the meeting tomorrow" asks.
  if ((a ?? b) !== undefined && to?.kind !== "in" && /\btell me\b/i.test(text)) return undefined;
  return to && { kind: "reminder-put-off", which: whichOf(a ?? b ?? "it"), to, orNew: true };
};

/** A word without which it is not meant: long patterns are compiled only where they may fit. */
const EVERYTHING = /\b(?:everything|all)\b/i;
const SOON = /\b(?:forward|up|earlier|sooner|later)\b/i;

const everything: Rule = (text) =>
  EVERYTHING.test(text) &&
  whole(
    `${POLITE}(?:snooze|postpone|put|push|delay|extend|move|reschedule|shift|bring|change)(?: off| back| forward| up)? ${ALL_THINGS}(?: off| back| out| forward| up)?` +
      `(?: (?:to|until|till) (?:${WHEN}|${CLOCK}|(?:the )?(?:next|following) (?:week|month|year)|later(?: today)?)| (?:(?:by|for|in) )?(?:another )?${SHIFT}(?: earlier| later)?)`,
  ).test(text)
    ? { kind: "move-everything" }
    : undefined;

const sooner: Rule = (text) => {
  if (!SOON.test(text)) return undefined;
  const asked = whole(
    `${POLITE}(?:bring|pull) (?<a>.{1,40}?) (?:forward|up) (?:by )?(?<a2>${SHIFT})`,
    `${POLITE}move (?<b>.{1,40}?) up (?:by )?(?<b2>${SHIFT})`,
    `${POLITE}(?:bring forward|move up) (?<c>.{1,40}?) (?:by )?(?<c2>${SHIFT})`,
    `${POLITE}(?:make|move) (?<d>.{1,40}?) (?:by )?(?<d2>${SHIFT}) (?<d3>earlier|sooner|later)`,
  ).exec(text)?.groups;
  if (asked === undefined) return undefined;
  const { a, b, c, d, a2, b2, c2, d2, d3 } = asked;
  const shift = by(a2 ?? b2 ?? c2 ?? d2);
  const to = shift && (/^later$/i.test(d3 ?? "") ? shift : earlier(shift));
  return to && { kind: "reminder-put-off", which: whichOf(a ?? b ?? c ?? d ?? "it"), to };
};

const later: Rule = (text) => {
  const snooze = whole(
    `${POLITE}snooze(?: (?:for )?(?<a>${SHIFT}))?`,
    `${POLITE}snooze (?<which>.{1,40}?)(?: (?:for|by) (?<b>${SHIFT}))?`,
  ).exec(text);
  // "Ten more minutes".
  const more = by(
    MORE.test(text)
      ? whole(`${POLITE}(?:give me |just )?(${SPAN})(?:,? please)?`).exec(text.replace(MORE, " "))?.[1]
      : undefined,
  );
  if (more !== undefined) return { kind: "reminder-put-off", which: IT, to: more };
  const until = whole(
    `${POLITE}(?:snooze|postpone|put off|push back|delay|push|put)(?: (?<which>.{1,40}?))?(?: off| back)? (?:until|till|to) (?<when>.{1,40})`,
    `${POLITE}(?:postpone|put off|push back|delay|push|put|extend)(?: (?<which2>.{1,40}?))?(?: off| back| out)? (?:by|for) (?:another )?(?<span>${SHIFT})`,
    `${POLITE}(?:(?:postpone|delay|extend)(?: (?<which3>.{1,40}?))?|(?:push|put) (?:(?<which4>.{1,40}?) )?(?:off|back|out)(?: (?<which5>.{1,40}?))?)(?<! (?:in|after)) (?:another )?(?<span2>${SHIFT})`,
  ).exec(text);
  const { which, which2, which3, which4, which5, when, span, span2 } = until?.groups ?? {};
  if (when !== undefined && (which === undefined || whole(PRONOUN).test(which) || /^snooze/i.test(text))) {
    const to = whenOf(when) ?? whenOf(`at ${when}`);
    return to && { kind: "reminder-put-off", which: whichOf(which ?? "it"), to };
  }
  const shift = by(span ?? span2);
  const named = which2 ?? which3 ?? which4 ?? which5 ?? "it";
  if (shift !== undefined) {
    const to = pattern(`^${POLITE}extend `, "i").test(text) ? ({ ...shift, isOfEnd: true } as const) : shift;
    return { kind: "reminder-put-off", which: whichOf(named), to };
  }
  if (snooze === null || /^(?:until|till|to) /i.test(snooze.groups?.which ?? "")) return undefined;
  const { a, b } = snooze.groups ?? {};
  const to = by(a ?? b) ?? { kind: "by", ms: SNOOZE_MS };
  const about = snooze.groups?.which;
  return { kind: "reminder-put-off", which: about === undefined ? IT : whichOf(about), to };
};

const rule: Rule = (given) => {
  const { scope, rest } = scopeIn(given);
  if (scope === "next") return undefined;
  const asked = pattern(
    `^${POLITE}(?:(?:make|change|switch|move|reschedule|turn)(?! me )|set(?=.* to )) (?!an? |another )(?<which>.{1,60}?) (?:to |into |for |be |come )?(?<how>(?:every|each|daily|weekly|monthly|yearly|on |weekdays|${WEEKDAY}s).{0,60}?)(?: instead)?$`,
    "i",
  ).exec(rest)?.groups;
  if (asked === undefined) return undefined;
  const { which = "", how = "" } = asked;
  const found = repeatIn(how) ?? repeatIn(`on ${how}`);
  const hour =
    found === undefined || found.rest === "" ? undefined : pattern(`^(?:${AT})?(${CLOCK})$`, "i").exec(found.rest)?.[1];
  if (found === undefined || (found.rest !== "" && hour === undefined)) return undefined;
  const clock: ClockRef | null = hour === undefined ? null : (clockOf(hour, "") ?? null);
  return { kind: "reminder-change", which: whichOf(which), repeat: found.repeat, clock };
};

export const changingRules: readonly Rule[] = [again, everything, sooner, later, rule];
