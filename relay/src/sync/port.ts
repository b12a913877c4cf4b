import type { SyncChanges, SyncPush } from "@hisho/protocol";

/** The first words of a conversation and their answer. */
export interface FirstExchange {
  user: string;
  assistant: string;
  /** BCP 47. */
  language: string;
}

/** What a push did. */
export interface SyncTaken {
  /** Conversations of which something is out of sight now that was not before. */
  hidden: readonly string[];
}

/** What was deleted for good, for whoever holds more of it. */
export interface Swept {
  /** Where the voices of the turns were kept. */
  audio: readonly string[];
  /** Conversations of which nothing is left. */
  emptied: readonly string[];
}

/**
 * One history on every device: facts and registers (docs/protocol.md, "One history on every device"). Every method
 * rejects with a StoreError.
 */
export interface SyncStore {
  /** @param cursor of an earlier page; what is none, or of before a restore, begins at the beginning */
  changes(cursor: string, limit: number): Promise<SyncChanges>;
  /** Writes what is new. All of it, or nothing; once more for the same changes nothing. */
  take(push: SyncPush): Promise<SyncTaken>;
  /** Deletes for good what was deleted before `before`. */
  sweep(before: Date): Promise<Swept>;
  /** The relay has made a title. It never replaces the person's. */
  makeTitle(sessionId: string, title: string): Promise<void>;
  /** @returns what a title is made from, while the conversation has none */
  firstOfUntitled(sessionId: string): Promise<FirstExchange | "titled" | "nothing yet">;
}
