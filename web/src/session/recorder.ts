/**
 * Keeps every change of a turn, and acknowledges an event to the relay only when everything up to it is stored
 * (docs/protocol.md, `ack`). What could not be stored is tried again with the next change and is not acknowledged.
 */
import type { Clock } from "./clock.ts";
import type { TurnView } from "./talk.ts";

export const ACK_BATCH_MS = 250;

/** Where turns are kept; `History` is one. */
export interface TurnStore {
  /** @returns whether it is stored */
  save(conversation: string, turn: TurnView): Promise<boolean>;
}

export interface RecorderOptions {
  store: TurnStore;
  conversation: string;
  clock: Clock;
  /** @returns whether it went out */
  sendAck(event: number): boolean;
}

export class Recorder {
  readonly #options: RecorderOptions;
  #unsaved = new Map<string, TurnView>();
  #start = 0;
  #last: Promise<boolean> = Promise.resolve(true);
  #storedEvent = 0;
  #ackedEvent = 0;
  #cancelAck: (() => void) | null = null;

  constructor(options: RecorderOptions) {
    this.#options = options;
  }

  /** Turns have changed without an event of the relay. */
  keep(turns: readonly TurnView[]): Promise<boolean> {
    for (const turn of turns) this.#unsaved.set(turn.key, turn);
    if (this.#unsaved.size > 0) this.#last = this.#save([...this.#unsaved.values()]);
    return this.#last;
  }

  /** The relay's event `n` has changed `turns`, or none. */
  applied(n: number, turns: readonly TurnView[]): void {
    const start = this.#start;
    void this.keep(turns).then((stored) => {
      if (stored && start === this.#start) this.#stored(n);
    });
  }

  /** The relay numbers its events anew. */
  fresh(): void {
    this.#start += 1;
    this.#storedEvent = 0;
    this.#ackedEvent = 0;
  }

  close(): void {
    this.#cancelAck?.();
  }

  async #save(turns: readonly TurnView[]): Promise<boolean> {
    const { store, conversation } = this.#options;
    const results = await Promise.all(
      turns.map(async (turn) => {
        const stored = await store.save(conversation, turn);
        if (stored && this.#unsaved.get(turn.key) === turn) this.#unsaved.delete(turn.key);
        return stored;
      }),
    );
    return results.every((stored) => stored);
  }

  #stored(n: number): void {
    this.#storedEvent = Math.max(this.#storedEvent, n);
    this.#cancelAck ??= this.#options.clock.after(ACK_BATCH_MS, () => {
      this.#cancelAck = null;
      if (this.#storedEvent > this.#ackedEvent && this.#options.sendAck(this.#storedEvent)) {
        this.#ackedEvent = this.#storedEvent;
      }
    });
  }
}
