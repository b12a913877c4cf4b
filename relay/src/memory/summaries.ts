/**
 * Long conversations are written in short beside what was said, never instead of it, and only while nobody talks. What
 * is left to do is what the store says: nothing is lost by a break, and nothing is done twice.
 */
import type { LanguageModel } from "@hisho/providers/llm/port.ts";
import { type SaidTurn, summaryTask } from "@hisho/providers/llm/summary.ts";
import { forLanguage } from "@hisho/providers/registry.ts";
import type { Clock } from "../clock.ts";
import { withDeadline } from "../deadline.ts";
import type { Log } from "../log.ts";
import type { ProviderSwitch } from "../provider-switch.ts";
import type { Store, StoredSummary, StoredTurn } from "../store/port.ts";
import { whileQuiet } from "../while-quiet.ts";
import { extract } from "./extract.ts";

/** Turns that no summary holds, from which on the older ones are told in short: as many as a prompt shows. */
export const LONG_TURNS = 8;
/** The last ones stand for themselves. */
const LATEST_TURNS = 4;
/** Of one step. A small model reads 4,096 tokens. */
const MOST_TURNS = 40;
const MOST_MATERIAL_CHARACTERS = 4_000;
const MOST_SAID_CHARACTERS = 1_000;
/** Of a summary: about forty lines, 500 to 2,000 tokens. */
export const MOST_SUMMARY_CHARACTERS = 2_000;
/** After somebody has talked, before it is looked whether they still do. */
const QUIET_MS = 2_000;
const WRITING_MS = 120_000;
const RETRY_MS = 60_000;

export interface SummariesParts {
  store: Pick<Store, "summaries">;
  providers: ProviderSwitch;
  clock: Clock;
  log: Log;
  /** Somebody speaks or is being answered. */
  busy: () => boolean;
}

export class Summaries {
  readonly #parts: SummariesParts;
  readonly #closing = new AbortController();
  #cancel: (() => void) | undefined;
  #running: Promise<void> | undefined;
  /** Conversations with new turns. */
  readonly #grown = new Set<string>();
  /** What was left from before this relay began was looked for. */
  #isSwept = false;

  constructor(parts: SummariesParts) {
    this.#parts = parts;
  }

  /** Looks for what was left from before this relay began. */
  begin(): void {
    this.#later(QUIET_MS);
  }

