/**
 * Typed words on their way: sent under an `id` until their turn has ended, so that a lost socket neither loses nor
 * repeats them. What piled up without a socket goes one at a time, each after the answer to the one before.
 */
import { type ClientMessageInput, MAX_TEXT_CHARACTERS } from "@hisho/protocol";

export interface PendingText {
  id: string;
  text: string;
  /** An earlier turn that these words replace. */
  replaces: number | null;
  /** ISO 8601. */
  at: string;
}

interface Entry extends PendingText {
  state: "waiting" | "sent" | "heard";
}

export interface TextQueueOptions {
  isReady(): boolean;
  send(message: ClientMessageInput): boolean;
}

export class TextQueue {
  readonly #options: TextQueueOptions;
  #entries: Entry[] = [];

  constructor(options: TextQueueOptions) {
    this.#options = options;
  }

  /** Words that were waiting when the page was last open. They go before what is typed now. */
  restore(texts: readonly PendingText[]): void {
    this.putBack(texts);
    this.#sendNext();
  }

  /** Older words that wait again. They go with the next that is sent. */
  putBack(texts: readonly PendingText[]): void {
    const known = new Set(this.#entries.map((entry) => entry.id));
    const older = texts.filter((text) => !known.has(text.id));
    this.#entries.unshift(...older.map((text): Entry => ({ ...text, state: "waiting" })));
  }

  /** Typed now: sent at once unless older words still wait. */
  add(text: PendingText): void {
    const backlog = this.#entries.some((entry) => entry.state === "waiting");
    const entry: Entry = { ...text, state: "waiting" };
    this.#entries.push(entry);
    if (!backlog && this.#options.isReady()) this.#send(entry);
  }

  has(id: string): boolean {
    return this.#entries.some((entry) => entry.id === id);
  }

  /** The socket closed: whatever has not been confirmed may be lost. */
  closed(): void {
    for (const entry of this.#entries) if (entry.state === "sent") entry.state = "waiting";
  }

  /** `session_ready`. After a fresh start nothing is known to the relay but what its store tells by `id`. */
  ready(resumed: boolean): void {
    if (!resumed) for (const entry of this.#entries) entry.state = "waiting";
    this.#sendNext();
  }

  /** `transcript_final` with this id: the relay has the words. */
  heard(id: string): void {
    for (const entry of this.#entries) if (entry.id === id) entry.state = "heard";
  }

  /** The turn of these words has ended. @returns whether they were ours */
  done(id: string): boolean {
    const before = this.#entries.length;
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
    this.#sendNext();
    return this.#entries.length < before;
  }

  /** Words sent on a socket that was closed for breaking the protocol. @returns their ids; they are not sent again */
  giveUpSent(): readonly string[] {
    const given = this.#entries.filter((entry) => entry.state === "sent").map((entry) => entry.id);
    this.#entries = this.#entries.filter((entry) => entry.state !== "sent");
    return given;
  }

  #sendNext(): void {
    if (!this.#options.isReady() || this.#entries.some((entry) => entry.state !== "waiting")) return;
    const next = this.#entries[0];
    if (next !== undefined) this.#send(next);
  }

  #send(entry: Entry): void {
    const { id, text, replaces } = entry;
    const message: ClientMessageInput = {
      type: "text",
      id,
      text: text.slice(0, MAX_TEXT_CHARACTERS),
      ...(replaces === null ? {} : { replaces }),
    };
    if (this.#options.send(message)) entry.state = "sent";
  }
}
