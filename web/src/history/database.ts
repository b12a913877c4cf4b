/**
 * The device's database, opened when it is first needed and again when it was taken away. Nothing here throws for want
 * of storage: what fails is told by its result and to `watch`, and the talk goes on.
 */
import { openDB } from "idb";
import { HISTORY_NAME, HISTORY_VERSION, type HistoryDatabase, type HistorySchema, upgrade } from "./schema.ts";

export type StorageProblem =
  /** No room: export and delete, or go on without a record. */
  | "full"
  /** Another page holds an older version open. It works as soon as that page is closed. */
  | "blocked"
  /** No IndexedDB (private window, policy), or it broke. */
  | "unavailable";

export interface DatabaseOptions {
  /** For tests. */
  name?: string;
  version?: number;
}

export class DeviceDatabase {
  readonly #options: DatabaseOptions;
  #database: Promise<HistoryDatabase> | null = null;
  #closed = false;
  #problem: StorageProblem | null = null;
  readonly #watchers = new Set<(problem: StorageProblem | null) => void>();

  constructor(options: DatabaseOptions) {
    this.#options = options;
  }

  /** Tells what is wrong with the storage, and null when it works again. @returns unsubscribes */
  watch(watcher: (problem: StorageProblem | null) => void): () => void {
    this.#watchers.add(watcher);
    if (this.#problem !== null) watcher(this.#problem);
    return () => void this.#watchers.delete(watcher);
  }

  /** @returns false when it could not be written, which has been told to `watch` */
  async write(work: (database: HistoryDatabase) => Promise<unknown>): Promise<boolean> {
    try {
      await work(await this.#open());
      this.#tell(null);
      return true;
    } catch (error) {
      this.#tell(problemOf(error));
      return false;
    }
  }

  /** @returns `otherwise` when it could not be read, which has been told to `watch` */
  async read<Result>(work: (database: HistoryDatabase) => Promise<Result>, otherwise: Result): Promise<Result> {
    try {
      return await work(await this.#open());
    } catch (error) {
      this.#tell(problemOf(error));
      return otherwise;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const database = await this.#database?.catch(() => null);
    database?.close();
  }

  #tell(problem: StorageProblem | null): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    for (const watcher of this.#watchers) watcher(problem);
  }

  #open(): Promise<HistoryDatabase> {
    if (this.#closed) return Promise.reject(new DOMException("the history is closed", "InvalidStateError"));
    if (this.#database !== null) return this.#database;
    const { name = HISTORY_NAME, version = HISTORY_VERSION } = this.#options;
    const forget = () => {
      this.#database = null;
    };
    const opening = openDB<HistorySchema>(name, version, {
      upgrade,
      blocked: () => this.#tell("blocked"),
      /** A newer page wants to upgrade: make way for it. The next write opens again. */
      blocking: (_current, _next, event) => {
        (event.target as IDBDatabase).close();
        forget();
      },
      terminated: forget,
    });
    this.#database = opening;
    opening.catch(forget);
    return opening;
  }
}

function problemOf(error: unknown): StorageProblem {
  return error instanceof DOMException && error.name === "QuotaExceededError" ? "full" : "unavailable";
}
