/**
 * The device's own record, in IndexedDB. Versions only grow; `upgrade` carries a database of any earlier version to the
 * present one. `turns` is the record itself, `pending` the typed words whose turn has not ended, `passages` what the
 * answers of the record cite, as it stood then, and `shelf` the relay's list of documents as it was last seen.
 */
import type { DocumentStatus } from "@hisho/protocol";
import type { DBSchema, IDBPDatabase, IDBPTransaction, StoreNames } from "idb";
import type { TurnView } from "../session/talk.ts";
import type { PendingText } from "../session/texts.ts";

export const HISTORY_NAME = "hisho";
export const HISTORY_VERSION = 2;

export interface StoredConversation {
  /** The session id under which it was held. */
  id: string;
  /** ISO 8601, of the first and of the last change. */
  startedAt: string;
  updatedAt: string;
}

export interface StoredTurn extends TurnView {
  conversation: string;
  /** The page that wrote it, and how often: a page may take its own words back, another page's only add to them. */
  writer: string;
  revision: number;
}

export interface StoredPending extends PendingText {
  conversation: string;
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

export interface HistorySchema extends DBSchema {
  conversations: { key: string; value: StoredConversation; indexes: { updatedAt: string } };
  turns: { key: string; value: StoredTurn; indexes: { conversation: [string, string] } };
  pending: { key: string; value: StoredPending; indexes: { conversation: [string, string] } };
  passages: { key: [turn: string, n: number]; value: StoredPassage };
  shelf: { key: string; value: DocumentStatus };
}

export type HistoryDatabase = IDBPDatabase<HistorySchema>;
type Upgrade = IDBPTransaction<HistorySchema, StoreNames<HistorySchema>[], "versionchange">;

export function upgrade(database: HistoryDatabase, from: number, _to: number | null, _transaction: Upgrade): void {
  if (from < 1) {
    database.createObjectStore("conversations", { keyPath: "id" }).createIndex("updatedAt", "updatedAt");
    database.createObjectStore("turns", { keyPath: "key" }).createIndex("conversation", ["conversation", "at"]);
    database.createObjectStore("pending", { keyPath: "id" }).createIndex("conversation", ["conversation", "at"]);
  }
  if (from < 2) {
    database.createObjectStore("passages", { keyPath: ["turn", "n"] });
    database.createObjectStore("shelf", { keyPath: "doc_id" });
  }
}
