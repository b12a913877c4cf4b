/** Ends what was deleted on some device once it can no longer be taken back: words, voices, titles. */
import { DELETION_STANDS_AFTER_MS } from "@hisho/protocol";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Recordings } from "../recordings/recordings.ts";
import type { SyncStore } from "./port.ts";

const EVERY_MS = 10 * 60_000;

export class Sweeper {
  readonly #store: SyncStore;
  readonly #recordings: Recordings | undefined;
  readonly #clock: Clock;
  readonly #log: Log;
  /** Voices whose words are gone and which the disk has not let go. */
  #audio: string[] = [];
  #cancel: () => void = () => {};
  #going: Promise<void> = Promise.resolve();

  constructor(store: SyncStore, recordings: Recordings | undefined, clock: Clock, log: Log) {
    this.#store = store;
    this.#recordings = recordings;
    this.#clock = clock;
    this.#log = log;
    this.#arm();
  }

  /** Never rejects. */
  sweep(): Promise<void> {
    this.#going = this.#going.then(() => this.#sweep());
    return this.#going;
  }

  async close(): Promise<void> {
    this.#cancel();
    await this.#going;
  }

  #arm(): void {
    this.#cancel = this.#clock.after(EVERY_MS, () => void this.sweep().then(() => this.#arm()));
  }

  async #sweep(): Promise<void> {
    try {
      const before = new Date(this.#clock.date().getTime() - DELETION_STANDS_AFTER_MS);
      const { audio, emptied } = await this.#store.sweep(before);
      this.#audio.push(...audio);
      await this.#recordings?.drop(this.#audio);
      this.#audio = [];
      for (const sessionId of emptied) await this.#recordings?.forget(sessionId);
    } catch (error) {
      this.#log.warn("what was deleted on a device could not be swept away yet", { error });
    }
  }
}
