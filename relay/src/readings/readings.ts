/** The taught readings as the voice and the recogniser use them: kept at hand, so that no sentence waits for the store. */
import { primaryTag } from "@hisho/providers/config/language.ts";
import type { Reading, ReadingBook } from "@hisho/providers/llm/port.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { readerOf } from "./apply.ts";
import type { ReadingStore } from "./port.ts";

/** What another relay was taught, or a page at it, is used here after this long at most. */
const REREAD_AFTER_MS = 5_000;
/** What recognisers take beside the words before: about forty words. */
const MOST_HINT_CHARACTERS = 100;

export interface Readings {
  /** A text as the voice is to be given it. @param language BCP 47 of the voice */
  read(text: string, language: string): string;
  /** Words that the recogniser would hardly expect, the newest first. @param language BCP 47, or `auto` */
  hints(language: string): string[];
  /** The store's, watched: what is taught here is read so at once. */
  readonly book: ReadingBook;
  /** To be called before an answer; resolves when the readings are at hand. Never rejects. */
  fresh(): Promise<void>;
}

export class KeptReadings implements Readings {
  readonly #store: ReadingStore;
  readonly #clock: Clock;
  readonly #log: Log;
  #readings: readonly Reading[] = [];
  readonly #readers = new Map<string, (text: string) => string>();
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | null = null;

  constructor(store: ReadingStore, clock: Clock, log: Log) {
    this.#store = store;
    this.#clock = clock;
    this.#log = log;
  }

  read(text: string, language: string): string {
    const tag = primaryTag(language);
    let reader = this.#readers.get(tag);
    if (reader === undefined) {
      reader = readerOf(this.#of(tag));
      this.#readers.set(tag, reader);
    }
    return reader(text);
  }

  hints(language: string): string[] {
    let characters = 0;
    const tag = primaryTag(language);
    return (tag === "auto" ? [...this.#readings] : this.#of(tag))
      .toSorted((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime())
      .map(({ written }) => written)
      .filter((written) => {
        const fits = characters + written.length + 2 <= MOST_HINT_CHARACTERS;
        if (fits) characters += written.length + 2;
        return fits;
      });
  }

  get book(): ReadingBook {
    return {
      readings: () => this.#store.readings(),
      teach: async (readings) => {
        const taught = await this.#store.teach(readings);
        await this.#reread();
        return taught;
      },
      unteach: async (ids) => {
        const count = await this.#store.unteach(ids);
        await this.#reread();
        return count;
      },
    };
  }

  /** The first time the readings are waited for, later the next sentence has them. */
  async fresh(): Promise<void> {
    const isFirst = this.#readAt === Number.NEGATIVE_INFINITY;
    if (this.#clock.now() - this.#readAt < REREAD_AFTER_MS) return;
    this.#reading ??= this.#reread().finally(() => {
      this.#reading = null;
    });
    if (isFirst) await this.#reading;
  }

  /** Resolves once the store is no longer asked for what was under way. */
  async settled(): Promise<void> {
    await this.#reading;
  }

  #of(tag: string): Reading[] {
    return this.#readings.filter(({ language }) => language === tag);
  }

  async #reread(): Promise<void> {
    try {
      this.#readings = await this.#store.readings();
      this.#readers.clear();
    } catch (error) {
      this.#log.warn("the readings could not be read", { error });
    }
    this.#readAt = this.#clock.now();
  }
}
