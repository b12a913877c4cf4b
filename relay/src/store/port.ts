import type { Citation, TurnEndReason } from "@hisho/protocol";
import type { Health } from "@hisho/providers/health.ts";
import type { DeskItem } from "@hisho/providers/llm/port.ts";
import type { HandoffStore } from "../handoff/port.ts";
import type { MemoryStore } from "../memory/port.ts";
import type { PairingStore } from "../pairing/port.ts";
import type { PushStore } from "../push/port.ts";
import type { ReadingStore } from "../readings/port.ts";
import type { CalendarStore, StoredDesk } from "../secretary/port.ts";
import type { SyncStore } from "../sync/port.ts";

/** One turn of a conversation, as it ended. */
export interface StoredTurn {
  sessionId: string;
  /** From 1, +1 a turn of the session. */
  turn: number;
  /** The id of the speech or text, unique in the session; of a turn without, its trace id; null in what is older. */
  clientId: string | null;
  userText: string;
  /** What was heard of the answer. */
  assistantText: string;
  /** BCP 47 of the person's words. */
  language: string;
  citations: readonly Citation[];
  endReason: TurnEndReason;
  heardMs: number;
  createdAt: Date;
  /** The words were said, not typed; absent where it is not known. */
  spoken?: boolean;
  /** Later conversations may look it up. Default true. */
  findable?: boolean;
  /** A visitor said it: none of the owner's devices is given it. Default false. */
  visit?: boolean;
  /** Where the person's voice is kept, a path below the audio folder; absent when it is not kept. */
  userAudioRef?: string;
  /** The same of the answer's voice. */
  assistantAudioRef?: string;
}

/** Where the voices of a turn are kept; absent leaves what is known. */
export type TurnAudio = Pick<StoredTurn, "userAudioRef" | "assistantAudioRef">;

/** What stands beside the older turns of a long conversation, never instead of them. */
export interface StoredSummary {
  sessionId: string;
  /** The first and the last turn that it holds, both included. */
  fromTurn: number;
  throughTurn: number;
  /** Empty where there was nothing to tell. */
  text: string;
  /** BCP 47 of its words. */
  language: string;
  /** The model that wrote it; `extract` where its sentences were chosen by rule. */
  model: string;
  createdAt: Date;
  updatedAt: Date;
}

/** Every method rejects with a StoreError. */
export interface SummaryStore {
  of(sessionId: string): Promise<StoredSummary | null>;
  /** @returns the newest conversation with at least `least` findable turns that no summary holds; null when there is none */
  due(least: number): Promise<string | null>;
  /** Findable turns that no summary holds. @returns the oldest `limit`, in order */
  unsummarised(sessionId: string, limit: number): Promise<StoredTurn[]>;
  /**
   * Writes the summary and marks its turns, all or nothing.
   * @param turns that it holds in addition to those of before
   * @param before what it takes the place of
   * @returns false, and nothing is written, when a turn was deleted or another relay was faster
   */
  save(summary: StoredSummary, turns: readonly StoredTurn[], before: StoredSummary | null): Promise<boolean>;
}

export interface ConversationSummary {
  sessionId: string;
  /** The one it was given, else the person's first words, at most 80 characters; may be empty. */
  title: string;
  pinned: boolean;
  turns: number;
  createdAt: Date;
  /** When its last turn was. */
  updatedAt: Date;
}

/** The relay serves one person: what was noted in one conversation is known in every other. */
export const OWNER = "self";

/** A document of the person's own, with its whole text, so that it is cut and indexed again without its source. */
export interface StoredDocument {
  docId: string;
  /** Where it came from: a file's name, an address. Unique in its `ownerScope`. */
  source: string;
  title: string;
  mediaType: string;
  /** What its source held, in bytes; null where that is not known. */
  bytes: number | null;
  /** SHA-256 of what its source held, in hexadecimal; of an archive's file, that of the archive. Null where not known. */
  fileHash: string | null;
  /** Null for what has no pages. */
  pages: number | null;
  text: string;
  /** SHA-256 of `text` in hexadecimal. */
  hash: string;
  /** The version of the embedding its vectors were made with; null while it has none. */
  embeddingVersion: string | null;
  /** It holds personal data, or seems to. */
  piiFlag: boolean;
  /** Who says so: the pattern that its text was held against, or the person. */
  piiSetBy: "pattern" | "person";
  /** Whose it is: `OWNER` while the relay serves one person. */
  ownerScope: string;
  createdAt: Date;
  updatedAt: Date;
}

export type DocumentSummary = Omit<StoredDocument, "text"> & { chunks: number };

/** A passage of a document: `text` is exactly the document's `text.slice(start, end)`. */
export interface StoredChunk {
  docId: string;
  /** From 0, in the document's order. */
  ordinal: number;
  /** The headings above it, outermost first, joined by ` › `; may be empty. */
  locator: string;
  /** UTF-16 code units from the document's beginning. */
  start: number;
  end: number;
  text: string;
  /** SHA-256 of `text` in hexadecimal. */
  hash: string;
}

export type StoreErrorReason =
  /** Another process has this data directory open. */
  | "in-use"
  /** The disk is full, read-only or gone. What was to be written was not. */
  | "disk"
  /** The database server does not answer, or not in time. What was to be written may or may not have been. */
  | "unreachable"
  /** The database server does not let the relay in: its name, password, database or rights. */
  | "refused"
  /** What is on disk is damaged. */
  | "unreadable"
  /** What is on disk was written by a later version of the relay. */
  | "newer"
  /** It contradicts what is kept: a client id of another turn, for example. */
  | "conflict"
  | "closed";

