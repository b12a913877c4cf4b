/** Gives conversations their titles, behind them: by a language model that can write, else by their first words. */
import type { LanguageModel } from "@hisho/providers/llm/port.ts";
import { titleTask } from "@hisho/providers/llm/title.ts";
import { forLanguage } from "@hisho/providers/registry.ts";
import type { Clock } from "../clock.ts";
import { withDeadline } from "../deadline.ts";
import type { Log } from "../log.ts";
import type { ProviderSwitch } from "../provider-switch.ts";
import { whileQuiet } from "../while-quiet.ts";
import type { FirstExchange, SyncStore } from "./port.ts";
import { titleFromModel, titleFromWords } from "./title-words.ts";

const MOST_TITLE_CHARACTERS = 40;
const MOST_SAID_CHARACTERS = 1_000;
/** After somebody has talked, before it is looked whether they still do. */
const QUIET_MS = 2_000;
const WRITING_MS = 30_000;
/** A relay that cannot write titles forgets which it owes before it runs out of memory. */
const MOST_WAITING = 1_000;

export interface TitlesParts {
  store: SyncStore;
  providers: ProviderSwitch;
  clock: Clock;
  log: Log;
  /** Somebody speaks or is being answered. */
  busy: () => boolean;
}

export class Titles {
  readonly #parts: TitlesParts;
  readonly #closing = new AbortController();
  readonly #waiting = new Set<string>();
  /** They have theirs, as far as this relay knows. */
  readonly #done = new Set<string>();
  #cancel: (() => void) | undefined;
  #running: Promise<void> | undefined;

  constructor(parts: TitlesParts) {
    this.#parts = parts;
  }

  /** A turn of the conversation has been kept. */
  noted(sessionId: string): void {
    if (this.#done.has(sessionId) || this.#waiting.size >= MOST_WAITING) return;
    this.#waiting.add(sessionId);
    this.#later();
  }

  /** The conversation is deleted: what is said in it later is another one. */
  forget(sessionId: string): void {
    this.#done.delete(sessionId);
    this.#waiting.delete(sessionId);
  }

  /** Breaks off what is being written. */
  async close(): Promise<void> {
    this.#closing.abort(new Error("the relay is ending"));
    this.#cancel?.();
    await this.#running;
  }

  #later(): void {
    if (this.#cancel !== undefined || this.#running !== undefined || this.#closing.signal.aborted) return;
    this.#cancel = this.#parts.clock.after(QUIET_MS, () => {
      this.#cancel = undefined;
      this.#running = this.#next().finally(() => {
        this.#running = undefined;
        if (this.#waiting.size > 0) this.#later();
      });
    });
  }

  /** One title. Never rejects. */
  async #next(): Promise<void> {
    const { store, log, busy, clock } = this.#parts;
    const [sessionId] = this.#waiting;
    if (busy() || sessionId === undefined) return;
    this.#waiting.delete(sessionId);
    const quiet = whileQuiet(busy, clock);
    const signal = AbortSignal.any([this.#closing.signal, quiet.signal]);
    try {
      const first = await store.firstOfUntitled(sessionId);
      if (first === "nothing yet") return;
      if (first !== "titled") {
        const title = (await this.#written(first, signal)) || titleFromWords(first.user, first.language);
        signal.throwIfAborted();
        if (title === "") return;
        await store.makeTitle(sessionId, title);
      }
      if (this.#done.size >= MOST_WAITING) this.#done.clear();
      this.#done.add(sessionId);
    } catch (error) {
      if (quiet.signal.aborted) this.#waiting.add(sessionId);
      // The next turn of the conversation tries again; until then its first words stand for it.
      else if (!signal.aborted) log.warn("a conversation got no title", { error });
    } finally {
      quiet.end();
    }
  }

  /** By the first language model that can. @returns empty where none does */
  async #written({ user, assistant, language }: FirstExchange, signal: AbortSignal): Promise<string> {
    const { providers, clock, log } = this.#parts;
    const roles = providers.take();
    try {
      const said = { user: user.slice(0, MOST_SAID_CHARACTERS), assistant: assistant.slice(0, MOST_SAID_CHARACTERS) };
      const task = titleTask(said, language, MOST_TITLE_CHARACTERS);
      for (const llm of forLanguage<LanguageModel>(roles.providers.llm, language)) {
        if (llm.write === undefined || llm.isMock || !["ok", "degraded"].includes(llm.health().status)) continue;
        try {
          const write = llm.write.bind(llm);
          const text = await withDeadline("title", WRITING_MS, signal, clock, async (inner) => {
            let written = "";
            for await (const piece of write(task, inner)) {
              written += piece;
              if (written.length > 10 * MOST_TITLE_CHARACTERS) break;
            }
            return titleFromModel(written, MOST_TITLE_CHARACTERS);
          });
          if (text !== "") return text;
        } catch (error) {
          signal.throwIfAborted();
          log.warn("a language model made no title", { provider: llm.name, error });
        }
      }
      return "";
    } finally {
      roles.release();
    }
  }
}
