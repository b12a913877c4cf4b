/** What English speakers say of their agenda and their lists. */

import { PRONOUN, scopeIn } from "./changing/en.ts";
import {
  AT,
  CLOCK,
  clockOf,
  DAY,
  dayOf,
  HOURS,
  ORDINAL,
  ordinal,
  POLITE,
  SPAN,
  spanMs,
  WHEN,
  whenOf,
} from "./en-time.ts";
import { ANY, type Intent, type Rule, SPOKEN_OF, type WhichEvent } from "./intent.ts";
import { pattern, whole } from "./pattern.ts";
import { readSpan, SPAN_NAMES } from "./spans.ts";

const DAYS = `(?:${SPAN_NAMES.en}|(?:this (?:morning|afternoon|evening)|${DAY}(?: in the (?:morning|afternoon|evening))?))`;
const AGENDA = "(?:agenda|calendar|schedule|plans?|diary|appointments?|meetings?|events?)";
const MY = "(?:my |the |any |our )?";

/** "What is next Friday" asks for its date. */
const ASKS_DATE = whole(`(?:what's|what is|whats) (?!on )${DAYS}`);

/** What may come before a day that ends a question. */
const AM_I = `${POLITE}(?:do i have|have i got|is there|are there|am i)(?: anything| something| any)? ?(?:${AGENDA}|free|busy|on|planned|scheduled)? ?(?:planned |scheduled |on )?(?:for |on )?`;
const OPEN = [
  AM_I,
  `${POLITE}any(?:thing|one| ${AGENDA})(?: (?:at all|planned|scheduled|happening|going on|coming up))? (?:on |for )?`,
  "what (?:am i|are we) (?:doing|up to) (?:on )?",
  "how (?:busy|free|full) (?:am i|are we|is) (?:on )?",
  "(?:show|read|tell)(?: me)? ",
].join("|");

const agenda: Rule = (text) => {
  if (ASKS_DATE.test(text)) return undefined;
  const asked = whole(
    `${POLITE}(?:what's|what is|what are|whats|what do i have|what have i got|what does|what)(?: there)?(?: on)? ?(?:${MY}${AGENDA} ?(?:is |are |look like )?)?(?:on |for |do i have |have i got |planned |scheduled |happening |like |going on )*(?:on ${MY}${AGENDA} )?(?:for |on )?(?<days>${DAYS})(?: like)?`,
    `${POLITE}(?:read|show|tell|give|check)(?: me)?(?: about)? ?${MY}${AGENDA}(?: (?:for|on|of))? ?(?<read>${DAYS})?`,
    `${POLITE}(?:read|show|tell|give|check)(?: me)? (?<own>${DAYS})(?:'s)? ${AGENDA}`,
    `(?:${OPEN})(?<open>${DAYS})`,
    // Who asks of an hour hears the day.
    `${AM_I}(?:(?<early>${DAYS}),? (?:${AT})?${CLOCK}|${AT}${CLOCK}(?:,? (?:on )?(?<late>${DAYS}))?)`,
    `(?:what's|what is|what does|how does) (?<whose>${DAYS})(?:'s)? (?:look(?: like)?|${AGENDA}(?: like)?)`,
    `(?:what's|what is|read|show me) (?:on )?my ${AGENDA}`,
    "what's on|what is on",
  ).exec(text);
  if (asked !== null) {
    const named = Object.values(asked.groups ?? {}).find((found) => found !== undefined);
    const span = readSpan(named ?? "today", "en");
    return span && { kind: "agenda", span };
  }
  if (
    whole(
      `${POLITE}(?:what's|what is|when's|when is|tell me) (?:my |the )?next (?:${AGENDA}|thing)(?: on my ${AGENDA})?`,
      `(?:what's|what is|what comes) (?:up )?next(?: on ${MY}${AGENDA})?`,
    ).test(text)
  ) {
    return { kind: "agenda-find", text: "" };
  }
  return undefined;
};

