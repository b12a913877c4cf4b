/** The newest states of turns into the record, with the words to be searched, in one transaction. */
import { mergeTurn } from "./merge.ts";
import type { HistoryDatabase, StoredConversation, StoredTurn } from "./schema.ts";
import { freshWords } from "./segment.ts";

/**
 * Words that are the person's last, and answers that have ended, are on the disk before this resolves ("strict",
 * Indexed Database API 3.0, "durability hint"); what still changes may wait in the system's memory.
 */
export async function putTurns(database: HistoryDatabase, turns: readonly StoredTurn[]): Promise<void> {
  const durability = turns.some(mustLast) ? "strict" : "relaxed";
  const transaction = database.transaction(["turns", "conversations", "fresh"], "readwrite", { durability });
  const store = transaction.objectStore("turns");
  const conversations = transaction.objectStore("conversations");
  const fresh = transaction.objectStore("fresh");
  try {
    for (const turn of turns) {
      const stored = await store.get(turn.key);
      const merged = mergeTurn(stored, turn);
      if (merged === null) continue;
      const { rating: _, deletedAt: _deleted, restoredAt: _restored, ...said } = merged;
      const kept = { ...said, ...ofThePerson(stored) };
      await store.put(kept);
      await fresh.put(freshWords(kept));
      await conversations.put(grown(await conversations.get(turn.conversation), turn));
    }
  } catch (error) {
    // Nothing of them stays: what throws before it is a request does not abort the transaction by itself. Its `done` says
    // the same and must not go unheard.
    transaction.done.catch(() => undefined);
    if (!(error instanceof DOMException && error.name === "AbortError")) abort(transaction);
    throw error;
  }
  await transaction.done;
}

function abort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch (error) {
    // A request that failed has done so.
    if (!(error instanceof DOMException && error.name === "InvalidStateError")) throw error;
  }
}

const mustLast = (turn: StoredTurn): boolean => turn.end !== null || (turn.userFinal && turn.assistantText === "");

/** What the person did with a turn, and whose it is, outlasts what its page says of it. */
function ofThePerson(
  stored: StoredTurn | undefined,
): Pick<StoredTurn, "rating" | "deletedAt" | "restoredAt" | "visit"> {
  return {
    ...(stored?.visit === undefined ? {} : { visit: stored.visit }),
    ...(stored?.rating === undefined ? {} : { rating: stored.rating }),
    ...(stored?.deletedAt === undefined ? {} : { deletedAt: stored.deletedAt }),
    ...(stored?.restoredAt === undefined ? {} : { restoredAt: stored.restoredAt }),
  };
}

function grown(known: StoredConversation | undefined, { conversation, at }: StoredTurn): StoredConversation {
  if (known === undefined) return { id: conversation, startedAt: at, updatedAt: at, title: "", titleEdited: false };
  return {
    ...known,
    startedAt: known.startedAt < at ? known.startedAt : at,
    updatedAt: known.updatedAt > at ? known.updatedAt : at,
  };
}
