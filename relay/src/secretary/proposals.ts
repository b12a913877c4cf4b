/** What waits for a person's yes before it is written to a calendar. The relay keeps it, and no model settles it. */
import { randomUUID } from "node:crypto";
import type { AgendaEvent, AskedCalendar, Proposal } from "@hisho/providers/llm/port.ts";
import { consentOf, takesBack, undoes } from "@hisho/providers/llm/secretary/consent.ts";
import { notWrittenWords, settledWords, type ToldIn, takenBackWords } from "@hisho/providers/llm/secretary/proposal.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { CalendarStore, EventWriting, Written } from "./port.ts";

/** A yes that comes later is to something else, and so is "undo". */
const LONGEST_WAIT_MS = 3 * 60_000;
/** Of the events that may have been added, or not; the oldest is forgotten first. */
const MOST_UNSURE = 100;

interface Waiting {
  proposal: Proposal;
  /** Word for word. */
  question: string;
  /** On the clock. */
  askedAt: number;
  /** Since a yes: it is written once, however often the answer that tells of it begins anew. */
  outcome?: Promise<Written>;
  /** It is told, and no longer taken back by what may be said to something else. */
  stands?: boolean;
}

/** What the person's next words may take back. */
interface JustWritten {
  proposal: Proposal;
  /** As it was written, or was until it was removed. */
  event: AgendaEvent;
  /** On the clock: when it was written, or was asked to be taken back. */
  at: number;
  /** Something else was heard since: only what is plainly of this takes it back. */
  stands: boolean;
  /** Since it was taken back: once, however often the answer that tells of it begins anew. */
  undone?: Promise<Written>;
}

export interface ProposalsParts {
  calendars: Pick<CalendarStore, "list">;
  writing: EventWriting;
  clock: Pick<Clock, "now">;
  log: Log;
}

export class Proposals implements AskedCalendar {
  readonly #parts: ProposalsParts;
  /** By session. */
  readonly #waiting = new Map<string, Waiting>();
  /** By session. */
  readonly #written = new Map<string, JustWritten>();
  /** UIDs of events of which no answer told whether they were added, by what they say: asked for again, each is written once. */
  readonly #unsure = new Map<string, string>();

  constructor(parts: ProposalsParts) {
    this.#parts = parts;
  }

  async target(): Promise<{ id: string; name: string } | null> {
    for (const { id, writesTo, collections } of await this.#parts.calendars.list()) {
      const chosen = collections.find((collection) => collection.id === writesTo);
      if (chosen !== undefined) return { id, name: chosen.name };
    }
    return null;
  }