/** When something is, if the agenda knows it. */
const find: Rule = (text) => {
  const what = whole(
    `(?:when|what time) (?:is|are|does|do)(?: i have)? (?:my |the |our )?(?<what>.{2,40}?)(?: start| begin)?`,
  ).exec(text)?.groups?.what;
  return what === undefined || pattern(`^(?:it|${DAY})$`, "i").test(what)
    ? undefined
    : { kind: "agenda-find", text: what.replace(/ (?:appointment|event)$/i, "") };
};

const THING = "(?:meeting|appointment|event|one|thing)";

/** "the 3 o'clock", "my dentist appointment tomorrow", "it". */
export function whichOf(words: string): WhichEvent | undefined {
  if (whole("(?:that|this) (?:meeting|appointment|event)").test(words)) return { ...SPOKEN_OF, isEvent: true };
  if (whole(PRONOUN, "(?:that|this) thing").test(words)) return SPOKEN_OF;
  let text = words.replace(/^(?:the|my|our|that) /i, "");
  const lateDay = pattern(`(?:^|,? )(${DAY})$`, "i").exec(text);
  const earlyDay = pattern(`^(${DAY})(?:'s)? `, "i").exec(text);
  const dayWords = lateDay?.[1] ?? earlyDay?.[1];
  if (lateDay !== null) text = text.slice(0, -lateDay[0].length);
  else if (earlyDay !== null) text = text.slice(earlyDay[0].length);
  const early = pattern(`^(?:at )?(${CLOCK})(?: ${THING})?(?= |$)`, "i").exec(text);
  const late = pattern(`(?:^| )at (${CLOCK})$`, "i").exec(text);
  const clockWords = early?.[1] ?? late?.[1];
  const clock = clockWords === undefined ? null : clockOf(clockWords, dayWords ?? "");
  const day = dayWords === undefined ? null : dayOf(dayWords);
  if (clock === undefined || day === undefined) return undefined;
  const rest = (
    early !== null ? text.slice(early[0].length) : late !== null ? text.slice(0, -late[0].length) : text
  ).trim();
  const about = rest.replace(pattern(`^${THING}$`, "i"), "").replace(/^(?:with|about) /i, "");
  const title = about.replace(/ (?:appointment|event)$/i, "");
  return day === null && clock === null && title === "" ? undefined : { day, clock, text: title };
}

const change: Rule = (text) => {
  const { scope, rest } = scopeIn(text);
  const moved = pattern(
    `^${POLITE}(?<verb>move|reschedule|shift|push|change|postpone|bring|put off|put back|delay)(?: back| forward)? (?<which>.{1,60}?)(?: off| forward| up)? (?:to|until|till) (?<to>.{1,40})$`,
    "i",
  ).exec(rest)?.groups;
  if (moved !== undefined) {
    const words = moved.which ?? "";
    const named = words.replace(/(?:^| )(?:reminder|alarm)(?= (?:at|on|for) |$)/i, "");
    const which = named !== words && /^(?:the|my|our)?$/i.test(named) ? ANY : whichOf(named);
    const to = whenOf(moved.to ?? "") ?? whenOf(`at ${moved.to}`);
    const isPutOff = /^(?:push|postpone|put|delay)/i.test(moved.verb ?? "");
    if (which !== undefined && to !== undefined)
      return {
        kind: "event-move",
        which: named === words ? which : { ...which, isReminder: true },
        to,
        ...(scope && { scope }),
        isPutOff,
      };
  }
  const dropped = pattern(`^${POLITE}(?:cancel|delete|remove|drop|call off) (.{1,60})$`, "i").exec(text)?.[1];
  if (dropped === undefined || /\b(?:timers?|reminders?|notes?|lists?|alarms?)\b/i.test(dropped)) return undefined;
  const which = whichOf(dropped);
  // "Drop it" may ask to speak of something else.
  const isIdle = which?.isSpokenOf === true && pattern(`^${POLITE}drop `, "i").test(text);
  return which && !isIdle ? { kind: "event-cancel", which } : undefined;
};

const ADD = `^${POLITE}(?:add|put|schedule|book|create|make|enter|set up|plan|i have|i've got|there's|there is)`;

