/** What waits for a person's yes before it is written to a calendar. The relay keeps it, and no model settles it. */
import type { AskedCalendar, Proposal } from "@hisho/providers/llm/port.ts";
import { consentOf } from "@hisho/providers/llm/secretary/consent.ts";
import { notWrittenWords, settledWords, type ToldIn } from "@hisho/providers/llm/secretary/proposal.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { CalendarStore, EventWriting, Written } from "./port.ts";

/** A yes that comes later is to something else. */
const LONGEST_WAIT_MS = 3 * 60_000;

interface Waiting {
  proposal: Proposal;
  /** Word for word. */
  question: string;
  /** On the clock. */
  askedAt: number;
  /** Since a yes: it is written once, however often the answer that tells of it begins anew. */
  outcome?: Promise<Written>;
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
    for (const [id, waiting] of this.#waiting) if (this.#isOver(waiting)) this.#waiting.delete(id);
    this.#waiting.set(sessionId, { proposal, question, askedAt: this.#parts.clock.now() });
  }

  /** What the person has to be asked before the answer ends; undefined where nothing waits. */
  questionFor(sessionId: string): string | undefined {
    return this.#waiting.get(sessionId)?.question;
  }

  /**
   * The person's next words: a yes has it written, a no drops it, anything else drops it without a word. A yes to what was
   * not the last thing they heard is asked for again. What was written is told, whatever they say meanwhile.
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
    if (waiting === undefined) return undefined;
    const { proposal, question } = waiting;
    if (waiting.outcome === undefined) {
      const consent = consentOf(words);
      if (consent !== "yes" || this.#isOver(waiting)) {
        this.drop(sessionId);
        return consent === "no" ? notWrittenWords(told.language) : undefined;
      }
      if (!withoutSpaces(heard).endsWith(withoutSpaces(question))) return question;
      waiting.outcome = this.#write(proposal, told.timeZone);
    }
    const done = await waiting.outcome;
    signal.throwIfAborted();
    if (this.#waiting.get(sessionId) === waiting) this.drop(sessionId);
    return settledWords(proposal, done, told);
  }

  /** Nothing is asked any more; what has begun to be written goes on. */
  drop(sessionId: string): void {
    this.#waiting.delete(sessionId);
  }

  #isOver({ askedAt }: Waiting): boolean {
    return this.#parts.clock.now() - askedAt > LONGEST_WAIT_MS;
  }

  async #write(proposal: Proposal, timeZone: string): Promise<Written> {
    try {
      return await this.#sent(proposal, timeZone, new AbortController().signal);
    } catch (error) {
      this.#parts.log.warn("what a person said yes to may not have been written", { error });
      return { refused: "unknown" };
    }
  }

  #sent(proposal: Proposal, timeZone: string, signal: AbortSignal): Promise<Written> {
    const { writing } = this.#parts;
    if (proposal.kind === "add") return writing.add(proposal.calendarId, { ...proposal.event, timeZone }, signal);
    const { calendarId = "", id, change } = proposal.event;
    const etag = change !== undefined && "etag" in change ? change.etag : "";
    if (proposal.kind === "move") {
      return writing.change(calendarId, id, { time: proposal.time, timeZone, etag }, signal);
    }
    return writing.remove(calendarId, id, { timeZone, etag }, signal);
  }
}

/** Clauses that were spoken are put together with other spaces than the text had. */
const withoutSpaces = (text: string): string => text.replace(/\s+/gu, "");
