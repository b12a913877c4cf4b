/**
 * Questions on their way: typed ones, and those spoken without a connection. Each is sent under an `id` until its turn
 * has ended, so that a lost socket neither loses nor repeats it. What piled up goes one at a time, in its order, each
 * after the answer to the one before.
 */
import { type ClientMessageInput, MAX_TEXT_CHARACTERS } from "@hisho/protocol";
import type { KeptSpeech } from "./uplink.ts";

export interface PendingText {
  id: string;
  text: string;
  /** An earlier turn that these words replace. */
  replaces: number | null;
  /** ISO 8601. */
  at: string;
  /** It was spoken: `text` is empty until the relay has written it out. */
  speech?: KeptSpeech;
  /** It has gone out at least once: the relay may know its words under this id, so they are no longer changed. */
  sent?: boolean;
  /** It was spoken and nothing could be made out. It is kept to be played, and not sent again. */
  unheard?: boolean;
}

/** `unwritten`: not on the disk yet. */
interface Entry extends PendingText {
  state: "unwritten" | "waiting" | "sent" | "heard";
}

const isToSend = (entry: Entry): boolean => entry.unheard !== true;
/** The relay has not been sent it, or may have lost it. */
const isHere = ({ state }: Entry): boolean => state === "waiting" || state === "unwritten";