  /** A turn has been kept. */
  noted(sessionId: string): void {
    this.#grown.add(sessionId);
    if (this.#running === undefined && this.#cancel === undefined) this.#later(QUIET_MS);
  }

  /** Breaks off what is being written. */
  async close(): Promise<void> {
    this.#closing.abort(new Error("the relay is ending"));
    this.#cancel?.();
    await this.#running;
  }

  #later(delayMs: number): void {
    if (this.#closing.signal.aborted) return;
    this.#cancel = this.#parts.clock.after(delayMs, () => {
      this.#cancel = undefined;
      this.#running = this.#look().then((nextMs) => {
        this.#running = undefined;
        if (nextMs !== null) this.#later(nextMs);
        else if (this.#grown.size > 0) this.#later(QUIET_MS);
      });
    });
  }

  /** Never rejects. @returns when to look again, ms; null when nothing is left to do */
  async #look(): Promise<number | null> {
    const { log, busy, clock } = this.#parts;
    if (busy()) return QUIET_MS;
    const quiet = whileQuiet(busy, clock);
    const signal = AbortSignal.any([this.#closing.signal, quiet.signal]);
    try {
      for (;;) {
        signal.throwIfAborted();
        const sessionId = await this.#next();
        if (sessionId === null) return null;
        if (!(await this.#summarise(sessionId, signal))) return RETRY_MS;
      }
    } catch (error) {
      if (quiet.signal.aborted) return QUIET_MS;
      if (this.#closing.signal.aborted) return null;
      log.warn("a conversation was not summarised", { error });
      return RETRY_MS;
    } finally {
      quiet.end();
    }
  }

  /** @returns a conversation that has grown long; null when none has */
  async #next(): Promise<string | null> {
    const { summaries } = this.#parts.store;
    for (const sessionId of this.#grown) {
      if ((await summaries.unsummarised(sessionId, LONG_TURNS)).length === LONG_TURNS) return sessionId;
      this.#grown.delete(sessionId);
    }
    if (this.#isSwept) return null;
    const left = await summaries.due(LONG_TURNS);
    this.#isSwept = left === null;
    return left;
  }

  /** @returns false when it was deleted meanwhile, or another relay was faster */
  async #summarise(sessionId: string, signal: AbortSignal): Promise<boolean> {
    const { store, clock } = this.#parts;
    const before = await store.summaries.of(sessionId);
    const left = await store.summaries.unsummarised(sessionId, MOST_TURNS + LATEST_TURNS);
    const turns = fitting(left.slice(0, -LATEST_TURNS));
    const [first] = turns;
    const last = turns.at(-1);
    if (first === undefined || last === undefined) return false;
    const { language } = last;
    const said = turns.map(saidIn);
    const written = await this.#written(before?.text ?? "", said, language, signal);
    signal.throwIfAborted();
    const at = clock.date();
    const summary: StoredSummary = {
      sessionId,
      fromTurn: Math.min(first.turn, before?.fromTurn ?? first.turn),
      throughTurn: Math.max(last.turn, before?.throughTurn ?? last.turn),
      ...(written ?? {
        text: extract(before?.text ?? "", said, language, MOST_SUMMARY_CHARACTERS),
        model: "extract",
      }),
      language,
      createdAt: before?.createdAt ?? at,
      updatedAt: at,
    };
    return store.summaries.save(summary, turns, before);
  }

  /** By the first language model that can. @returns undefined where none does */
  async #written(
    before: string,
    turns: readonly SaidTurn[],
    language: string,
    signal: AbortSignal,
  ): Promise<Pick<StoredSummary, "text" | "model"> | undefined> {
    const { providers, clock, log } = this.#parts;
    const roles = providers.take();
    try {
      const task = summaryTask(before, turns, language, MOST_SUMMARY_CHARACTERS);
      for (const llm of forLanguage<LanguageModel>(roles.providers.llm, language)) {
        if (llm.write === undefined || llm.isMock || !works(llm)) continue;
        try {
          const text = await withDeadline("summary", WRITING_MS, signal, clock, (inner) =>
            collected(llm.write?.(task, inner) ?? nothing(), MOST_SUMMARY_CHARACTERS),
          );
          if (text !== "") return { text, model: llm.model ?? llm.name };
        } catch (error) {
          signal.throwIfAborted();
          log.warn("a language model did not summarise", { provider: llm.name, error });
        }
      }
      return undefined;
    } finally {
      roles.release();
    }
  }
}

const works = (llm: LanguageModel): boolean => ["ok", "degraded"].includes(llm.health().status);

async function* nothing(): AsyncGenerator<string> {}

/** What of it fits, to the end of a line or a sentence. Whoever writes more is not read on. */
async function collected(pieces: AsyncIterable<string>, most: number): Promise<string> {
  let text = "";
  for await (const piece of pieces) {
    text += piece;
    if (text.length > most) break;
  }
  if (text.length <= most) return text.trim();
  const cut = text.slice(0, most);
  const end = Math.max(...["\n", "。", ". ", "다. "].map((mark) => cut.lastIndexOf(mark)));
  return (end > most / 2 ? cut.slice(0, end + 1) : cut).trim();
}

const saidIn = ({ turn, userText, assistantText }: StoredTurn): SaidTurn => ({
  turn,
  user: userText.slice(0, MOST_SAID_CHARACTERS),
  assistant: assistantText.slice(0, MOST_SAID_CHARACTERS),
});

/** As many as one step takes, at least one. */
function fitting(turns: readonly StoredTurn[]): StoredTurn[] {
  let characters = 0;
  return turns.filter((turn, place) => {
    const { user, assistant } = saidIn(turn);
    characters += user.length + assistant.length;
    return place === 0 || characters <= MOST_MATERIAL_CHARACTERS;
  });
}
