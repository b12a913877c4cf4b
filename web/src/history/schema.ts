/**
 * The device's own record, in IndexedDB. Versions only grow; `upgrade` carries a database of any earlier version to the
 * present one. `turns` is the record itself, `pending` the typed words whose turn has not ended, `passages` what the
 * answers of the record cite, as it stood then, and `shelf` the relay's list of documents as it was last seen.
 * `recordings` are the voices of turns, `fresh` and `segments` the words to search in (./finder.ts), and `marks` what
 * has to be remembered from one page to the next, such as how far the record agrees with the relay's.
 */
import type { DocumentStatus } from "@hisho/protocol";
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from "idb";
import type { TurnView } from "../session/talk.ts";
import type { PendingText } from "../session/texts.ts";
import { type FreshWords, freshWords, type Segment } from "./segment.ts";

export const HISTORY_NAME = "hisho";
export const HISTORY_VERSION = 4;

export interface StoredConversation {
  /** The session id under which it was held. */
  id: string;
  /** ISO 8601, of the first and of the last change. */
  startedAt: string;
  updatedAt: string;
  /** Empty while it has none. */
  title: string;
  /** The person wrote the title: it is never made anew. */
  titleEdited: boolean;
  /** ISO 8601: since when it is pinned; absent when it is not. */
  pinnedAt?: string;
  /** ISO 8601: of the last change of title or pin; absent when there was none. */
  changedAt?: string;
  /** ISO 8601: what was said in it until then is deleted, and can be restored for a while (./deletion.ts). */
  deletedAt?: string;
  /** ISO 8601: of the last time it was brought back here; absent when it never was. */
  restoredAt?: string;
}

export type Rating = "good" | "bad";

export interface StoredTurn extends TurnView {
  conversation: string;
  /** The page that wrote it, and how often: a page may take its own words back, another page's only add to them. */
  writer: string;
  revision: number;
  rating?: Rating;
  /** A visitor said it: the owner's other devices are not given it. */
  visit?: true;
  /** ISO 8601: deleted by itself or in a range, and can be restored for a while. */
  deletedAt?: string;
  /** As of a conversation. */
  restoredAt?: string;
}

export interface StoredPending extends PendingText {
  conversation: string;
  /** A visitor asked it. */
  visit?: true;
}

/** A passage of a document with what stands around it. Places are UTF-16 code units of the document. */
export interface StoredPassage {
  /** The key of the turn that cites it, and the number it is cited by. */
  turn: string;
  n: number;
  docId: string;
  /** Of `text` and, inside it, of the cited passage. */
  start: number;
  citedStart: number;
  citedEnd: number;
  text: string;
  /** Of the whole document. */
  length: number;
  /** ISO 8601: when it was read from the relay. */
  keptAt: string;
}

export type RecordedVoice = "user" | "assistant";

/** A voice of a turn. */
export interface StoredRecording {
  turn: string;
  voice: RecordedVoice;
  /** ISO 8601, of its turn: the oldest is offered for removal first. */
  at: string;
  bytes: number;
  /** Its `type` says how it is encoded. */
  sound: Blob;
}

export interface HistorySchema extends DBSchema {
  conversations: {
    key: string;
    value: StoredConversation;
    indexes: { updatedAt: string; pinnedAt: string; deletedAt: string };
  };
  turns: {
    key: string;
    value: StoredTurn;
    indexes: { conversation: [string, string]; at: string; deletedAt: string; rating: string; sharedId: string };
  };
  pending: { key: string; value: StoredPending; indexes: { conversation: [string, string] } };
  passages: { key: [turn: string, n: number]; value: StoredPassage };
  shelf: { key: string; value: DocumentStatus };
  recordings: { key: [turn: string, voice: RecordedVoice]; value: StoredRecording; indexes: { at: string } };
  fresh: { key: string; value: FreshWords };
  segments: { key: number; value: Segment };
  marks: { key: string; value: { name: string; value: string } };
}

export type HistoryDatabase = IDBPDatabase<HistorySchema>;
type Upgrade = IDBPTransaction<HistorySchema, StoreNames<HistorySchema>[], "versionchange">;

export async function upgrade(
  database: HistoryDatabase,
  from: number,
  _to: number | null,
  transaction: Upgrade,
): Promise<void> {
  if (from < 1) {
    database.createObjectStore("conversations", { keyPath: "id" }).createIndex("updatedAt", "updatedAt");
    database.createObjectStore("turns", { keyPath: "key" }).createIndex("conversation", ["conversation", "at"]);
    database.createObjectStore("pending", { keyPath: "id" }).createIndex("conversation", ["conversation", "at"]);
  }
  if (from < 2) {
    database.createObjectStore("passages", { keyPath: ["turn", "n"] });
    database.createObjectStore("shelf", { keyPath: "doc_id" });
  }
  if (from < 3) {
    const conversations = transaction.objectStore("conversations");
    conversations.createIndex("pinnedAt", "pinnedAt");
    conversations.createIndex("deletedAt", "deletedAt");
    const turns = transaction.objectStore("turns");
    turns.createIndex("at", "at");
    turns.createIndex("deletedAt", "deletedAt");
    database.createObjectStore("recordings", { keyPath: ["turn", "voice"] }).createIndex("at", "at");
    database.createObjectStore("fresh", { keyPath: "key" });
    database.createObjectStore("segments", { keyPath: "id", autoIncrement: true });
    database.createObjectStore("marks", { keyPath: "name" });
    if (from > 0) await carryToTitlesAndSearch(transaction);
  }
  if (from < 4) {
    const turns = transaction.objectStore("turns");
    turns.createIndex("rating", "rating");
    turns.createIndex("sharedId", "id");
  }
}

/** Conversations had no titles, and words were not gathered for searching. */
async function carryToTitlesAndSearch(transaction: Upgrade): Promise<void> {
  const conversations = transaction.objectStore("conversations");
  for (const known of await conversations.getAll()) {
    await conversations.put({ ...known, title: "", titleEdited: false });
  }
  const fresh = transaction.objectStore("fresh");
  for (let at = await transaction.objectStore("turns").openCursor(); at !== null; at = await at.continue()) {
    await fresh.put(freshWords(at.value));
  }
}
