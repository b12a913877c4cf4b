/** What the person, or who makes titles, says of a conversation and its turns: title, pin and rating. */
import type { HistoryDatabase, Rating, StoredConversation } from "./schema.ts";

/** Longer titles are cut. */
export const MAX_TITLE_CHARACTERS = 120;

/**
 * @param by a title that a person wrote is never replaced by one that was made
 * @returns whether there is such a conversation and it takes the title
 */
export async function setTitle(
  database: HistoryDatabase,
  id: string,
  title: string,
  by: "person" | "made",
  at: Date,
): Promise<boolean> {
  const cut = [...title.trim().replace(/\s+/gu, " ")].slice(0, MAX_TITLE_CHARACTERS).join("");
  return change(database, id, (known) =>
    by === "made" && known.titleEdited
      ? null
      : { ...known, title: cut, titleEdited: by === "person" && cut !== "", changedAt: at.toISOString() },
  );
}

/** @returns whether there is such a conversation */
export async function setPinned(database: HistoryDatabase, id: string, on: boolean, at: Date): Promise<boolean> {
  return change(database, id, ({ pinnedAt, ...known }) => ({
    ...known,
    ...(on ? { pinnedAt: pinnedAt ?? at.toISOString() } : {}),
    changedAt: at.toISOString(),
  }));
}

async function change(
  database: HistoryDatabase,
  id: string,
  apply: (known: StoredConversation) => StoredConversation | null,
): Promise<boolean> {
  const transaction = database.transaction("conversations", "readwrite", { durability: "strict" });
  const known = await transaction.store.get(id);
  const next = known === undefined ? null : apply(known);
  if (next !== null) await transaction.store.put(next);
  await transaction.done;
  return next !== null;
}

/** @param rating null takes it back @returns whether there is such a turn */
export async function setRating(database: HistoryDatabase, turn: string, rating: Rating | null): Promise<boolean> {
  const transaction = database.transaction("turns", "readwrite");
  const known = await transaction.store.get(turn);
  if (known !== undefined) {
    const { rating: _, ...rest } = known;
    await transaction.store.put(rating === null ? rest : { ...rest, rating });
  }
  await transaction.done;
  return known !== undefined;
}
