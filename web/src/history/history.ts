/**
 * Every turn as it happens, kept on the device. Writing is like a log: the newest state of each changed turn goes out
 * in the next transaction, so that a page that dies loses at most what was being written. Several pages may write:
 * each write merges with what is stored in one transaction (./merge.ts), and IndexedDB puts transactions in order.
 *
 * Nothing here throws for want of storage (./database.ts).
 */
import type { DocumentStatus } from "@hisho/protocol";
import type { TurnView } from "../session/talk.ts";
import type { PendingText } from "../session/texts.ts";
import { type Changes, nobodyElse } from "./changes.ts";
import { type DatabaseOptions, DeviceDatabase, type StorageProblem } from "./database.ts";
import { type Deletion, deleteAt, deletions, type Purged, purge, restore, UNDO_MS } from "./deletion.ts";
import { Finder, TIDY_AT } from "./finder.ts";
import { type Place, recentConversations, recentTurns, turnsOfConversation } from "./listing.ts";
import { dropOldestSound, keepCopy, keepSound, type SoundKept, soundKept, soundOf } from "./recordings.ts";
import {
  HISTORY_VERSION,
  type HistoryDatabase,
  type Rating,
  type RecordedVoice,
  type StoredConversation,
  type StoredPassage,
  type StoredRecording,
  type StoredTurn,
} from "./schema.ts";
import type { SearchThread } from "./search-thread.ts";
import { saysSomething } from "./segment.ts";
import { setPinned, setRating, setTitle } from "./titles.ts";
import { putTurns } from "./turn-writes.ts";
import { wipe } from "./wipe.ts";

export type { StorageProblem } from "./database.ts";

export interface HistoryOptions extends DatabaseOptions {
  /** Unique to this page. */
  writer: string;
  /** Told of every change that others may show; by default nobody is. */
  changes?: Changes;
  /** Searches in a thread of its own, in the database of no other name; without one the page's own thread does. */
  search?: SearchThread;
}

/** Of so many wiped conversations it is known that they were: whatever is still to be written of one comes soon. */
const MOST_WIPED = 1_000;

export interface FoundTurn extends TurnView {
  conversation: string;
  rating?: Rating;
}

export interface FoundTurns {
  /** Newest first. */
  turns: readonly FoundTurn[];
  /** Of all that match, also those beyond the limit. */
  total: number;
}

interface Batch {
  turns: Map<string, StoredTurn>;
  done: Promise<boolean>;
  settle: (stored: boolean) => void;
}

export class History {
  readonly #options: HistoryOptions;
  readonly #database: DeviceDatabase;
  readonly #changes: Changes;
  readonly #finder = new Finder();
  #revision = 0;
  /** Counts the changes of the record, by this page or another. */
  #changed = 0;
  #next: Batch | null = null;
  /** Nothing of these is written any more, whoever comes late with it. */
  #wiped: readonly string[] = [];
  /** The conversation that visitors have now. */
  #visit: string | null = null;
  #writing: Promise<void> | null = null;

