/** What English speakers say to the secretary. */

import { readSum, type SumGrammar } from "./arithmetic.ts";
import { changingRules } from "./changing/en.ts";
import { cityOf, cityPattern } from "./cities.ts";
import { FIRST, LAST, whichOf as whichEventOf } from "./en-agenda.ts";
import {
  AT,
  CLOCK,
  clockOf,
  DAY,
  dayOf,
  HOURS,
  MONTH,
  ORDINAL,
  ordinal,
  POLITE,
  SPAN,
  SPAN_PART,
  spanMs,
  WEEKDAY,
  WHEN,
  whenOf,
} from "./en-time.ts";
import { type Intent, type Rule, says, type Which, without } from "./intent.ts";
import { memoryRule } from "./memory/en.ts";
import { EN_NUMBER, englishNumber } from "./numbers.ts";
import { pattern, whole } from "./pattern.ts";
import { readingRule } from "./readings/en.ts";
import { repeatIn } from "./repeating/en.ts";
import { repeating } from "./repeating/rule.ts";
import { unitOf, unitPattern } from "./units.ts";

const sums: SumGrammar = {
  number: new RegExp(EN_NUMBER, "iy"),
  valueOf: englishNumber,
  signs: [
    [/(?:plus|added to|\+)(?!\w)/iy, "+"],
    [/(?:minus|take away|-)(?!\w)/iy, "-"],
    [/(?:times|multiplied by)\b|[x×*]/iy, "*"],
    [/(?:divided by|over)\b|[/÷]/iy, "/"],
    [/(?:to the power of)\b|\^/iy, "^"],
    [/squared\b/iy, [{ sign: "^" }, { number: "2" }]],
    [/cubed\b/iy, [{ sign: "^" }, { number: "3" }]],
    [/percent\b|per cent\b|%/iy, "%"],
    [/half of\b/iy, [{ number: "0.5" }, { sign: "*" }]],
    [/of\b/iy, "of"],
    [/(?:dollars?|euros?|pounds?|yen|won)\b|[$€£¥]/iy, null],
    [/\(/y, "("],
    [/\)/y, ")"],
  ],
};
const ASKS_SUM =
  /^(?:what's|what is|what does|whats|how much is|how much does|calculate|compute|work out|tell me)? ?(.+?) ?(?:equals?|make|is|=)?$/i;
const REORDERED: readonly (readonly [RegExp, string])[] = [
  [pattern(`^subtract (${EN_NUMBER}) from (${EN_NUMBER})$`, "i"), "$2 minus $1"],
  [pattern(`^(?:add|the sum of) (${EN_NUMBER}) (?:and|to) (${EN_NUMBER})$`, "i"), "$1 plus $2"],
  [pattern(`^multiply (${EN_NUMBER}) (?:by|with) (${EN_NUMBER})$`, "i"), "$1 times $2"],
  [pattern(`^divide (${EN_NUMBER}) by (${EN_NUMBER})$`, "i"), "$1 divided by $2"],
];

const sum: Rule = (text) => {
  const inner = ASKS_SUM.exec(text)?.[1] ?? text;
  const ordered = REORDERED.reduce((words, [pattern, order]) => words.replace(pattern, order), inner);
  const tokens = readSum(ordered, sums);
  return tokens === undefined ? undefined : { kind: "sum", tokens };
};

const conversion: Rule = (text) => {
  const unit = unitPattern("en");
  const forms = [
    whole(
      `(?:convert|what's|what is|how much is)? ?(?<n>-?${EN_NUMBER}) ?(?<from>${unit}) (?:to|in|into) (?<to>${unit})`,
    ),
    whole(
      `how (?:many|much) (?<to>${unit}) (?:are|is|in|are in|are there in|is in) (?<n>-?${EN_NUMBER}|an?) ?(?<from>${unit})`,
    ),
  ];
  const groups = forms.map((form) => form.exec(text)?.groups).find((found) => found !== undefined);
  const [from, to] = [unitOf(groups?.from ?? "", "en"), unitOf(groups?.to ?? "", "en")];
  const amount = /^an?$/.test(groups?.n ?? "") ? "1" : englishNumber((groups?.n ?? "").replace(/^-/, ""));
  if (from === undefined || to === undefined || amount === undefined || from.measure !== to.measure) return undefined;
  return { kind: "convert", amount: groups?.n?.startsWith("-") ? `-${amount}` : amount, from, to };
};

const time: Rule = (text) => {
  const city = whole(
    `(?:what time is it|what's the time|what is the time|whats the time|current time)(?: (?:right )?now)? in (${cityPattern("en")})(?: (?:right )?now)?`,
  ).exec(text)?.[1];
  if (city !== undefined) return { kind: "time", city: cityOf(city, "en") };
  return whole(
    "(?:(?:please )?(?:tell me|do you know|do you have|can you tell me) )?(?:what time (?:is it|it is)|what's the time|what is the time|whats the time|the (?:current )?time|current time)(?: (?:right )?now| here| please)?",
  ).test(text)
    ? { kind: "time", city: null }
    : undefined;
};

const date: Rule = (text) => {
  const until = whole(`how many days (?:is it |are there |are left )?(?:until|till|to|before) (${DAY})`).exec(
    text,
  )?.[1];
  if (until !== undefined) {
    const day = dayOf(until);
    return day && { kind: "days-until", day };
  }
  const asked = whole(
    `(?:(?:what's|what is|whats|tell me) (?:the date|today's date|the day|(?=(?:today|tomorrow|the day after tomorrow)$)))(?: ?(?<a>${DAY}))?`,
    `(?:what|which) (?:day|date|day of the week|weekday) (?:is|was|will) (?:it )?(?<b>${DAY})(?: be)?`,
    `(?:what|which) (?:day|date) is it(?: (?<c>${DAY}))?`,
    `(?:what's|what is) (?<d>tomorrow|yesterday)'s date`,
    `(?:when|what) (?:is|was) (?<e>(?:this |next |last )${WEEKDAY})`,
    `(?:what's|when's) (?<f>(?:this |next |last )${WEEKDAY})`,
  ).exec(text);
  if (asked === null) return undefined;
  const named = Object.values(asked.groups ?? {}).find((found) => found !== undefined) ?? "today";
  const day = dayOf(named);
  return day && { kind: "day", day };
};

function whichOf(words: string | undefined): Which {
  const text = (words ?? "").trim().toLowerCase();
  if (text === "") return { kind: "only" };
  if (/^(?:all|every|everything)\b/.test(text)) return { kind: "all" };
  if (/^last$/.test(text)) return { kind: "nth", n: -1 };
  const nth = pattern(`^(?:number )?(${ORDINAL}|${HOURS.join("|")})$`).exec(text)?.[1];
  if (nth !== undefined) return { kind: "nth", n: HOURS.indexOf(nth) + 1 || ordinal(nth) };
  return { kind: "words", text };
}

/** "90-second" too. */
const LENGTH = SPAN.replaceAll(" (?:hours?", "[ -](?:hours?");
/** "pasta", "soft egg". */
const DISH = "[a-z]+(?: [a-z]+)??";

const timer: Rule = (text) => {
  const set = whole(
    `${POLITE}(?:set|start|make|create|give me|begin)(?: me)? (?:(?:an?|the|my|another) )?(?:(?<about>${DISH}) )?timer (?:(?:called|named) (?<named>${DISH}) )?(?:(?:for|of|to) )?(?<a>${SPAN})(?: for (?:the |my )?(?<task>[a-z ]{1,30}))?`,
    `${POLITE}(?:set|start|make|create|give me|begin)?(?: me)? ?(?:an?|the|my|another)? ?(?<b>${LENGTH}) (?:(?<dish>${DISH}) )?timer`,
    `timer (?:for )?(?<c>${SPAN})`,
  ).exec(text);
  if (set !== null) {
    const { a, b, c, about, task, dish, named } = set.groups ?? {};
    const ms = spanMs((a ?? b ?? c ?? "").replaceAll("-", " "));
    return ms === undefined ? undefined : { kind: "timer-set", ms, text: named ?? about ?? task ?? dish ?? "" };
  }
  if (
    whole(
      "how (?:much time|long) (?:is |do i have )?(?:left|remaining)(?: on (?:the|my) timers?)?",
      "(?:what|which|list|show|check)(?: me)?(?: (?:my|the|all|all my|are my|are the))? timers?(?: do i have| are (?:set|running|there))?",
      "how long (?:is|are) (?:left on )?(?:the|my) timers?",
    ).test(text)
  ) {
    return { kind: "timer-list" };
  }
  const verb = "(?:cancel|stop|delete|remove|turn off|clear|end)";
  const cancel = whole(
    `${POLITE}${verb} (?:the|my|that|this)? ?(?:(?<span>${SPAN_PART.replace(") (?:hours?", ")[ -](?:hours?")}) )?timer`,
    `${POLITE}${verb} (?<all>all)(?: of)?(?: (?:the|my))? timers`,
    `${POLITE}${verb} (?:the|my)? ?timers`,
  ).exec(text);
  const named = whole(
    `${POLITE}${verb} (?:(?:the|my|that|our) )?(?:${LENGTH} )?(?<name>(?!(?:all|both|every|the|my|that|this|our|an?)\\b).{1,30}?) timer`,
  ).exec(text)?.groups?.name;
  if (cancel === null) return named === undefined ? undefined : { kind: "timer-cancel", which: whichOf(named) };
  const ms = cancel.groups?.span === undefined ? undefined : spanMs(cancel.groups.span.replaceAll("-", " "));
  if (ms !== undefined) return { kind: "timer-cancel", which: { kind: "duration", ms } };
  return { kind: "timer-cancel", which: /timers$/i.test(text) ? { kind: "all" } : { kind: "only" } };
};

const once: Rule = (given) => {
  // "At five, remind me to call": the time comes first, or stays where the words of how often were.
  const text = given.replace(pattern(`^(${AT}${CLOCK}),? (?:please )?remind me(?= )`, "i"), "remind me $1");
  const rest = pattern(
    `^${POLITE}(?:remind me|set (?:a|me a|up a) reminder|(?:make|create|add) a reminder|set (?:(?:an|the|my) )?alarm|(?:set|give me) (?:an?|the|my) (?:alarm|wake-?up call)|(?:an )?alarm|wake me(?: up)?|get me up(?! to (?:speed|date)))(?: (.+))?$`,
    "i",
  ).exec(text);
  if (rest !== null) return remind(rest[1] ?? "");
  if (
    whole(
      "(?:what are|list|show|read|check|tell me)(?: me)?(?: (?:my|the|all|all my))? reminders",
      "(?:what|which) reminders (?:do i have|are there)",
      "do i have (?:any )?reminders",
    ).test(text)
  ) {
    return { kind: "reminder-list" };
  }
  const cancel = whole(
    `${POLITE}(?:cancel|delete|remove|clear) (?:the|my|that)? ?(?<nth>last |${ORDINAL} )?reminder(?: (?:number )?(?<n>\\d+|${HOURS.join("|")}))?(?: (?:about|to|for) (?<words>.+))?`,
    `${POLITE}(?:cancel|delete|remove|clear) (?<all>all(?: of)?(?: my| the)?) reminders`,
    `${POLITE}(?:cancel|delete|remove|clear|stop|turn off) (?:(?:the|my|that|our) )?(?<name>(?!(?:all|every|the|my|that|this|our|an?)\\b).{1,40}?) (?:reminder|alarm)`,
  ).exec(text);
  if (cancel === null) return undefined;
  const { nth, n, words, all, name } = cancel.groups ?? {};
  if (name !== undefined) return cancelNamed(name);
  if (words !== undefined) return { kind: "reminder-cancel", which: { kind: "words", text: words } };
  return { kind: "reminder-cancel", which: whichOf(all === undefined ? (n ?? nth) : "all") };
};

/** "plants", "7 am", "tomorrow's". */
function cancelNamed(name: string): Intent {
  const which = whichEventOf(name.replace(/'s$/, ""));
  const isByTime = which !== undefined && which.text === "";
  return isByTime
    ? { kind: "event-cancel", which: { ...which, isReminder: true } }
    : { kind: "reminder-cancel", which: whichOf(name) };
}

/** Between being reminded and what of. */
const LINK = "(?:to|that says|that|about|of|saying|called)";

/** Every hour, and what else cannot be. */
const OFTEN = /\b(?:(?:every|each) |once an? )(?:(?:\w+ ){0,2}(?:hours?|minutes?|seconds?)|other)\b|\bhourly\b/i;
/** "except Sunday", "until Friday", "for two weeks", "on the 1st and". */
const BESIDES = pattern(
  `\\b(?:except|excluding|other than|but not)\\b|\\b(?:until|till) (?:next |the end of (?:the |this )?(?:week|month|year)|${DAY}|${MONTH})` +
    `|\\bfor (?:the next |another )?(?:an?|${EN_NUMBER}|few|several) (?:days?|weeks?|months?|years?)\\b` +
    `|\\b(?:${CLOCK}|${ORDINAL}),? (?:and|or)(?= (?:at|to|that|about|on|for|by|${CLOCK})\\b|,|$)`,
  "i",
);
const reminder = repeating(once, repeatIn, {
  tooOften: OFTEN,
  besides: BESIDES,
  clock: pattern(`\\bat ${CLOCK}(?!\\w)`, "i"),
  own: pattern(
    `^(.*?\\b${AT}${CLOCK},? (?:please )?(?:remind me )?${LINK} (?:(?! (?:and|or) (?:at|to) ).)+?) ${AT}${CLOCK}$`,
    "i",
  ),
});

/** "at six to call Tanaka", "to call Tanaka at six" or only one of the two. */
function remind(rest: string): Intent | undefined {
  const matter = `(?:,? ${LINK} (.+)|[:,]? (["“].+["”]))`;
  const early = pattern(`^(?:for )?(${WHEN})${matter}?$`, "i").exec(rest);
  const late = pattern(`^${LINK} (.+?),? (${WHEN})$`, "i").exec(rest);
  const bare = pattern(`^${LINK} (.+)$`, "i").exec(rest);
  for (const [words, about] of [
    [early?.[1], early?.[2] ?? early?.[3] ?? ""],
    [late?.[2], late?.[1] ?? ""],
  ]) {
    const when = words === undefined ? undefined : whenOf(words);
    if (when !== undefined) return { kind: "reminder-set", when, text: about ?? "" };
  }
  const clock = pattern(`^for (${CLOCK})${matter}?$`, "i").exec(rest);
  const at = clock?.[1] === undefined ? undefined : clockOf(clock[1], "");
  if (at !== undefined)
    return { kind: "reminder-set", when: { kind: "at", day: null, clock: at }, text: clock?.[2] ?? clock?.[3] ?? "" };
  return bare === null && rest !== "" ? undefined : { kind: "reminder-set", when: null, text: bare?.[1] ?? "" };
}

const note: Rule = (text) => {
  if (
    whole(
      `${POLITE}(?:read|show|list|tell)(?: me)?(?: (?:my|the|all|all my|back my|me my))? notes(?: back| to me)?`,
      "(?:what are|what's in|what is in) my notes",
      "(?:what|which) notes do i have",
      "do i have (?:any )?notes",
    ).test(text)
  ) {
    return { kind: "note-list" };
  }
  const remove = whole(
    `${POLITE}(?:delete|remove|erase|clear) (?:the|my|that)? ?(?<nth>last |${ORDINAL} )?note(?: (?:number )?(?<n>\\d+|${HOURS.join("|")}))?(?: about (?<words>.+))?`,
    `${POLITE}(?:delete|remove|erase|clear) (?<all>all(?: of)?(?: my| the)?|my|the) notes`,
  ).exec(text);
  if (remove !== null) {
    const { nth, n, words, all } = remove.groups ?? {};
    if (words !== undefined) return { kind: "note-delete", which: { kind: "words", text: words } };
    return { kind: "note-delete", which: all === undefined ? whichOf(n ?? nth) : { kind: "all" } };
  }
  const add = pattern(
    `^${POLITE}(?:(?:take|make|add|leave|write)(?: me)? a note|note down|write down|jot down|note(?= that))(?:[:,.]| that| of| saying| to self)*(?:[:,.]? (.+))?$`,
    "i",
  ).exec(text);
  return add === null ? undefined : { kind: "note-add", text: (add[1] ?? "").trim() };
};

const NAME = "(?:,? (?:hisho|secretary|there|everyone))?";

/** What may come before the matter itself. */
const LEAD = pattern(
  `^(?:(?:hi|hello|hey|good (?:morning|afternoon|evening))${NAME}[,.!]? )?${POLITE}(?:tell me (?=the time|what))?`,
  "i",
);

const PLEASE = /,? please$/i;

/** In order: the first that understands decides. */
const rules: readonly Rule[] = without(LEAD, [
  says(
    whole(
      `(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings)${NAME}(?:,? how are you(?: doing)?(?: today)?)?`,
      "how are you(?: doing)?(?: today)?",
    ),
    { kind: "greeting" },
  ),
  says(
    whole(
      `(?:ok |okay |great |oh )*(?:thanks?(?: you)?|cheers)(?: (?:so much|very much|a lot|for (?:your|the) help))?${NAME}`,
    ),
    { kind: "thanks" },
  ),
  says(
    whole(`(?:good ?bye|bye|bye bye|see you(?: later| tomorrow| soon)?|good ?night|that's all|that is all)${NAME}`),
    { kind: "goodbye" },
  ),
  says(
    whole(
      "who are you",
      "what are you",
      "(?:what's|what is|may i have|tell me) your name(?:,? please)?",
      "what (?:are you called|do (?:i|we) call you|should (?:i|we) call you)",
      "are you (?:a |an )?(?:(?:real |actual )?(?:human|person|man|woman)(?: being)?|real|robot|machine|computer|ai|bot)(?: or (?:a |an )?(?:human|person|robot|machine|computer|ai|bot))?",
      "am i (?:talking|speaking) (?:to|with) (?:a |an )?(?:human|person|real person|robot|machine|computer|ai|bot)",
      "introduce yourself",
    ),
    { kind: "who" },
  ),
  says(whole("what can you do(?: for me)?", "(?:can you )?help(?: me)?", "how can you help(?: me)?"), {
    kind: "abilities",
  }),
  readingRule,
  memoryRule,
  ...FIRST,
  ...changingRules,
  note,
  reminder,
  timer,
  time,
  date,
  sum,
  conversion,
  ...LAST,
]);

export const RULES: readonly Rule[] = without(PLEASE, rules);

/** Of those, what concerns what is remembered and how words are read. */
export const BOOK_RULES: readonly Rule[] = without(LEAD, [readingRule, memoryRule]);
