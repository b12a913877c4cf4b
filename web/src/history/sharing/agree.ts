/** Between rows of the record and registers: what a row is to be, and what the person has made of it since. Pure. */
import { DELETION_STANDS_AFTER_MS, nextStamp, type RegisterName } from "@hisho/protocol";
import type { StoredConversation, StoredTurn } from "../schema.ts";
import type { ShadowRegister } from "./shadow.ts";

/** Deletions older than this are ended here and elsewhere: that a row does not show them says nothing. */
const MAY_BE_TAKEN_BACK_MS = DELETION_STANDS_AFTER_MS - 60_000;

export type Held = ReadonlyMap<string, ShadowRegister>;

/** @param turn empty for the conversation itself */
export const heldBy = (registers: readonly ShadowRegister[], turn: string): Held =>
  new Map(registers.filter((one) => one.turn === turn).map((one) => [one.name, one]));

const valueIn = (held: Held, name: RegisterName): string | null => held.get(name)?.value ?? null;

/** The row as its registers say; the same object when they say nothing new. */
export function agreedConversation(row: StoredConversation, held: Held): StoredConversation {
  const own = valueIn(held, "title") ?? "";
  const made = valueIn(held, "made_title") ?? "";
  const { pinnedAt: pinned, deletedAt: deleted, ...rest } = row;
  const next: StoredConversation = {
    ...rest,
    title: own || made || (row.titleEdited ? "" : row.title),
    titleEdited: own !== "",
    ...optional("pinnedAt", held.has("pinned") ? valueIn(held, "pinned") : pinned),
    ...optional("deletedAt", held.has("deleted") ? valueIn(held, "deleted") : deleted),
  };
  const same =
    next.title === row.title &&
    next.titleEdited === row.titleEdited &&
    next.pinnedAt === pinned &&
    next.deletedAt === deleted;
  return same ? row : next;
}

/** The same of a turn. */
export function agreedTurn(row: StoredTurn, held: Held): StoredTurn {
  const { rating, deletedAt, ...rest } = row;
  const next: StoredTurn = {
    ...rest,
    ...optional("rating", held.has("rating") ? (valueIn(held, "rating") as StoredTurn["rating"] | null) : rating),
    ...optional("deletedAt", held.has("deleted") ? valueIn(held, "deleted") : deletedAt),
  };
  return next.rating === rating && next.deletedAt === deletedAt ? row : next;
}

const optional = <Name extends string, Value>(name: Name, value: Value | null | undefined) =>
  (value === null || value === undefined ? {} : { [name]: value }) as { [Key in Name]?: Value };

interface Writing {
  writer: string;
  now: Date;
}

/** What the person has made of a conversation since it was last agreed on. */
export function madeOfConversation(row: StoredConversation, held: Held, by: Writing): ShadowRegister[] {
  const at = row.changedAt === undefined ? by.now : new Date(row.changedAt);
  const write = writing(row.id, "", held, by);
  const title = row.titleEdited ? row.title : "";
  const wasDeleted = valueIn(held, "deleted");
  return [
    ...(title === (valueIn(held, "title") ?? "") ? [] : [write("title", title, at)]),
    ...((row.pinnedAt === undefined) === (valueIn(held, "pinned") === null)
      ? []
      : [write("pinned", row.pinnedAt ?? null, at)]),
    ...(row.deletedAt !== undefined && row.deletedAt !== wasDeleted
      ? [write("deleted", row.deletedAt, new Date(row.deletedAt))]
      : []),
    ...(row.deletedAt === undefined && mayBeTakenBack(wasDeleted, by.now)
      ? [write("deleted", null, restoredAt(row, by))]
      : []),
  ];
}

/** The same of a turn. */
export function madeOfTurn(row: StoredTurn, held: Held, by: Writing): ShadowRegister[] {
  const write = writing(row.conversation, row.id ?? row.key, held, by);
  const wasDeleted = valueIn(held, "deleted");
  return [
    ...((row.rating ?? null) === valueIn(held, "rating") ? [] : [write("rating", row.rating ?? null, by.now)]),
    ...(row.deletedAt !== undefined && wasDeleted === null
      ? [write("deleted", row.deletedAt, new Date(row.deletedAt))]
      : []),
    ...(row.deletedAt === undefined && mayBeTakenBack(wasDeleted, by.now)
      ? [write("deleted", null, restoredAt(row, by))]
      : []),
  ];
}

/** When the person brought it back: others may have deleted it since. */
const restoredAt = (row: { restoredAt?: string }, by: Writing): Date =>
  row.restoredAt === undefined ? by.now : new Date(row.restoredAt);

/** Whether a row that does not show the deletion means that it was taken back. */
export const mayBeTakenBack = (deleted: string | null, now: Date): boolean =>
  deleted !== null && now.getTime() - Date.parse(deleted) < MAY_BE_TAKEN_BACK_MS;

const writing =
  (conversation: string, turn: string, held: Held, { writer }: Writing) =>
  (name: RegisterName, value: string | null, at: Date): ShadowRegister => ({
    conversation,
    turn,
    name,
    value,
    stamp: nextStamp(writer, at.getTime(), held.get(name)?.stamp),
    unsent: 1,
  });
