/**
 * Every turn as it happens, kept on the device. Writing is like a log: the newest state of each changed turn goes out
 * in the next transaction, so that a page that dies loses at most what was being written. Several pages may write:
 * each write merges with what is stored in one transaction (./merge.ts), and IndexedDB puts transactions in order.
 *
 * Nothing here throws for want of storage. A write that fails is told by its result and to `watch`; the talk goes on.
 */
import type { DocumentStatus } from "@hisho/protocol";
import { type IDBPDatabase, openDB } from "idb";
import type { TurnView } from "../session/talk.ts";
import type { PendingText } from "../session/texts.ts";
import { mergeTurn } from "./merge.ts";
import {
  HISTORY_NAME,
  HISTORY_VERSION,
  type HistoryDatabase,
  type HistorySchema,
  type StoredConversation,
  type StoredPassage,
  type StoredTurn,
  upgrade,
} from "./schema.ts";
import { turnMatches } from "./search.ts";

export type StorageProblem =
  /** No room: export and delete, or go on without a record. */
  | "full"
  /** Another page holds an older version open. It works as soon as that page is closed. */
  | "blocked"
  /** No IndexedDB (private window, policy), or it broke. */
  | "unavailable";

export interface HistoryOptions {
  /** Unique to this page. */
  writer: string;
  /** For tests. */
  name?: string;
  version?: number;
}

export interface FoundTurn extends TurnView {
  conversation: string;
}

interface Batch {
  turns: Map<string, StoredTurn>;
  done: Promise<boolean>;
  settle: (stored: boolean) => void;
}

const MAX_FOUND = 200;

export class History {
  readonly #options: HistoryOptions;
  #database: Promise<HistoryDatabase> | null = null;
  #revision = 0;
  #next: Batch | null = null;
  #writing: Promise<void> | null = null;
  #closed = false;
  #problem: StorageProblem | null = null;
  readonly #watchers = new Set<(problem: StorageProblem | null) => void>();

  constructor(options: HistoryOptions) {
    this.#options = options;
  }

  /** Tells what is wrong with the storage, and null when it works again. @returns unsubscribes */
  watch(watcher: (problem: StorageProblem | null) => void): () => void {
    this.#watchers.add(watcher);
    if (this.#problem !== null) watcher(this.#problem);
    return () => void this.#watchers.delete(watcher);
  }

  /**
   * Keeps the state of a turn. Called on every change; changes that come while one is written go together.
   * @returns true when it is stored; false when it is not, which has been told to `watch`
   */
  save(conversation: string, turn: TurnView): Promise<boolean> {
    const batch = this.#next ?? newBatch();
    this.#next = batch;
    this.#revision += 1;
    batch.turns.set(turn.key, { ...turn, conversation, writer: this.#options.writer, revision: this.#revision });
    this.#writing ??= this.#writeAll();
    return batch.done;
  }

  /** Resolves when everything saved so far is stored or has failed. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /** Turns of one conversation, oldest first. Empty when there is no storage. */
  async turns(conversation: string): Promise<readonly TurnView[]> {
    const range = IDBKeyRange.bound([conversation], [conversation, []]);
    const stored = await this.#read((database) => database.getAllFromIndex("turns", "conversation", range), []);
    return stored.map(viewOf);
  }

  /** Newest first. */
  async conversations(): Promise<readonly StoredConversation[]> {
    return (await this.#read((database) => database.getAllFromIndex("conversations", "updatedAt"), [])).reverse();
  }

  /** Turns in which every word of the query was said, newest first, at most 200. */
  async search(query: string): Promise<readonly FoundTurn[]> {
    const all = await this.#read((database) => database.getAll("turns"), []);
    return all
      .filter((turn) => turnMatches(turn, query))
      .sort((a, b) => (a.at < b.at ? 1 : -1))
      .slice(0, MAX_FOUND)
      .map((turn) => ({ ...viewOf(turn), conversation: turn.conversation }));
  }

  /** Typed words whose turn has not ended, oldest first. */
  async pending(conversation: string): Promise<readonly PendingText[]> {
    const range = IDBKeyRange.bound([conversation], [conversation, []]);
    const stored = await this.#read((database) => database.getAllFromIndex("pending", "conversation", range), []);
    return stored.map(({ id, text, replaces, at }) => ({ id, text, replaces, at }));
  }

  async keepPending(conversation: string, text: PendingText): Promise<boolean> {
    return this.#write(async (database) => void (await database.put("pending", { ...text, conversation })));
  }

  async dropPending(id: string): Promise<boolean> {
    return this.#write((database) => database.delete("pending", id));
  }

  /** What a turn cites by that number, as it stood then; undefined when it was not kept. */
  async passage(turn: string, n: number): Promise<StoredPassage | undefined> {
    return this.#read((database) => database.get("passages", [turn, n]), undefined);
  }

  async keepPassage(passage: StoredPassage): Promise<boolean> {
    return this.#write(async (database) => void (await database.put("passages", passage)));
  }

  /** The relay's documents as they were last seen, newest first. */
  async shelf(): Promise<readonly DocumentStatus[]> {
    const documents = await this.#read((database) => database.getAll("shelf"), []);
    return documents.sort((a, b) => (a.updated_at < b.updated_at ? 1 : -1));
  }

  async keepShelf(documents: readonly DocumentStatus[]): Promise<boolean> {
    return this.#write(async (database) => {
      const { store, done } = database.transaction("shelf", "readwrite");
      await Promise.all([store.clear(), ...documents.map((document) => store.put(document)), done]);
    });
  }

  /** Everything, for the person to take along. JSON text. */
  async exportJson(at: Date): Promise<string> {
    const [conversations, turns] = await Promise.all([
      this.conversations(),
      this.#read((database) => database.getAll("turns"), []),
    ]);
    const turnsOf = (id: string) =>
      turns
        .filter((turn) => turn.conversation === id)
        .sort((a, b) => (a.at < b.at ? -1 : 1))
        .map(viewOf);
    return JSON.stringify(
      {
        format: "hisho-history",
        version: HISTORY_VERSION,
        exportedAt: at.toISOString(),
        conversations: conversations.map((conversation) => ({
          ...conversation,
          turns: turnsOf(conversation.id),
        })),
      },
      null,
      2,
    );
  }

  /** Only when the person asks for it. @returns false when it could not be deleted */
  async deleteConversation(conversation: string): Promise<boolean> {
    await this.settled();
    return this.#write(async (database) => {
      const transaction = database.transaction(["conversations", "turns", "pending", "passages"], "readwrite");
      const range = IDBKeyRange.bound([conversation], [conversation, []]);
      const passages = transaction.objectStore("passages");
      for (const turn of await transaction.objectStore("turns").index("conversation").getAllKeys(range)) {
        await passages.delete(IDBKeyRange.bound([turn], [turn, []]));
      }
      for (const name of ["turns", "pending"] as const) {
        const store = transaction.objectStore(name);
        const keys = await store.index("conversation").getAllKeys(range);
        await Promise.all(keys.map((key) => store.delete(key)));
      }
      await transaction.objectStore("conversations").delete(conversation);
      await transaction.done;
    });
  }