/** What is said of a day and an hour, and no appointment. */
const NO_THING =
  /^(?:please|ok|okay|hey|hi|hello|um|uh|well|so|and|but|or|who|whom|whose|what|when|where|which|why|how|is|are|am|was|were|do|does|did|have|has|can|could|will|would|should|may|if|no|yes|not|i|you|we|they|he|she|it|the|that|this|show|tell|read|weather|news|rain|snow|sunrise|sunset|time|date|set|wake|remind|get me|cancel|reschedule|postpone|snooze)\b/i;
/** Asks to change what is there already: "move it", "bring lunch forward", and no "bring cake" or "push-ups". */
const CHANGES =
  /^(?:bring (?:it|that|this|them|everything)\b|(?:move|change|shift|push|delay|extend) (?:it|that|this|them|those|these|everything|all|both|the|my|our)\b|(?:bring|move|change|shift|push|delay|extend) .*\b(?:to|by|forward|back|up|earlier|later)\b)/i;

/** What is done by hand at that time: "put the bins out in an hour". */
const PUT_BY_HAND = `^${POLITE}put (?:(?:out|away|back|on) .+|.+ (?:(?:out|away|back) ${WHEN}|(?:on|in) (?:in ${SPAN}|${AT}${CLOCK})))$`;

const add: Rule = (text) => {
  // Without a verb only a few words with a clock are surely an appointment.
  const isBare =
    text.split(" ").length < 12 &&
    pattern(`(?:^| )(?:${AT}${CLOCK}|${DAY},? ${AT}?${CLOCK}|${CLOCK} (?:on )?${DAY})$`, "i").test(text);
  const asked =
    pattern(`${ADD} (?:an? |the |my )?(.+)$`, "i").exec(text)?.[1] ??
    (isBare && !NO_THING.test(text) && !CHANGES.test(text) ? text : undefined);
  if (asked === undefined || /\blists?\b/i.test(asked) || pattern(PUT_BY_HAND, "i").test(text)) return undefined;
  const body = asked.replace(/ (?:to|in|on|into) (?:my|the) (?:agenda|calendar|schedule|diary)/i, "");
  const named = /^(?:appointment|event|meeting) (?:called |named |for |about )(.+)$/i.exec(body)?.[1] ?? body;
  const length = pattern(`,? for (${SPAN})$`, "i").exec(named);
  const lengthMs = length === null ? null : (spanMs(length[1] ?? "") ?? null);
  const rest = length === null ? named : named.slice(0, -length[0].length);
  const until = pattern(
    `^(.+?) (?:from|between) (${CLOCK}) (?:to|until|till|and) (${CLOCK})(?:,? (${DAY}))?$`,
    "i",
  ).exec(rest);
  if (until !== null) {
    const [, title = "", from = "", end = "", lateDay] = until;
    const early = pattern(`^(.+?),? (${DAY})$`, "i").exec(title);
    const dayWords = lateDay ?? early?.[2];
    const day = dayWords === undefined ? null : (dayOf(dayWords) ?? null);
    const clock = clockOf(from, `${dayWords ?? ""} ${/[ap]\.?m/i.test(from) ? "" : end}`);
    const last = clockOf(end, dayWords ?? "") ?? null;
    if (clock === undefined) return undefined;
    return event(early?.[1] ?? title, { kind: "at", day, clock }, last, null);
  }
  for (const [title, when] of [
    ...matches(`^(.+?),? (${WHEN})$`, rest, [1, 2]),
    ...matches(`^(.+?),? (?:on |for )?(${DAY},? ${AT}?${CLOCK})$`, rest, [1, 2]),
    ...matches(`^(${WHEN}),? (.+)$`, rest, [2, 1]),
  ]) {
    const meant = whenOf(when);
    if (meant !== undefined) return event(title, meant, null, lengthMs);
  }
  return undefined;
};

function matches(source: string, text: string, [title, when]: readonly [number, number]): [string, string][] {
  const match = pattern(source, "i").exec(text);
  return match === null ? [] : [[match[title] ?? "", match[when] ?? ""]];
}

