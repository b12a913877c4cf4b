/** Takes conversations out of the device's record at once and for good: there is no way back. */
import type { HistoryDatabase } from "./schema.ts";
import { freshWords } from "./segment.ts";

/** With everything that belongs to them, also what was asked and never answered, whatever the clock said meanwhile. */
export async function wipe(database: HistoryDatabase, conversations: readonly string[]): Promise<void> {
  const names = ["conversations", "turns", "pending", "passages", "recordings", "fresh"] as const;
  const transaction = database.transaction(names, "readwrite", { durability: "strict" });
  const store = (name: (typeof names)[number]) => transaction.objectStore(name);
  const turns = transaction.objectStore("turns");
  const pending = transaction.objectStore("pending");
  for (const id of conversations) {
    const all = IDBKeyRange.bound([id], [id, []]);
    const [said, asked] = await Promise.all([
      turns.index("conversation").getAll(all),
      pending.index("conversation").getAllKeys(all),
    ]);
    await Promise.all([
      store("conversations").delete(id),
      ...asked.map((key) => pending.delete(key)),
      ...said.flatMap((turn) => [
        turns.delete(turn.key),
        ...(["passages", "recordings"] as const).map((name) =>
          store(name).delete(IDBKeyRange.bound([turn.key], [turn.key, []])),
        ),
        // Their words may lie in a segment: the next tidying takes them out of it.
        transaction.objectStore("fresh").put({ ...freshWords(turn), words: null }),
      ]),
    ]);
  }
  await transaction.done;
}