  /** Only when the person asks for it. @returns false when it could not be deleted */
  async deleteEverything(): Promise<boolean> {
    await this.settled();
    return this.#write(async (database) => {
      const names = ["conversations", "turns", "pending", "passages", "shelf"] as const;
      const transaction = database.transaction(names, "readwrite");
      await Promise.all([...names.map((name) => transaction.objectStore(name).clear()), transaction.done]);
    });
  }

  /** Finishes what is being written. */
  async close(): Promise<void> {
    await this.settled();
    this.#closed = true;
    const database = await this.#database?.catch(() => null);
    database?.close();
  }

  async #writeAll(): Promise<void> {
    for (let batch = this.#next; batch !== null; batch = this.#next) {
      this.#next = null;
      const turns = [...batch.turns.values()];
      batch.settle(await this.#write((database) => putTurns(database, turns)));
    }
    this.#writing = null;
  }

  async #write(work: (database: HistoryDatabase) => Promise<void>): Promise<boolean> {
    try {
      await work(await this.#open());
      this.#tell(null);
      return true;
    } catch (error) {
      this.#tell(problemOf(error));
      return false;
    }
  }

  async #read<Result>(work: (database: HistoryDatabase) => Promise<Result>, otherwise: Result): Promise<Result> {
    try {
      return await work(await this.#open());
    } catch (error) {
      this.#tell(problemOf(error));
      return otherwise;
    }
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

function newBatch(): Batch {
  const { promise: done, resolve: settle } = withResolvers<boolean>();
  return { turns: new Map(), done, settle };
}

function withResolvers<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

async function putTurns(database: IDBPDatabase<HistorySchema>, turns: readonly StoredTurn[]): Promise<void> {
  const transaction = database.transaction(["turns", "conversations"], "readwrite");
  const store = transaction.objectStore("turns");
  const conversations = transaction.objectStore("conversations");
  try {
    for (const turn of turns) {
      const merged = mergeTurn(await store.get(turn.key), turn);
      if (merged === null) continue;
      await store.put(merged);
      const known = await conversations.get(turn.conversation);
      const startedAt = known !== undefined && known.startedAt < turn.at ? known.startedAt : turn.at;
      const updatedAt = known !== undefined && known.updatedAt > turn.at ? known.updatedAt : turn.at;
      await conversations.put({ id: turn.conversation, startedAt, updatedAt });
    }
  } catch (error) {
    // A failed request has aborted the transaction; its `done` says the same and must not go unheard.
    transaction.done.catch(() => undefined);
    throw error;
  }
  await transaction.done;
}

function viewOf({ conversation: _, writer: _writer, revision: _revision, ...view }: StoredTurn): TurnView {
  return view;
}

function problemOf(error: unknown): StorageProblem {
  return error instanceof DOMException && error.name === "QuotaExceededError" ? "full" : "unavailable";
}