  propose(sessionId: string, proposal: Proposal, question: string): void {
    for (const [id, { askedAt }] of this.#waiting) if (this.#isOver(askedAt)) this.#waiting.delete(id);
    this.#waiting.set(sessionId, { proposal, question, askedAt: this.#parts.clock.now() });
  }

  /** What the person has to be asked before the answer ends; undefined where nothing waits. */
  questionFor(sessionId: string): string | undefined {
    return this.#waiting.get(sessionId)?.question;
  }

  /**
   * The person's next words: a yes has it written, a no drops it, anything else drops it without a word. A yes to what was
   * not the last thing they heard is asked for again. What was written is told, whatever they say meanwhile, and taken back
   * where that is all that their words ask, then or next.
   * @param heard what they heard last of her
   * @returns what is said; undefined where the words are of something else
   * @throws the signal's reason when aborted: what has begun to be written goes on
   */
  async settle(
    sessionId: string,
    { words, heard }: { words: string; heard: string },
    told: ToldIn,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    const waiting = this.#waiting.get(sessionId);
    if (waiting === undefined) return this.#takeBack(sessionId, words, told, signal);
    const { proposal, question } = waiting;
    if (waiting.outcome === undefined) {
      const consent = consentOf(words, proposal.kind);
      if (consent !== "yes" || this.#isOver(waiting.askedAt)) {
        this.drop(sessionId);
        return consent === "no" ? notWrittenWords(told.language) : undefined;
      }
      if (!withoutSpaces(heard).endsWith(withoutSpaces(question))) return question;
      waiting.outcome = this.#write(proposal, told.timeZone).then((done) => this.#remember(sessionId, waiting, done));
    }
    const done = await waiting.outcome;
    signal.throwIfAborted();
    if (this.#waiting.get(sessionId) === waiting) this.drop(sessionId);
    const isTakenBack = "event" in done && consentOf(words, proposal.kind) !== "yes" && takesBack(words, false);
    const takenBack = isTakenBack ? await this.#takeBack(sessionId, words, told, signal) : undefined;
    return takenBack ?? settledWords(proposal, done, told);
  }

  /** Whether words that were said over her ask to take back what was just written, and not only to be silent. */
  isTakenBack(sessionId: string, words: string): boolean {
    const written = this.#written.get(sessionId);
    const waiting = this.#waiting.get(sessionId);
    const isWritten = (written !== undefined && !this.#isOver(written.at)) || waiting?.outcome !== undefined;
    const { stands = false } = (waiting?.outcome === undefined ? written : waiting) ?? {};
    return isWritten && (stands ? undoes(words) : takesBack(words, true));
  }

  /**
   * The person hears of something else by itself, as of a timer: "stop" is said to that, and what was written stands,
   * unless "undo" is said.
   */
  letStand(sessionId: string): void {
    const waiting = this.#waiting.get(sessionId);
    if (waiting?.outcome !== undefined) waiting.stands = true;
    const written = this.#written.get(sessionId);
    if (written !== undefined && written.undone === undefined) written.stands = true;
  }

  /** Nothing is asked any more; what has begun to be written goes on. */
  drop(sessionId: string): void {
    this.#waiting.delete(sessionId);
  }

  #isOver(at: number): boolean {
    return this.#parts.clock.now() - at > LONGEST_WAIT_MS;
  }

  #remember(sessionId: string, { proposal, stands = false }: Waiting, done: Written): Written {
    for (const [id, { at }] of this.#written) if (this.#isOver(at)) this.#written.delete(id);
    if ("event" in done) {
      this.#written.set(sessionId, { proposal, event: done.event, at: this.#parts.clock.now(), stands });
    }
    return done;
  }

  /** @returns what is said; undefined where nothing was just written, or the words are of something else */
  async #takeBack(sessionId: string, words: string, told: ToldIn, signal: AbortSignal): Promise<string | undefined> {
    const written = this.#written.get(sessionId);
    if (written === undefined) return undefined;
    const isAsked = written.stands ? undoes(words) : takesBack(words, false);
    if (this.#isOver(written.at) || (written.undone === undefined && !isAsked)) {
      this.#written.delete(sessionId);
      return undefined;
    }
    if (written.undone === undefined) {
      written.at = this.#parts.clock.now();
      written.undone = this.#surely((aborted) => this.#undo(written, told.timeZone, aborted));
    }
    const undone = await written.undone;
    signal.throwIfAborted();
    if ("refused" in undone && undone.refused === "unreachable") delete written.undone;
    else this.#written.delete(sessionId);
    return takenBackWords(written.proposal, undone, told);
  }

  /** Only what is still as it was written. */
  #undo({ proposal, event }: JustWritten, timeZone: string, signal: AbortSignal): Promise<Written> {
    const { writing } = this.#parts;
    const { calendarId = "", id } = event;
    const etag = etagOf(event);
    if (proposal.kind === "add") return writing.remove(calendarId, id, { timeZone, etag }, signal);
    if (proposal.kind === "remove") return writing.restore(calendarId, id, timeZone, signal);
    return writing.change(calendarId, id, { time: proposal.event.time, timeZone, etag }, signal);
  }

  async #write(proposal: Proposal, timeZone: string): Promise<Written> {
    if (proposal.kind !== "add") return this.#surely((signal) => this.#sent(proposal, timeZone, signal));
    const { calendarId, event } = proposal;
    const said = JSON.stringify([calendarId, event.title, event.time, event.place]);
    const uid = this.#unsure.get(said) ?? randomUUID();
    const added = await this.#surely((signal) =>
      this.#parts.writing.add(calendarId, { ...event, uid, timeZone }, signal),
    );
    this.#unsure.delete(said);
    if ("refused" in added && (added.refused === "unknown" || added.refused === "unreachable"))
      this.#unsure.set(said, uid);
    const [oldest] = this.#unsure.keys();
    if (this.#unsure.size > MOST_UNSURE && oldest !== undefined) this.#unsure.delete(oldest);
    return added;
  }

  /** Sees to its end what was begun. */
  async #surely(write: (signal: AbortSignal) => Promise<Written>): Promise<Written> {
    try {
      return await write(new AbortController().signal);
    } catch (error) {
      this.#parts.log.warn("what a person said yes to may not have been written", { error });
      return { refused: "unknown" };
    }
  }

  #sent(proposal: Exclude<Proposal, { kind: "add" }>, timeZone: string, signal: AbortSignal): Promise<Written> {
    const { writing } = this.#parts;
    const { calendarId = "", id } = proposal.event;
    const etag = etagOf(proposal.event);
    if (proposal.kind === "move") {
      return writing.change(calendarId, id, { time: proposal.time, timeZone, etag }, signal);
    }
    return writing.remove(calendarId, id, { timeZone, etag }, signal);
  }
}

/** Without one it is no state that can be changed. */
const etagOf = ({ change }: AgendaEvent): string => (change !== undefined && "etag" in change ? change.etag : "");

/** Clauses that were spoken are put together with other spaces than the text had. */
const withoutSpaces = (text: string): string => text.replace(/\s+/gu, "");
