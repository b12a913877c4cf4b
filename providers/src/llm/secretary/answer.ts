import type { Desk, ReplyPart, ReplyRequest } from "../port.ts";
import { IT, isEarlier } from "./changing/intent.ts";
import { consentOf } from "./consent.ts";
import { ANY, type Intent, tidy, understand, type WhichEvent } from "./intent.ts";
import { isOfBooks } from "./memory/intent.ts";
import { performMemory } from "./memory/perform.ts";
import { friendly, type Reply } from "./office.ts";
import { perform } from "./perform.ts";
import { quotesFor } from "./quote.ts";
import { performReading } from "./readings/perform.ts";
import { type Tongue, tongueOf } from "./tongues.ts";
import type { Words } from "./words.ts";

/** An answer that reads out several by their numbers. */
const LISTS = /1(?:番、|번, |: )/;
/** Commands are short; anything longer is a text to be asked about. */
const LONGEST_COMMAND_CHARACTERS = 500;

/**
 * Answers the last message: a command is done, a question is answered with sentences of the passages, and for the rest
 * it is said that no language model is connected, or that the one that is does not answer. Nothing is invented.
 */
export async function answer(request: ReplyRequest, desk: Desk): Promise<Reply> {
  const text = request.messages.at(-1)?.text ?? "";
  const tongue = tongueOf(request.language, text);
  const { words } = tongue;
  const tidied = tidy(text);
  const { name = "", person = "" } = request.persona ?? {};
  if (isCall(tidied, name)) return friendly(words.called(person));
  const intent = intentOf(tidied, request.messages, tongue);
  if (request.visitor === true && intent !== undefined && isOwners(intent)) {
    return { emotion: "relaxed", weight: 0.3, text: words.notForVisitors };
  }
  const done = intent === undefined ? undefined : await perform(intent, { request, desk, words });
  if (done !== undefined) return done;
  return (
    remembered(tidied, request, words) ??
    quoted(tidied, request, words) ??
    saidEarlier(tidied, request, words) ?? { emotion: "relaxed", weight: 0.3, text: unanswered(request, words) }
  );
}

/** Does what was said to be remembered, forgotten or told, for models that take no tools. @returns undefined when nothing was */
export async function commanded(request: ReplyRequest): Promise<ReplyPart[] | undefined> {
  const text = request.messages.at(-1)?.text ?? "";
  const { bookRules, words } = tongueOf(request.language, text);
  const tidied = tidy(text);
  if (request.books === undefined || tidied.length > LONGEST_COMMAND_CHARACTERS) return undefined;
  const intent = understand(tidied, bookRules);
  if (intent === undefined || !isOfBooks(intent)) return undefined;
  const office = { request, words };
  const isReading = intent.kind === "read-as" || intent.kind === "read-plainly";
  const done = isReading ? performReading(intent, office) : performMemory(intent, office);
  const { emotion, weight, text: answered } = await done;
  return [
    { type: "emotion", emotion, weight },
    { type: "text", text: answered },
  ];
}

const HONORIFIC = /(?: ?(?:さん|ちゃん|くん|君|さま|様|씨|님|야|아))$/u;

/** What it asks is of the owner's desk, or of what the owner had remembered. */
const isOwners = (intent: Intent): boolean =>
  isOfBooks(intent) || /^(?:timer|reminder|note|agenda|event|entry|undo)(?:-|$)/.test(intent.kind);

/** The name and no more. */
function isCall(text: string, name: string): boolean {
  if (name === "") return false;
  const bare = (words: string) => words.normalize("NFKC").toLowerCase().trim();
  return [text, text.replace(HONORIFIC, "")].some((said) => bare(said) === bare(name));
}