export interface TextQueueOptions {
  isReady(): boolean;
  /** Nobody is speaking and no answer is awaited: what piled up may go. */
  isFree(): boolean;
  send(message: ClientMessageInput): boolean;
  /** @returns whether it went out */
  sendSpeech(id: string, speech: KeptSpeech): boolean;
  /** What piled up is about to go. */
  onBacklog(): void;
  /** It goes out for the first time, or the relay has written it out: to be stored like that. */
  onProgress(text: PendingText): void;
  /** What waits may have changed. */
  onChange(): void;
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
    this.next();
  }

  /** What waits for a relay, oldest first: it has not gone out, or not come to its words before the socket closed. */
  get waiting(): readonly PendingText[] {
    const lost = (entry: Entry): boolean => entry.state === "sent" && !this.#options.isReady();
    return this.#entries.filter((entry) => isHere(entry) || entry.unheard === true || lost(entry));
  }

  /** Ids of speech that has gone out and whose words have not come back. */
  get sentSpeech(): readonly string[] {
    return this.#entries
      .filter(({ state, speech }) => state === "sent" && speech !== undefined)
      .map((entry) => entry.id);
  }

  /** Other words in its place. @returns the changed question, or null when it has gone out already */
  edit(id: string, text: string): PendingText | null {
    const entry = this.#entries.find((other) => other.id === id);
    if (entry === undefined || !isHere(entry) || entry.sent === true) return null;
    entry.text = text;
    this.#options.onChange();
    return entry;
  }

  /** Takes back what has not gone out. @returns it, or null when it has */
  remove(id: string): PendingText | null {
    const entry = this.#entries.find((other) => other.id === id);
    if (entry === undefined) return null;
    if (entry.unheard !== true && (!isHere(entry) || entry.sent === true)) return null;
    this.#entries = this.#entries.filter((other) => other !== entry);
    this.#options.onChange();
    return entry;
  }

  /** Older words that wait again. They go with the next that is sent. */
  putBack(texts: readonly PendingText[]): void {
    const known = new Set(this.#entries.map((entry) => entry.id));
    const older = texts.filter((text) => !known.has(text.id));
    this.#entries.unshift(...older.map((text): Entry => ({ ...text, state: "waiting" })));
    this.#entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
    this.#options.onChange();
  }

  /**
   * Asked now: sent at once unless older words still wait.
   * @param state "unwritten": it is not on the disk yet, and goes when it is `written`
   */
  add(text: PendingText, state: "unwritten" | "waiting" = "waiting"): void {
    this.#entries.push({ ...text, state: "unwritten" });
    if (state === "waiting") this.written(text.id);
    else this.#options.onChange();
  }

  /** It is on the disk, or will not be. */
  written(id: string): void {
    const at = this.#entries.findIndex((entry) => entry.id === id);
    const entry = this.#entries[at];
    if (entry?.state !== "unwritten") return;
    entry.state = "waiting";
    const backlog = this.#entries.slice(0, at).some((older) => isToSend(older) && isHere(older));
    if (!backlog && this.#options.isReady()) {
      // With those that were asked after it and written before it.
      const gap = this.#entries.findIndex((each, index) => index > at && each.state !== "waiting");
      for (const each of this.#entries.slice(at, gap === -1 ? undefined : gap)) this.#send(each);
    }
    this.#options.onChange();
  }

  /** Went out as it was spoken, and may be lost: the uplink sends what is missing, or all of it goes again from here. */
  addSent(text: PendingText): void {
    this.#entries.push({ ...text, state: "sent", sent: true });
    this.#options.onChange();
  }

  has(id: string): boolean {
    return this.#entries.some((entry) => entry.id === id);
  }

  /** The socket closed: whatever has not been confirmed may be lost. Of speech the uplink keeps what was not received. */
  closed(): void {
    for (const entry of this.#entries) {
      if (entry.state === "sent" && entry.speech === undefined) entry.state = "waiting";
    }
    this.#options.onChange();
  }

  /** `session_ready`. After a fresh start nothing is known to the relay but what its store tells by `id`. */
  ready(resumed: boolean): void {
    if (!resumed) for (const entry of this.#toSend) if (entry.state !== "unwritten") entry.state = "waiting";
    this.next();
    this.#options.onChange();
  }

  /** `transcript_final` with this id: the relay has the words. */
  heard(id: string, text: string): void {
    const entry = this.#entries.find((other) => other.id === id);
    if (entry === undefined) return;
    entry.state = "heard";
    if (entry.speech === undefined || text === "") return;
    entry.text = text;
    this.#options.onProgress(entry);
  }

  /** Nothing could be made out of this speech. @returns whether it was ours and is kept */
  unheard(id: string): boolean {
    const entry = this.#entries.find((other) => other.id === id);
    if (entry?.speech === undefined || entry.text !== "") return false;
    entry.unheard = true;
    entry.state = "heard";
    this.#options.onProgress(entry);
    this.next();
    this.#options.onChange();
    return true;
  }

  /** The turn of these words has ended. @returns whether they were ours */
  done(id: string): boolean {
    const before = this.#entries.length;
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
    const ours = this.#entries.length < before;
    this.next();
    if (ours) this.#options.onChange();
    return ours;
  }

  /** Words sent on a socket that was closed for breaking the protocol. @returns their ids; they are not sent again */
  giveUpSent(): readonly string[] {
    const given = this.#entries.filter((entry) => entry.state === "sent").map((entry) => entry.id);
    this.#entries = this.#entries.filter((entry) => entry.state !== "sent");
    return given;
  }

  /** Sends the oldest that waits, if its time has come. */
  next(): void {
    const { isReady, isFree, onBacklog } = this.#options;
    if (!isReady() || !isFree() || this.#toSend.some((entry) => !isHere(entry))) return;
    const [next] = this.#toSend;
    if (next?.state !== "waiting") return;
    onBacklog();
    this.#send(next);
  }

  get #toSend(): readonly Entry[] {
    return this.#entries.filter(isToSend);
  }

  #send(entry: Entry): void {
    if (!this.#goesOut(entry)) return;
    entry.state = "sent";
    if (entry.sent !== true) {
      entry.sent = true;
      this.#options.onProgress(entry);
    }
    this.#options.onChange();
  }

  #goesOut({ id, text, replaces, speech }: Entry): boolean {
    // What the relay wrote out of speech goes as text: a relay that has lost it need not hear it again.
    if (speech !== undefined && text === "") return this.#options.sendSpeech(id, speech);
    return this.#options.send({
      type: "text",
      id,
      text: text.slice(0, MAX_TEXT_CHARACTERS),
      ...(replaces === null ? {} : { replaces }),
    });
  }
}
