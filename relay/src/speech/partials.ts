/**
 * Decides whose partial transcript is made next: one call at a time, in turn, each on the newest sound there is. A slow
 * recogniser makes partials rarer for everybody and never builds a queue.
 */
import type { Clock } from "../clock.ts";

/** Speech before the first partial, ms. */
export const FIRST_PARTIAL_AFTER_MS = 240;
/** The usual pace, ms: what the speech may cost makes partials rarer. */
export const PARTIAL_EVERY_MS = 250;
/** The same until the first words: recognisers make nothing of a syllable, and what nobody sees needs no slow pace. */
export const FIRST_WORDS_EVERY_MS = 100;
/** Who has said nothing recognisable for this long, ms, may be no voice at all: from here on the usual pace. */
const FIRST_WORDS_WITHIN_MS = 1500;

/** One person who is speaking now. */
export interface PartialJob {
  /** ms of speech heard so far. */
  heardMs(): number;
  /** Whether a transcript made now may tell something new and is within what the speech may cost. */
  isDue(): boolean;
  /** Transcribes what has been heard until now. Never rejects. @returns false when there are no words in it yet */
  run(): Promise<boolean>;
}

interface Waiting {
  job: PartialJob;
  startedAt: number;
  heardThen: number;
  wordless: boolean;
  running: boolean;
}

export class PartialScheduler {
  readonly #clock: Clock;
  readonly #atOnce: number;
  readonly #everyMs: number;
  /** In the order in which they are served. */
  #ring: Waiting[] = [];
  #running = 0;
  #cancelTimer: (() => void) | null = null;

  /**
   * @param atOnce how many calls the recogniser takes at a time
   * @param everyMs between the beginnings of two partials of one speaker, at least
   */
  constructor(clock: Clock, atOnce: number, everyMs: number = PARTIAL_EVERY_MS) {
    this.#clock = clock;
    this.#atOnce = atOnce;
    this.#everyMs = everyMs;
  }

  /** @returns a function that ends the job; a call in flight is not waited for */
  add(job: PartialJob): () => void {
    const waiting: Waiting = {
      job,
      startedAt: Number.NEGATIVE_INFINITY,
      heardThen: 0,
      wordless: true,
      running: false,
    };
    this.#ring.push(waiting);
    this.#serve();
    return () => {
      this.#ring = this.#ring.filter((other) => other !== waiting);
    };
  }

  /** New sound has come for somebody. */
  poke(): void {
    if (this.#running < this.#atOnce && this.#cancelTimer === null) this.#serve();
  }

  #serve(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
    const now = this.#clock.now();
    let soonest = Number.POSITIVE_INFINITY;
    for (const waiting of [...this.#ring]) {
      if (this.#running >= this.#atOnce) return;
      const heardMs = waiting.job.heardMs();
      if (waiting.running || heardMs < FIRST_PARTIAL_AFTER_MS || heardMs <= waiting.heardThen) continue;
      if (!waiting.job.isDue()) continue;
      const hurries = waiting.wordless && heardMs < FIRST_WORDS_WITHIN_MS;
      const dueIn = waiting.startedAt + (hurries ? Math.min(FIRST_WORDS_EVERY_MS, this.#everyMs) : this.#everyMs) - now;
      if (dueIn > 0) soonest = Math.min(soonest, dueIn);
      else this.#run(waiting, now, heardMs);
    }
    if (Number.isFinite(soonest)) {
      this.#cancelTimer = this.#clock.after(soonest, () => {
        this.#cancelTimer = null;
        this.#serve();
      });
    }
  }

  #run(waiting: Waiting, now: number, heardMs: number): void {
    waiting.running = true;
    waiting.startedAt = now;
    waiting.heardThen = heardMs;
    this.#running += 1;
    // Last in the ring: everybody else is asked before this one again.
    this.#ring = [...this.#ring.filter((other) => other !== waiting), waiting];
    void waiting.job.run().then((hasWords) => {
      waiting.wordless = !hasWords;
      waiting.running = false;
      this.#running -= 1;
      this.#serve();
    });
  }
}