/** The store could not do what was asked. Nothing was half done. */
export class StoreError extends Error {
  readonly reason: StoreErrorReason;

  constructor(reason: StoreErrorReason, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "StoreError";
    this.reason = reason;
  }
}

/** One time that something on the desk is due. */
export interface Ring {
  id: string;
  dueAt: Date;
  /** When it is due next after ringing; null for what rings once. */
  nextAt: Date | null;
  /** How often it was due before with nobody to hear it. */
  missed: number;
}

/**
 * What the relay keeps. A promise that resolves to a write means it is on disk and outlives the process.
 * Calls are done in the order they were made. Every method rejects with a StoreError.
 */
export interface Store {
  /**
   * Writes the turn, or rewrites it when it is there: a turn of the same session and `createdAt` with the same number or
   * client id. No other turn is ever overwritten: where its number is another's, or out of the order of time (whoever
   * numbered it could not read the store), it gets the next free one.
   * @param isLate it was to be written before: where the turn is there already, its words stay, because another relay
   *   may have gone on with it meanwhile
   * @returns the number it is kept under
   * @throws StoreError `conflict` when `clientId` is another turn's
   */
  saveTurn(turn: StoredTurn, isLate?: boolean): Promise<number>;
  /** Notes where the voices of a turn are kept, under whatever number it is kept. @returns whether there is such a turn */
  saveTurnAudio(turn: Pick<StoredTurn, "sessionId" | "turn" | "createdAt">, audio: TurnAudio): Promise<boolean>;
  /** @returns the highest turn of the session, 0 when it has none */
  lastTurn(sessionId: string): Promise<number>;
  /** @returns the last `limit` turns, oldest first */
  recentTurns(sessionId: string, limit: number): Promise<StoredTurn[]>;
  /** Findable turns of every conversation, newest first. @param past half open; all time where it is not given */
  pastTurns(past: { from?: Date; to?: Date; limit: number }): Promise<StoredTurn[]>;
  turnByClientId(sessionId: string, clientId: string): Promise<StoredTurn | null>;

  /** Pinned first, then by `updatedAt`, newest first. @param since only those updated at or after it */
  conversations(since?: Date): Promise<ConversationSummary[]>;
  /** @returns every turn, oldest first; empty when there is no such conversation */
  conversation(sessionId: string): Promise<StoredTurn[]>;
  /** An empty title takes the given one back. @returns whether there is such a conversation */
  patchConversation(sessionId: string, patch: { title?: string; pinned?: boolean }): Promise<boolean>;
  /**
   * With its turns and its title; that it is deleted stays known, so that no device brings it back. What the person asked to have remembered and what the secretary keeps stays, the first
   * without saying where it was said. @returns whether there was anything
   */
  deleteConversation(sessionId: string): Promise<boolean>;

  /** Writes or rewrites a document and replaces all its chunks, all or nothing. */
  saveDocument(document: StoredDocument, chunks: readonly StoredChunk[]): Promise<void>;
  /** Newest first. */
  documents(): Promise<DocumentSummary[]>;
  document(docId: string): Promise<StoredDocument | null>;
  documentBySource(source: string, ownerScope: string): Promise<StoredDocument | null>;
  /** Notes which embedding its vectors were made with. @returns whether the document was there */
  markEmbedded(docId: string, embeddingVersion: string | null): Promise<boolean>;
  /** The person says whether it holds personal data. @returns whether the document was there */
  flagDocument(docId: string, piiFlag: boolean): Promise<boolean>;
  /** With its chunks. @returns whether it was there */
  deleteDocument(docId: string): Promise<boolean>;
  /** In the document's order. */
  chunksOf(docId: string): Promise<StoredChunk[]>;

  readonly pairing: PairingStore;

  readonly handoffs: HandoffStore;

  readonly push: PushStore;

  /** The history as devices share it. */
  readonly sync: SyncStore;

  readonly memory: MemoryStore;

  readonly summaries: SummaryStore;

  readonly readings: ReadingStore;

  readonly desk: StoredDesk;
  readonly calendars: CalendarStore;
  /** Timers and reminders due at or before `now` that have not rung, earliest first. */
  dueItems(now: Date): Promise<(DeskItem & { sessionId: string })[]>;
  /**
   * It rings now: it is neither listed nor due again, or due at its next time. Of several relays that ask at the same
   * time one is told yes.
   * @returns false when it has rung elsewhere, was removed or ticked off, stands still, or is due at another time by now
   */
  markRung(ring: Ring, now: Date): Promise<boolean>;
  /** It was marked and has not rung after all. */
  unmarkRung(ring: Ring): Promise<void>;
  /**
   * What comes again was due with nobody to hear it, and is due at `to` now, having been so `count` times before.
   * @returns false when it was not due at that time any more
   */
  passOver(ring: Ring, to: Date, count: number): Promise<boolean>;
  /** @returns when the next item after `now` is due, whatever is overdue; null when none is */
  nextDueAt(now: Date): Promise<Date | null>;

  /** `degraded` when what is written is not kept (no disk) or the last write failed. */
  health(): Health;
  /** Finishes what was asked before, then closes. Later calls reject with `closed`. */
  close(): Promise<void>;
}