/** What was asked; a bare number or scope answers the question which one, or whether once, was meant before it. */
function intentOf(text: string, messages: ReplyRequest["messages"], tongue: Tongue): Intent | undefined {
  if (text.length > LONGEST_COMMAND_CHARACTERS) return undefined;
  const { rules, numberOf, scopeOf } = tongue;
  const [asked, answered] = messages.slice(-3, -1);
  const scope = scopeOf(text);
  const n = answered?.role === "assistant" && LISTS.test(answered.text) ? numberOf(text) : undefined;
  if (asked === undefined || (n === undefined && scope === undefined)) {
    const intent = understand(text, rules);
    return isOfIt(intent) && intent.which.isSpokenOf === true ? withIt(intent, messages, tongue) : intent;
  }
  // What was asked may be such an answer itself: first which one, then how often.
  const before = intentOf(tidy(asked.text), messages.slice(0, -2), tongue);
  if (n === undefined) return before?.kind === "event-move" && scope ? { ...before, scope } : understand(text, rules);
  switch (before?.kind) {
    case "event-cancel":
    case "event-move":
      return { ...before, which: { ...before.which, nth: n } };
    case "reminder-put-off":
    case "reminder-change":
      return { ...before, which: { ...before.which, nth: n } };
    case "timer-cancel":
    case "reminder-cancel":
    case "note-delete":
      return { ...before, which: { kind: "nth", n } };
    default:
      return understand(text, rules);
  }
}

type OfIt = Extract<Intent, { kind: "reminder-put-off" | "event-move" | "event-cancel" }>;
const isOfIt = (intent: Intent | undefined): intent is OfIt =>
  intent?.kind === "reminder-put-off" || intent?.kind === "event-move" || intent?.kind === "event-cancel";

/**
 * What "it" is was said before, or rang since; a plain yes, no or thanks between says nothing of it.
 * @returns undefined where it is neither, and may be something else
 */
function withIt(intent: OfIt, messages: ReplyRequest["messages"], tongue: Tongue): Intent | undefined {
  const asked = messages.at(-3);
  const isSaid = asked?.role === "user";
  if (isSaid && isAside(asked.text, tongue)) return withIt(intent, messages.slice(0, -2), tongue);
  const spokenOf = isSaid ? intentOf(tidy(asked.text), messages.slice(0, -2), tongue) : undefined;
  if (intent.kind === "reminder-put-off") return putOffSpokenOf(spokenOf, intent) ?? intent;
  // To cancel what was changed may ask for how it was, and nothing may have been changed yet.
  if (intent.kind === "event-cancel" && isChange(spokenOf)) return undefined;
  const which = eventSpokenOf(spokenOf);
  const { isReminder, isEvent } = intent.which;
  if (intent.kind === "event-cancel" && isEvent !== true && spokenOf?.kind === "reminder-set" && spokenOf.repeat) {
    const { text, repeat } = spokenOf;
    return { kind: "reminder-cancel", which: { kind: "repeating", repeat, of: { kind: "words", text } } };
  }
  if (isReminder === true) return { ...intent, which: { ...(which ?? ANY), isReminder } };
  if (isEvent === true)
    return which && which.isReminder !== true ? { ...intent, which: { ...which, isEvent } } : undefined;
  if (which !== undefined) return { ...intent, which };
  const rang = asked?.role === "assistant" && intent.kind === "event-move";
  return rang ? { kind: "reminder-put-off", which: IT, to: intent.to } : undefined;
}

const isChange = (intent: Intent | undefined): boolean =>
  intent?.kind === "event-move" || intent?.kind === "reminder-put-off" || intent?.kind === "reminder-change";

const isAside = (text: string, { rules }: Tongue): boolean =>
  consentOf(text, "remove") !== undefined || understand(tidy(text), rules)?.kind === "thanks";

/** @returns undefined for what is neither in the agenda nor named so that it is found there */
function eventSpokenOf(spokenOf: Intent | undefined): WhichEvent | undefined {
  switch (spokenOf?.kind) {
    case "event-add": {
      // Without a time it was asked for one, and nothing was added.
      if (spokenOf.when === null) return undefined;
      const at = spokenOf.when.kind === "at" ? spokenOf.when : { day: null, clock: null };
      return { day: at.day, clock: at.clock, text: spokenOf.text };
    }
    case "event-move":
      return whereMoved(spokenOf);
    case "agenda-find":
      return spokenOf.text === "" ? undefined : { day: null, clock: null, text: spokenOf.text };
    case "reminder-set": {
      const { when, text, repeat } = spokenOf;
      if (when === null && repeat === undefined) return undefined;
      const at = when?.kind === "at" ? when : { day: null, clock: null };
      const named: WhichEvent = { day: repeat === undefined ? at.day : null, clock: at.clock, text, isReminder: true };
      return text === "" && at.clock === null ? undefined : named;
    }
    case "reminder-put-off":
    case "reminder-change": {
      const { kind, text, onDay } = spokenOf.which;
      return kind === "timer" || text === "" ? undefined : { day: null, clock: null, text, ...onDay };
    }
    default:
      return undefined;
  }
}

