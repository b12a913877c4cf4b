import { calendarsOf } from "./calendars.ts";
import { deskOf, dueItems, markRung, nextDueAt, passOver, unmarkRung } from "./desk.ts";
import {
  chunksOf,
  deleteDocument,
  document,
  documentBySource,
  documents,
  flagDocument,
  markEmbedded,
  saveDocument,
} from "./documents.ts";
import { handoffsOf } from "./handoffs.ts";
import { memoryOf } from "./memory.ts";
import { pairingOf } from "./pairing.ts";
import type { Store } from "./port.ts";
import { pushOf } from "./push.ts";
import { readingsOf } from "./readings.ts";
import type { Sql } from "./sql.ts";
import { summariesOf } from "./summaries.ts";
import { syncOf } from "./sync.ts";
import {
  conversation,
  conversations,
  deleteConversation,
  lastTurn,
  pastTurns,
  patchConversation,
  recentTurns,
  saveTurn,
  saveTurnAudio,
  turnByClientId,
} from "./turns.ts";

/** The store on any PostgreSQL whose schema is migrated. */
export function sqlStore(sql: Sql, now: () => Date): Store {
  return {
    saveTurn: (turn, isLate) => saveTurn(sql, turn, isLate),
    saveTurnAudio: (turn, audio) => saveTurnAudio(sql, turn, audio),
    lastTurn: (sessionId) => lastTurn(sql, sessionId),
    recentTurns: (sessionId, limit) => recentTurns(sql, sessionId, limit),
    pastTurns: (past) => pastTurns(sql, past),
    turnByClientId: (sessionId, clientId) => turnByClientId(sql, sessionId, clientId),
    conversations: (since) => conversations(sql, since),
    conversation: (sessionId) => conversation(sql, sessionId),
    patchConversation: (sessionId, patch) => patchConversation(sql, sessionId, patch, now()),
    deleteConversation: (sessionId) => deleteConversation(sql, sessionId, now()),
    saveDocument: (document, chunks) => saveDocument(sql, document, chunks),
    documents: () => documents(sql),
    document: (docId) => document(sql, docId),
    documentBySource: (source, ownerScope) => documentBySource(sql, source, ownerScope),
    markEmbedded: (docId, version) => markEmbedded(sql, docId, version),
    flagDocument: (docId, piiFlag) => flagDocument(sql, docId, piiFlag),
    deleteDocument: (docId) => deleteDocument(sql, docId),
    chunksOf: (docId) => chunksOf(sql, docId),
    pairing: pairingOf(sql),
    handoffs: handoffsOf(sql),
    push: pushOf(sql),
    sync: syncOf(sql, now),
    memory: memoryOf(sql, now),
    summaries: summariesOf(sql),
    readings: readingsOf(sql, now),
    desk: deskOf(sql, now),
    calendars: calendarsOf(sql, now),
    dueItems: (at) => dueItems(sql, at),
    markRung: (ring, at) => markRung(sql, ring, at),
    unmarkRung: (ring) => unmarkRung(sql, ring),
    passOver: (ring, to, count) => passOver(sql, ring, to, count),
    nextDueAt: (at) => nextDueAt(sql, at),
    health: () => sql.health(),
    close: () => sql.close(),
  };
}
