/** The record in the order of time, a page at a time. */
import { isDeleted } from "./deletion.ts";
import type { HistoryDatabase, StoredConversation, StoredTurn } from "./schema.ts";

/** Where a page begins: before the turn that was last on the page before, or before an instant. */
export interface Place {
  /** ISO 8601. */
  at: string;
  /** Turns of the same instant are told apart by their keys. */
  key?: string;
}

/** Turns that are not deleted, newest first, and to whom `shown` says yes. */
export async function recentTurns(
  database: HistoryDatabase,
  before: Place | null,
  limit: number,
  shown: (turn: StoredTurn) => boolean = () => true,
): Promise<readonly StoredTurn[]> {
  const transaction = database.transaction(["turns", "conversations"]);
  const deleted = await transaction.objectStore("conversations").index("deletedAt").getAll();
  const conversations = new Map(deleted.map((conversation) => [conversation.id, conversation]));
  const range = before === null ? null : IDBKeyRange.upperBound(before.at, before.key === undefined);
  const found: StoredTurn[] = [];
  let cursor = await transaction.objectStore("turns").index("at").openCursor(range, "prev");
  while (cursor !== null && found.length < limit) {
    const turn = cursor.value;
    const past = turn.at === before?.at && before.key !== undefined && turn.key >= before.key;
    if (!past && !isDeleted(turn, conversations.get(turn.conversation)) && shown(turn)) found.push(turn);
    cursor = await cursor.continue();
  }
  return found;
}

/** Turns of one conversation that are not deleted, oldest first. */
export async function turnsOfConversation(database: HistoryDatabase, id: string): Promise<readonly StoredTurn[]> {
  const transaction = database.transaction(["turns", "conversations"]);
  const [conversation, turns] = await Promise.all([
    transaction.objectStore("conversations").get(id),
    transaction
      .objectStore("turns")
      .index("conversation")
      .getAll(IDBKeyRange.bound([id], [id, []])),
  ]);
  return turns.filter((turn) => !isDeleted(turn, conversation));
}

const isThere = ({ updatedAt, deletedAt }: StoredConversation): boolean =>
  deletedAt === undefined || updatedAt > deletedAt;

/** Conversations that are not deleted, newest first. */
export async function recentConversations(database: HistoryDatabase): Promise<readonly StoredConversation[]> {
  return (await database.getAllFromIndex("conversations", "updatedAt")).reverse().filter(isThere);
}
