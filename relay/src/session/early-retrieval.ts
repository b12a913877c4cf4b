/** Passages are looked for while the person still speaks, and given to the answer when the last words ask the same. */
import type { Passage } from "@hisho/providers/llm/port.ts";
import { termsOf } from "@hisho/providers/retrieval/terms.ts";
import type { Clock } from "../clock.ts";

export interface Library {
  /**
   * @param within the id of the one document that is asked about
   * @throws the signal's reason when aborted
   */
  retrieve(question: string, language: string, signal: AbortSignal, within?: string): Promise<Passage[]>;
  /** Tells whether documents have changed since something was found. */
  revision(): Revision;
}

/** Both grow. */
export interface Revision {
  /** Passages were taken away, or others took their place: what was found before may not be there any more. */
  removed: number;
  /** Passages came: what was found before is there, and something better may be. */
  added: number;
}

/**
 * What came while somebody spoke may be left out of the answer for so long: while a folder is read passages come all the
 * time, and every answer would wait for a search of its own.
 */
const MAY_LACK_MS = 5_000;
/** Words that are heard again so much later are looked for again where passages came; what was found stands meanwhile. */
const LOOK_AGAIN_MS = 1_000;

/** The same library, of which only one document is looked at. @param docId empty for all of them */
export const within = (library: Library, docId: string): Library =>
  docId === ""
    ? library
    : {
        retrieve: (question, language, signal) => library.retrieve(question, language, signal, docId),
        revision: () => library.revision(),
      };

/** What became of what was looked for early: nothing was, the last words asked something else, or it was what they asked. */
export type Foresight = "none" | "missed" | "reused";

export interface Retrieval {
  foresight: Foresight;
  /** How long the answer waited for its passages, ms. */
  waitedMs: number;
  /** How long they took to be found, ms. */
  tookMs: number;
}

interface Search {
  key: string;
  revision: Revision;
  begunAt: number;
  passages: Promise<Passage[]>;
  /** Once it is over. */
  tookMs: number | undefined;
}

/** Questions with the same terms ask the same, whatever stands between them. */
const keyOf = (question: string): string => [...new Set(termsOf(question))].sort().join(" ");

/** Of one turn. One search at a time: of the words that come meanwhile, the newest are looked for after it. */
export class EarlyRetrieval {
  readonly #library: Library;
  readonly #clock: Clock;
  #work = new AbortController();
  #newest: Search | undefined;
  /** The last one that is over. */
  #found: Search | undefined;
  #waiting: { question: string; language: string; key: string } | undefined;

  constructor(library: Library, clock: Clock) {
    this.#library = library;
    this.#clock = clock;
  }

  /** Words that may grow on. */
  hear(question: string, language: string): void {
    const key = keyOf(question);
    const isAsked = this.#newest?.key === key && this.#isFresh(this.#newest, LOOK_AGAIN_MS);
    this.#waiting = key === "" || isAsked ? undefined : { question, language, key };
    if (this.#newest === undefined || this.#newest.tookMs !== undefined) this.#begin();
  }

  /**
   * The passages of the last words. What was looked for early is taken when it asks the same of the same documents;
   * otherwise it is dropped and they are looked for now.
   * @throws the signal's reason when aborted
   */
  async passagesFor(
    question: string,
    language: string,
    signal: AbortSignal,
  ): Promise<Retrieval & { passages: Passage[] }> {
    const askedAt = this.#clock.now();
    const foresight = this.#newest === undefined ? "none" : "missed";
    const key = keyOf(question);
    this.#waiting = undefined;
    const early = [this.#found, this.#newest].find((one) => one?.key === key && this.#isFresh(one, MAY_LACK_MS));
    if (early !== undefined) {
      const passages = await early.passages.catch(() => undefined); // looked for again below
      const waitedMs = this.#clock.now() - askedAt;
      if (passages !== undefined && this.#isFresh(early, MAY_LACK_MS)) {
        return { passages, foresight: "reused", waitedMs, tookMs: early.tookMs ?? waitedMs };
      }
    }
    this.close();
    const passages = await this.#library.retrieve(question, language, signal);
    const waitedMs = this.#clock.now() - askedAt;
    return { passages, foresight, waitedMs, tookMs: waitedMs };
  }

  /** Nothing more is wanted; words that come later begin anew. */
  close(): void {
    this.#work.abort(new Error("no longer looked for"));
    this.#work = new AbortController();
    this.#newest = undefined;
    this.#found = undefined;
    this.#waiting = undefined;
  }

  /** @param mayLackMs how long ago it may have begun when passages came since */
  #isFresh({ revision, begunAt }: Search, mayLackMs: number): boolean {
    const { removed, added } = this.#library.revision();
    if (revision.removed !== removed) return false;
    return revision.added === added || this.#clock.now() - begunAt <= mayLackMs;
  }

  #begin(): void {
    if (this.#waiting === undefined) return;
    const { question, language, key } = this.#waiting;
    this.#waiting = undefined;
    const begunAt = this.#clock.now();
    const passages = this.#library.retrieve(question, language, this.#work.signal);
    const search: Search = { key, revision: this.#library.revision(), begunAt, passages, tookMs: undefined };
    this.#newest = search;
    const over = (): void => {
      search.tookMs = this.#clock.now() - begunAt;
      if (this.#newest === search) this.#begin();
    };
    passages.then(() => {
      if (this.#newest === search) this.#found = search;
      over();
    }, over); // A failure is told by whoever looks for the last words.
  }
}
