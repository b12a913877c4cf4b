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
    for (const { id, name, writesTo, collections } of await this.#parts.calendars.list()) {
      const chosen = collections.find((collection) => collection.id === writesTo);
      if (chosen !== undefined) return { id, name: collections.length > 1 ? chosen.name : name };
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
   * The person's next words: a yes has it written, a no drops it, anything else drops it without a word.
   * @returns what is said; undefined where the words are of something else
   * @throws the signal's reason when aborted: what has begun to be written goes on
   */
  async settle(sessionId: string, words: string, told: ToldIn, signal: AbortSignal): Promise<string | undefined> {
    const waiting = this.#waiting.get(sessionId);
    const consent = consentOf(words);
    if (waiting === undefined) return undefined;
    if (consent !== "yes" || (waiting.outcome === undefined && this.#isOver(waiting))) {
      this.#waiting.delete(sessionId);
      return consent === "no" && waiting.outcome === undefined ? notWrittenWords(told.language) : undefined;
    }
    const { proposal } = waiting;
    waiting.outcome ??= this.#write(proposal);
    const done = await waiting.outcome;
    signal.throwIfAborted();
    if (this.#waiting.get(sessionId) === waiting) this.#waiting.delete(sessionId);
    const calendar = proposal.kind === "add" ? ((await this.target())?.name ?? "") : (proposal.event.calendar ?? "");
    return settledWords(proposal, calendar, done, told);
  }

  #isOver({ askedAt }: Waiting): boolean {
    return this.#parts.clock.now() - askedAt > LONGEST_WAIT_MS;
  }

  async #write(proposal: Proposal): Promise<Written> {
    try {
      return await this.#sent(proposal, new AbortController().signal);
    } catch (error) {
      this.#parts.log.warn("what a person said yes to may not have been written", { error });
      return { refused: "unknown" };
    }
  }

  #sent(proposal: Proposal, signal: AbortSignal): Promise<Written> {
    const { writing } = this.#parts;
    if (proposal.kind === "add") return writing.add(proposal.calendarId, proposal.event, signal);
    const { calendarId = "", id, change } = proposal.event;
    const etag = change !== undefined && "etag" in change ? change.etag : "";
    if (proposal.kind === "move") {
      return writing.change(calendarId, id, { time: proposal.time, timeZone: "UTC", etag }, signal);
    }
    return writing.remove(calendarId, id, signal, etag);
  }
}