/** Its number was that of a list read out before it was moved. */
function whereMoved({ which, to }: Extract<Intent, { kind: "event-move" }>): WhichEvent | undefined {
  const { nth: _, ...named } = which;
  if (to.isOfEnd === true) return named;
  const moved =
    to.kind === "at"
      ? { ...named, day: to.day ?? which.day, clock: to.clock ?? which.clock }
      : { ...named, day: null, clock: null };
  return moved.text === "" && moved.clock === null ? undefined : moved;
}

/** @param spokenOf what was asked before: its reminder, timer or event is what is put off. @returns undefined for anything else */
function putOffSpokenOf(
  spokenOf: Intent | undefined,
  putOff: Extract<Intent, { kind: "reminder-put-off" }>,
): Intent | undefined {
  const { to, orNew } = putOff;
  const ofEvent = (which: WhichEvent | undefined): Intent | undefined => {
    if (which === undefined || to === null) return undefined;
    // To be reminded of an event again leaves it where it is.
    if (orNew === true) return { ...putOff, which: { ...IT, text: which.text } };
    return { kind: "event-move", which, to, isPutOff: !isEarlier(to) };
  };
  switch (spokenOf?.kind) {
    case "timer-set":
      return { ...putOff, which: { ...IT, kind: "timer", text: spokenOf.text, isJustSet: true } };
    case "reminder-set": {
      const { text, when } = spokenOf;
      const clock = when?.kind === "at" ? when.clock : null;
      if (text === "" && clock === null) return undefined;
      return { ...putOff, which: { ...IT, kind: "reminder", text, clock, isJustSet: true } };
    }
    case "reminder-put-off":
    case "reminder-change": {
      const { kind, text, onDay } = spokenOf.which;
      if (kind === null && text === "") return undefined;
      return { ...putOff, which: { ...IT, kind, text, ...(onDay && { onDay: { ...onDay, clock: null } }) } };
    }
    default:
      return ofEvent(eventSpokenOf(spokenOf));
  }
}

function unanswered({ passages, standsIn }: ReplyRequest, words: Words): string {
  const why = standsIn === true ? words.modelAway : words.noModel;
  return passages.length === 0 ? why : `${words.nothingInDocuments}${words.space}${why}`;
}

/** What the person said themselves comes before what documents say. */
function remembered(question: string, { memories = [] }: ReplyRequest, words: Words): Reply | undefined {
  const passages = memories.map(({ id, text }) => ({ n: 0, docId: id, title: "", locator: "", text, score: 1 }));
  const [best] = quotesFor(question, passages);
  return best && { emotion: "neutral", weight: 0.5, text: words.memory.youSaid(best.sentence) };
}

function saidEarlier(question: string, { earlier }: ReplyRequest, words: Words): Reply | undefined {
  if (earlier === undefined) return undefined;
  const [best] = quotesFor(question, [{ n: 0, docId: "", title: "", locator: "", text: earlier.text, score: 1 }]);
  return best && { emotion: "neutral", weight: 0.5, text: words.memory.earlier(best.sentence) };
}

function quoted(question: string, { passages }: ReplyRequest, words: Words): Reply | undefined {
  const quotes = quotesFor(question, passages);
  if (quotes.length === 0) return undefined;
  const sentences = quotes.map(({ n, title, sentence }, index) => {
    const isNew = index === 0 || title !== quotes[index - 1]?.title;
    // The mark belongs to its sentence; an end of sentence is added only after it, where the document has none.
    const end = /[.!?。！？]["'”’」』)]*$/u.test(sentence) ? "" : words.space === "" ? "。" : ".";
    return `${isNew ? `${words.quoting(title)}${words.space}` : ""}${sentence}[${n}]${end}`;
  });
  return { emotion: "neutral", weight: 0.5, text: sentences.join(words.space) };
}

/** A text in the pieces a model would send: clause by clause, citation marks with the sentence they belong to. */
export function clausesOf(text: string): string[] {
  return text
    .split(/(?<=[、。！？](?:\[\d+\])?)(?!\[|[」』)])|(?<=[.,:?!](?:\[\d+\])?\s)|(?<=\]。)/u)
    .filter((clause) => clause !== "");
}