  constructor(options: HistoryOptions) {
    this.#options = options;
    this.#database = new DeviceDatabase(options);
    this.#changes = options.changes ?? nobodyElse();
    this.#changes.listen(() => {
      this.#changed += 1;
    });
  }

  /** Tells what is wrong with the storage, and null when it works again. @returns unsubscribes */
  watch(watcher: (problem: StorageProblem | null) => void): () => void {
    return this.#database.watch(watcher);
  }

  /** Tells that the record has changed, by this page or another. @returns unsubscribes */
  onChange(listener: () => void): () => void {
    return this.#changes.listen(listener);
  }

  // --- the talk

  /** @param conversation what is kept of it from now on is a visitor's; null: nobody's is */
  visited(conversation: string | null): void {
    this.#visit = conversation;
  }

  /**
   * Keeps the state of a turn. Called on every change; changes that come while one is written go together.
   * @returns true when it is stored, or its conversation was wiped; false when it is not, which has been told to `watch`
   */
  save(conversation: string, turn: TurnView): Promise<boolean> {
    if (this.#wiped.includes(conversation)) return Promise.resolve(true);
    const batch = this.#next ?? newBatch();
    this.#next = batch;
    this.#revision += 1;
    const { writer } = this.#options;
    batch.turns.set(turn.key, {
      ...turn,
      ...this.#ofVisit(conversation),
      conversation,
      writer,
      revision: this.#revision,
    });
    this.#writing ??= this.#writeAll();
    return batch.done;
  }

  /** Resolves when everything saved so far is stored or has failed. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  /** Questions whose turn has not ended, oldest first. */
  async pending(conversation: string): Promise<readonly PendingText[]> {
    const range = IDBKeyRange.bound([conversation], [conversation, []]);
    const stored = await this.#read((database) => database.getAllFromIndex("pending", "conversation", range), []);
    return stored.map(({ conversation: _, visit: _visit, ...text }) => text);
  }

  /**
   * Resolves when the words are on the disk: from then on they outlast the page and the device's power. @returns as `save`
   */
  async keepPending(conversation: string, text: PendingText): Promise<boolean> {
    if (this.#wiped.includes(conversation)) return true;
    // Whose it is now: the visitor may have gone when the database is open.
    const waiting = { ...text, ...this.#ofVisit(conversation), conversation };
    return this.#database.write(async (database) => {
      const { store, done } = database.transaction("pending", "readwrite", { durability: "strict" });
      await Promise.all([store.put(waiting), done]);
    });
  }

  /**
   * Questions of other conversations that never went out wait in this one from now on, and so do their turns. A visitor's
   * go nowhere: whoever asked them has left, and they stand there as unanswered.
   */
  async adoptPending(conversation: string): Promise<boolean> {
    return this.#database.write(async (database) => {
      const transaction = database.transaction(["pending", "turns"], "readwrite");
      const pending = transaction.objectStore("pending");
      const turns = transaction.objectStore("turns");
      for (const text of await pending.getAll()) {
        if (text.conversation === conversation) continue;
        const turn = await turns.get(text.id);
        if (text.visit === true) {
          await pending.delete(text.id);
          if (turn?.end === null) await turns.put({ ...turn, end: "failed" });
        } else if (text.sent !== true) {
          await pending.put({ ...text, conversation });
          if (turn !== undefined) await turns.put({ ...turn, conversation });
        }
      }
      await transaction.done;
    });
  }

  async dropPending(id: string): Promise<boolean> {
    return this.#database.write((database) => database.delete("pending", id));
  }

  // --- looking back

  /** Turns of one conversation, oldest first. Empty when there is no storage. */
  async turns(conversation: string): Promise<readonly FoundTurn[]> {
    return (await this.#read((database) => turnsOfConversation(database, conversation), [])).map(foundOf);
  }

  /** A page of turns, newest first, without those that came to nothing. */
  async recent(before: Place | null, limit: number): Promise<readonly FoundTurn[]> {
    return (await this.#read((database) => recentTurns(database, before, limit, saysSomething), [])).map(foundOf);
  }

  /** Newest first. */
  async conversations(): Promise<readonly StoredConversation[]> {
    return this.#read(recentConversations, []);
  }

  async conversation(id: string): Promise<StoredConversation | undefined> {
    return this.#read((database) => database.get("conversations", id), undefined);
  }

  /** Turns in which every word of the query was said, newest first. Nothing for a query without words. */
  async search(query: string, limit: number): Promise<FoundTurns> {
    const nothing = { turns: [], total: 0 };
    const revision = this.#changed;
    const here = () => this.#read((database) => this.#finder.find(database, query, limit, revision), nothing);
    const found = (await this.#options.search?.find(query, limit, revision).catch(here)) ?? (await here());
    return { turns: found.turns.map(foundOf), total: found.total };
  }

  /**
   * Makes searching fast again after many changes; cheap when there is nothing to do.
   * @param when "at once": deleted words are to be gone from the device
   */
  async tidySearch(when: "when worth it" | "at once" = "when worth it"): Promise<boolean> {
    const atLeast = when === "at once" ? 1 : TIDY_AT;
    if ((await this.#read((database) => database.count("fresh"), 0)) < atLeast) return true;
    const here = () => this.#database.write((database) => this.#finder.tidy(database, atLeast));
    return this.#options.search?.tidy(atLeast).catch(here) ?? here();
  }

  // --- what the person makes of it

  /** @param by a title that the person wrote is never replaced by one that was made @returns whether it was taken */
  async setTitle(conversation: string, title: string, by: "person" | "made", at: Date): Promise<boolean> {
    return this.#change((database) => setTitle(database, conversation, title, by, at), false);
  }

  /** @returns false where there is no such conversation or no storage */
  async setPinned(conversation: string, on: boolean, at: Date): Promise<boolean> {
    return this.#change((database) => setPinned(database, conversation, on, at), false);
  }

  /** @param rating null takes it back @returns false where there is no such turn or no storage */
  async setRating(turn: string, rating: Rating | null): Promise<boolean> {
    return this.#change((database) => setRating(database, turn, rating), false);
  }

  /**
   * Takes what the person deletes out of sight; `undelete` with the same time brings it back until `purge`.
   * @returns how many turns it were; null when nothing could be written
   */
  async delete(what: Deletion, at: Date): Promise<number | null> {
    await this.settled();
    return this.#change<number | null>((database) => deleteAt(database, what, at), null);
  }

  /** Brings back what was deleted at that time (ISO 8601). */
  async undelete(at: string, now: Date): Promise<boolean> {
    return this.#change(async (database) => {
      await restore(database, at, now);
      return true;
    }, false);
  }

  /** When something was deleted that can still be brought back: ISO 8601, newest first. */
  async deletions(): Promise<readonly string[]> {
    return this.#read(deletions, []);
  }

  /** Ends what was deleted longer ago than it can be undone. @returns null when nothing could be written */
  async purge(now: Date, undoMs = UNDO_MS): Promise<Purged | null> {
    return this.#change<Purged | null>((database) => purge(database, new Date(now.getTime() - undoMs)), null);
  }

  /**
   * Ends conversations at once and for good. What is written of one of them from now on is refused.
   * @returns false when something of them is still there
   */
  async wipe(conversations: readonly string[]): Promise<boolean> {
    this.#wiped = [...new Set([...this.#wiped, ...conversations])].slice(-MOST_WIPED);
    await this.settled();
    const gone = await this.#change(async (database) => {
      await wipe(database, conversations);
      return true;
    }, false);
    return gone && (await this.tidySearch("at once"));
  }

  /** Nothing is kept, at once and for good. @returns false when it could not be deleted */
  async deleteEverything(): Promise<boolean> {
    await this.settled();
    return this.#change(async (database) => {
      const names = [...database.objectStoreNames];
      const transaction = database.transaction(names, "readwrite", { durability: "strict" });
      await Promise.all([...names.map((name) => transaction.objectStore(name).clear()), transaction.done]);
      return true;
    }, false);
  }

  // --- voices

  async keepSound(recording: StoredRecording): Promise<boolean> {
    return this.#database.write((database) => keepSound(database, recording));
  }

  /** Keeps a copy of a voice that the relay has; of `most` copies the oldest makes way. */
  async keepCopy(recording: Omit<StoredRecording, "at">, most: number): Promise<boolean> {
    return this.#database.write((database) => keepCopy(database, recording, most));
  }

  /** A voice of a turn; undefined when it is not kept here. */
  async soundOf(turn: string, voice: RecordedVoice): Promise<StoredRecording | undefined> {
    return this.#read((database) => soundOf(database, turn, voice), undefined);
  }

  async soundKept(): Promise<SoundKept> {
    return this.#read(soundKept, { count: 0, bytes: 0, oldestAt: null });
  }

  /** Removes the oldest recordings until at least so many bytes are free; the words stay. @returns bytes that were freed */
  async dropOldestSound(atLeastBytes: number): Promise<number> {
    return this.#change((database) => dropOldestSound(database, atLeastBytes), 0);
  }

  // --- documents

  /** What a turn cites by that number, as it stood then; undefined when it was not kept. */
  async passage(turn: string, n: number): Promise<StoredPassage | undefined> {
    return this.#read((database) => database.get("passages", [turn, n]), undefined);
  }

  /** Of a turn that is not there, any more or yet, nothing is kept. */
  async keepPassage(passage: StoredPassage): Promise<boolean> {
    return this.#database.write(async (database) => {
      const transaction = database.transaction(["turns", "passages"], "readwrite");
      const turn = await transaction.objectStore("turns").getKey(passage.turn);
      if (turn !== undefined) await transaction.objectStore("passages").put(passage);
      await transaction.done;
    });
  }

  /** The relay's documents as they were last seen, newest first. */
  async shelf(): Promise<readonly DocumentStatus[]> {
    const documents = await this.#read((database) => database.getAll("shelf"), []);
    return documents.sort((a, b) => (a.updated_at < b.updated_at ? 1 : -1));
  }

  async keepShelf(documents: readonly DocumentStatus[]): Promise<boolean> {
    return this.#database.write(async (database) => {
      const { store, done } = database.transaction("shelf", "readwrite");
      await Promise.all([store.clear(), ...documents.map((document) => store.put(document)), done]);
    });
  }

  // --- all of it

  /** For what is read beside the talk. @throws what the storage says */
  async look<Result>(work: (database: HistoryDatabase) => Promise<Result>): Promise<Result> {
    await this.settled();
    return this.#within((run) => this.#database.read(run, undefined), work);
  }

  /** For what is written beside the talk; whoever shows the record hears of it. @throws what the storage says */
  async alter<Result>(work: (database: HistoryDatabase) => Promise<Result>): Promise<Result> {
    const result = await this.#within((run) => this.#database.write(run), work);
    this.#changes.tell();
    return result;
  }

  /** Everything, for the person to take along. JSON text. */
  async exportJson(at: Date): Promise<string> {
    const conversations = await this.conversations();
    const withTurns = [];
    for (const { restoredAt: _, ...conversation } of conversations) {
      withTurns.push({ ...conversation, turns: await this.turns(conversation.id) });
    }
    const head = { format: "hisho-history", version: HISTORY_VERSION, exportedAt: at.toISOString() };
    return JSON.stringify({ ...head, conversations: withTurns }, null, 2);
  }

  /** Finishes what is being written. */
  async close(): Promise<void> {
    await this.settled();
    this.#changes.close();
    this.#options.search?.close();
    await this.#database.close();
  }

  /** The storage's own errors are told to `watch` and thrown; so is what `work` throws. */
  async #within<Result>(
    open: (run: (database: HistoryDatabase) => Promise<void>) => Promise<unknown>,
    work: (database: HistoryDatabase) => Promise<Result>,
  ): Promise<Result> {
    let ended: { result: Result } | null = null;
    let failure: unknown = new DOMException("the history cannot be opened", "InvalidStateError");
    await open(async (database) => {
      try {
        ended = { result: await work(database) };
      } catch (error) {
        failure = error;
        if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
      }
    });
    if (ended === null) throw failure;
    return (ended as { result: Result }).result;
  }

  #ofVisit(conversation: string): { visit?: true } {
    return conversation === this.#visit ? { visit: true } : {};
  }

  async #writeAll(): Promise<void> {
    for (let batch = this.#next; batch !== null; batch = this.#next) {
      this.#next = null;
      const turns = [...batch.turns.values()];
      batch.settle(await this.#database.write((database) => putTurns(database, turns)));
      this.#changes.tell();
    }
    this.#writing = null;
  }

  /** @returns `otherwise` when it could not be written */
  async #change<Result>(work: (database: HistoryDatabase) => Promise<Result>, otherwise: Result): Promise<Result> {
    let result = otherwise;
    const written = await this.#database.write(async (database) => {
      result = await work(database);
    });
    if (written) this.#changes.tell();
    return written ? result : otherwise;
  }

  #read<Result>(work: (database: HistoryDatabase) => Promise<Result>, otherwise: Result): Promise<Result> {
    return this.#database.read(work, otherwise);
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

/** A stored turn without what is the store's own. */
export function foundOf(turn: StoredTurn): FoundTurn {
  const { writer: _, revision: _revision, deletedAt: _deleted, restoredAt: _restored, ...found } = turn;
  return found;
}