function event(
  words: string,
  when: Extract<Intent, { kind: "event-add" }>["when"],
  until: Extract<Intent, { kind: "event-add" }>["until"],
  lengthMs: number | null,
): Intent {
  const place = /^(.+?) (?:at|in) (?:the )?([a-z].*)$/i.exec(words);
  const text = (place?.[1] ?? words).replace(/ (?:on|at|for)$/i, "").trim();
  return { kind: "event-add", when, until, lengthMs, text, place: place?.[2] ?? "" };
}

/** "milk, eggs and bread". */
export const itemsOf = (words: string): string[] =>
  words
    .split(/,(?: and)? | and |, /i)
    .map((item) => item.replace(/^(?:some|a|an|the) /i, "").trim())
    .filter((item) => item !== "");

const LIST = "(?:my |the |our )?(?<list>[a-z][a-z ]{0,30}? )?list";
const nameOf = (list: string | undefined): string => (list ?? "").trim();

const entries: Rule = (text) => {
  const put = whole(`${POLITE}(?:add|put|write) (?<items>.{1,120}?) (?:to|on|onto|in) ${LIST}`).exec(text);
  if (put !== null) {
    const items = itemsOf(put.groups?.items ?? "");
    return items.length === 0 ? undefined : { kind: "entry-add", list: nameOf(put.groups?.list), items };
  }
  const read = whole(
    `${POLITE}(?:what's|what is|what do i have) on ${LIST}`,
    `${POLITE}(?:read|show|tell|check)(?: me)?(?: what's on| out)? ${LIST.replace("<list>", "<list2>")}`,
  ).exec(text);
  if (read !== null) return { kind: "entry-list", list: nameOf(read.groups?.list ?? read.groups?.list2) };
  const clear = whole(
    `${POLITE}(?:clear|empty|delete|wipe) (?:all of |everything on )?${LIST}`,
    `${POLITE}(?:remove|take) everything (?:from|off) ${LIST.replace("<list>", "<list2>")}`,
  ).exec(text);
  if (clear !== null) return { kind: "entry-clear", list: nameOf(clear.groups?.list ?? clear.groups?.list2) };
  const off = whole(
    `${POLITE}(?:remove|take|delete|strike) (?:the )?(?<text>.{1,60}?) (?:from|off)(?: of)? ${LIST}`,
  ).exec(text);
  if (off !== null) return { kind: "entry-remove", list: nameOf(off.groups?.list), text: off.groups?.text ?? "" };
  const done = whole(
    `${POLITE}(?:tick|check|cross|mark)(?: off)? (?:the )?(?<a>.{1,60}?)(?: off| as done)?(?: (?:on|from) ${LIST})?`,
    "i(?:'ve| have)?(?: just)? (?:bought|got) (?:the |some )?(?<b>.{1,60})",
  ).exec(text);
  if (done === null || (/^(?:check|mark)/i.test(text) && !/ off| done/i.test(text))) return undefined;
  return { kind: "entry-done", list: nameOf(done.groups?.list), text: done.groups?.a ?? done.groups?.b ?? "" };
};

const undo: Rule = (text) =>
  whole(`${POLITE}(?:undo(?: (?:that|it|this))?|put (?:it|that|them) back|take that back|bring (?:it|that) back)`).test(
    text,
  )
    ? { kind: "undo" }
    : undefined;

/** "number two", "the second one": which of several that were read out. @returns from 1; -1 is the last */
export function numberOf(text: string): number | undefined {
  if (/^(?:the )?last(?: one)?$/i.test(text)) return -1;
  const plain = pattern(`^(?:number )?(\\d{1,3}|${HOURS.join("|")})$`, "i")
    .exec(text)?.[1]
    ?.toLowerCase();
  if (plain !== undefined) return /^\d/.test(plain) ? Number(plain) : HOURS.indexOf(plain) + 1;
  const nth = pattern(`^(?:the )?(${ORDINAL})(?: one)?$`, "i").exec(text)?.[1];
  return nth === undefined ? undefined : ordinal(nth);
}

/** Before the other rules of the language, those that might be taken for something else. */
export const FIRST: readonly Rule[] = [undo, entries, agenda];
/** After them. */
export const LAST: readonly Rule[] = [change, add, find];
