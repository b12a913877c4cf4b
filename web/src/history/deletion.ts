/**
 * Deleting what was said, with a way back. What the person deletes is out of sight at once and stays on the device for
 * `UNDO_MS`; everything of one deletion bears the same time, by which it is restored. Then `purge` ends it.
 */
import type { HistoryDatabase, StoredConversation, StoredTurn } from "./schema.ts";
import { freshWords } from "./segment.ts";

export const UNDO_MS = 30 * 60_000;

export type Deletion =
  | { turns: readonly string[] }
  | { conversations: readonly string[] }
  /** ISO 8601; turns from `from` on and before `to`. */
  | { from: string; to: string }
  | "everything";

/** Whether what was said then is deleted with its conversation. What is said in it later is not. */
export const isDeleted = (turn: { at: string; deletedAt?: string }, conversation?: StoredConversation): boolean =>
  turn.deletedAt !== undefined || (conversation?.deletedAt !== undefined && turn.at <= conversation.deletedAt);

/** @returns how many turns are out of sight now that were not before */
export async function deleteAt(database: HistoryDatabase, what: Deletion, at: Date): Promise<number> {
  const stamp = at.toISOString();
  if (what === "everything") return deleteConversations(database, null, stamp);
  if ("conversations" in what) return deleteConversations(database, what.conversations, stamp);
  const transaction = database.transaction(["turns", "fresh"], "readwrite", { durability: "strict" });
  const turns = transaction.objectStore("turns");
  const chosen =
    "turns" in what
      ? (await Promise.all(what.turns.map((key) => turns.get(key)))).filter((turn) => turn !== undefined)
      : await turns.index("at").getAll(IDBKeyRange.bound(what.from, what.to, false, true));
  const deleted = chosen.filter((turn) => turn.deletedAt === undefined);
  const put = (turn: StoredTurn): Promise<unknown>[] => [
    turns.put(turn),
    transaction.objectStore("fresh").put(freshWords(turn)),
  ];
  await Promise.all([...deleted.flatMap((turn) => put({ ...turn, deletedAt: stamp })), transaction.done]);
  return deleted.length;
}

async function deleteConversations(
  database: HistoryDatabase,
  ids: readonly string[] | null,
  stamp: string,
): Promise<number> {
  const transaction = database.transaction(["conversations", "turns"], "readwrite", { durability: "strict" });
  const store = transaction.objectStore("conversations");
  const known = ids === null ? await store.getAll() : await Promise.all(ids.map((id) => store.get(id)));
  const turns = transaction.objectStore("turns").index("conversation");
  let count = 0;
  for (const conversation of known) {
    if (conversation === undefined || (conversation.deletedAt ?? "") >= conversation.updatedAt) continue;
    count += await turns.count(
      IDBKeyRange.bound([conversation.id, conversation.deletedAt ?? ""], [conversation.id, stamp]),
    );
    await store.put({ ...conversation, deletedAt: stamp });
  }
  await transaction.done;
  return count;
}

/** What can be restored, the newest deletion first. @returns ISO 8601 times, as `restore` takes them */
export async function deletions(database: HistoryDatabase): Promise<readonly string[]> {
  const transaction = database.transaction(["conversations", "turns"]);
  const stamps = new Set<string>();
  for (const name of ["conversations", "turns"] as const) {
    const index = transaction.objectStore(name).index("deletedAt");
    for (let at = await index.openKeyCursor(null, "nextunique"); at !== null; at = await at.continue()) {
      stamps.add(at.key);
    }
  }
  return [...stamps].sort().reverse();
}

/** Brings back what was deleted at that time. @param at now */
export async function restore(database: HistoryDatabase, stamp: string, at: Date): Promise<void> {
  const restoredAt = at.toISOString();
  const transaction = database.transaction(["conversations", "turns", "fresh"], "readwrite", { durability: "strict" });
  const conversations = transaction.objectStore("conversations");
  for (const { deletedAt: _, ...conversation } of await conversations.index("deletedAt").getAll(stamp)) {
    await conversations.put({ ...conversation, restoredAt });
  }
  const turns = transaction.objectStore("turns");
  for (const { deletedAt: _, ...turn } of await turns.index("deletedAt").getAll(stamp)) {
    await turns.put({ ...turn, restoredAt });
    await transaction.objectStore("fresh").put(freshWords(turn));
  }
  await transaction.done;
}

/** Ids, for whoever holds copies. */
export interface Purged {
  conversations: readonly string[];
  turns: readonly { conversation: string; key: string; turn: number }[];
}

/** Deletes for good what was deleted before `before`, and what belongs to it. */
export async function purge(database: HistoryDatabase, before: Date): Promise<Purged> {
  const names = ["conversations", "turns", "pending", "passages", "recordings", "fresh"] as const;
  const transaction = database.transaction(names, "readwrite", { durability: "strict" });
  const conversations = transaction.objectStore("conversations");
  const turns = transaction.objectStore("turns");
  const stale = IDBKeyRange.upperBound(before.toISOString(), true);
  const gone = await turns.index("deletedAt").getAll(stale);
  const watermarked = await conversations.index("deletedAt").getAll(stale);
  for (const { id, deletedAt = "" } of watermarked) {
    gone.push(...(await turns.index("conversation").getAll(IDBKeyRange.bound([id], [id, deletedAt]))));
  }
  for (const turn of new Map(gone.map((one) => [one.key, one])).values()) {
    const ofTurn = IDBKeyRange.bound([turn.key], [turn.key, []]);
    await Promise.all([
      turns.delete(turn.key),
      transaction.objectStore("pending").delete(turn.key),
      transaction.objectStore("passages").delete(ofTurn),
      transaction.objectStore("recordings").delete(ofTurn),
      transaction.objectStore("fresh").put(freshWords({ ...turn, deletedAt: before.toISOString() })),
    ]);
  }
  const emptied: string[] = [];
  for (const id of new Set([...watermarked.map((one) => one.id), ...gone.map((turn) => turn.conversation)])) {
    if ((await turns.index("conversation").count(IDBKeyRange.bound([id], [id, []]))) === 0) {
      await conversations.delete(id);
      emptied.push(id);
    } else {
      const left = await conversations.get(id);
      if (left?.deletedAt === undefined || left.deletedAt >= before.toISOString()) continue;
      const { deletedAt: _, ...kept } = left;
      await conversations.put(kept);
    }
  }
  await transaction.done;
  return { conversations: emptied, turns: gone.map(({ conversation, key, turn }) => ({ conversation, key, turn })) };
}
