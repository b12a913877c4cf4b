/**
 * Questions of a person who has no connection: kept on the device before the screen says so, listed, changed, taken
 * back, and answered one after another later. Answers that came while nobody was there wait to be seen.
 */
import type { StoreApi } from "zustand/vanilla";
import type { Clock } from "./clock.ts";
import type { KeyValueStorage } from "./identity.ts";
import type { TalkHistory } from "./ports.ts";
import type { KeptQuestion, TalkState } from "./talk.ts";
import type { PendingText, TextQueue } from "./texts.ts";
import type { TurnLog } from "./turn-log.ts";
import type { KeptSpeech } from "./uplink.ts";

const UNREAD_KEY = "hisho.unread";
/** Beyond this many nobody counts. */
const MAX_UNREAD = 99;
const SAMPLES_PER_MS = 48;
/** A disk that has not written a question by then does not hold it up. */
const DISK_PATIENCE_MS = 1_000;

export interface KeepingOptions {
  conversation: string;
  history: TalkHistory;
  clock: Pick<Clock, "after">;
  storage: KeyValueStorage;
  store: StoreApi<TalkState>;
  texts: TextQueue;
  turns: TurnLog;
  /** A question is kept and will be answered later. */
  onKept(question: KeptQuestion): void;
}

export class Keeping {
  readonly #options: KeepingOptions;
  /** Whether the write of a question has succeeded, once it has ended. */
  readonly #stored = new Map<string, boolean>();

  constructor(options: KeepingOptions) {
    this.#options = options;
    options.store.setState({ unread: readUnread(options.storage) });
  }

  /**
   * Stores a question and lists it when it is stored, or when it is known that it cannot be.
   * @param go called then: the words go out from the disk, so that none is lost that was sent
   */
  async keep(text: PendingText, go?: () => void): Promise<void> {
    const { history, conversation, clock, texts, onKept } = this.#options;
    const keeping = history.keepPending(conversation, text);
    if (go !== undefined) await this.#within(keeping, clock, go);
    const stored = await keeping;
    const isNew = !this.#stored.has(text.id);
    this.#stored.set(text.id, stored);
    this.show();
    const question = this.#options.store.getState().kept.find((kept) => kept.id === text.id);
    if (isNew && question !== undefined && texts.waiting.length > 0) onKept(question);
  }

  /** Not before it is written, but in any case after a while. */
  async #within(keeping: Promise<unknown>, clock: Pick<Clock, "after">, go: () => void): Promise<void> {
    let cancel = (): void => undefined;
    const patience = new Promise<void>((resolve) => {
      cancel = clock.after(DISK_PATIENCE_MS, resolve);
    });
    await Promise.race([keeping, patience]);
    cancel();
    go();
  }

  /** From the record: they were stored when the page was last open. */
  restored(texts: readonly PendingText[]): void {
    for (const { id } of texts) this.#stored.set(id, true);
  }

  /** The question is on its way, or its words have come back. */
  progressed(text: PendingText): void {
    void this.#options.history.keepPending(this.#options.conversation, text);
  }

  /** @returns false when it has gone out and cannot be changed any more */
  edit(id: string, words: string): boolean {
    const { texts, turns, history, conversation } = this.#options;
    const changed = texts.edit(id, words);
    if (changed === null) return false;
    turns.changeAll(() => turns.change({ type: "edited", key: id, text: words }));
    void history.keepPending(conversation, changed);
    return true;
  }

  /** @returns the way back, or null when it has gone out and cannot be taken back any more */
  remove(id: string): (() => void) | null {
    const { texts, turns, history } = this.#options;
    const removed = texts.remove(id);
    if (removed === null) return null;
    turns.changeAll(() => turns.change({ type: "withdrawn", key: id }));
    this.#stored.delete(id);
    void history.dropPending(id);
    return () => {
      turns.changeAll(() => turns.change({ type: "voided", key: id }));
      texts.putBack([removed]);
      void this.keep(removed);
      texts.next();
    };
  }

  speechOf(id: string): KeptSpeech | undefined {
    return this.#options.texts.waiting.find((text) => text.id === id)?.speech;
  }

  /** Its turn has ended. @param seen somebody was there to see or hear the answer */
  answered(id: string, seen: boolean): void {
    const { history, store } = this.#options;
    this.#stored.delete(id);
    void history.dropPending(id);
    if (!seen) this.#unread([...store.getState().unread, id].slice(-MAX_UNREAD));
  }

  /** The person has seen what came. */
  seen(): void {
    if (this.#options.store.getState().unread.length > 0) this.#unread([]);
  }

  /** Shows what waits. */
  show(): void {
    const { store, texts } = this.#options;
    const kept = texts.waiting.flatMap((text): KeptQuestion[] => {
      const durable = this.#stored.get(text.id);
      return durable === undefined ? [] : [questionOf(text, durable)];
    });
    const before = store.getState().kept;
    const same = kept.length === before.length && kept.every((one, at) => isSame(one, before[at]));
    if (!same) store.setState({ kept });
  }

  #unread(unread: readonly string[]): void {
    this.#options.store.setState({ unread });
    try {
      this.#options.storage.setItem(UNREAD_KEY, JSON.stringify(unread));
    } catch {
      // Without storage the count lasts as long as the page.
    }
  }
}

const questionOf = ({ id, at, text, speech, sent, unheard }: PendingText, durable: boolean): KeptQuestion => ({
  id,
  at,
  text,
  durationMs: speech === undefined ? null : (speech.endTimestamp - speech.startTimestamp) / SAMPLES_PER_MS,
  durable,
  changeable: sent !== true || unheard === true,
  unheard: unheard === true,
});

const isSame = (a: KeptQuestion, b: KeptQuestion | undefined): boolean =>
  b !== undefined &&
  a.id === b.id &&
  a.text === b.text &&
  a.durable === b.durable &&
  a.changeable === b.changeable &&
  a.unheard === b.unheard;

function readUnread(storage: KeyValueStorage): readonly string[] {
  try {
    const value: unknown = JSON.parse(storage.getItem(UNREAD_KEY) ?? "[]");
    return Array.isArray(value) ? value.filter((key) => typeof key === "string").slice(-MAX_UNREAD) : [];
  } catch {
    return [];
  }
}
