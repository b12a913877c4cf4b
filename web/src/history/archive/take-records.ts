/** Records of an archive into the device's record. What is there stays as it is: once more changes nothing. */
import { takeFromCopies } from "../recordings.ts";
import type { HistoryDatabase, StoredConversation, StoredRecording, StoredTurn } from "../schema.ts";
import { freshWords } from "../segment.ts";
import type { RecordOf } from "./record.ts";

/** Not the id of any page: a page that knows the turn better may always add to it. */
const WRITER = "archive";

export interface Taken {
  conversations: number;
  turns: number;
  recordings: number;
}

export async function takeConversations(
  database: HistoryDatabase,
  records: readonly RecordOf<"conversation">[],
): Promise<number> {
  const transaction = database.transaction("conversations", "readwrite");
  let count = 0;
  for (const { kind: _, ...given } of records) {
    const known = await transaction.store.get(given.id);
    if (known === undefined) {
      await transaction.store.put(given);
      count += 1;
      continue;
    }
    const wider = widened(known, given);
    if (wider !== known) await transaction.store.put(wider);
  }
  await transaction.done;
  return count;
}

/** What the person made of it elsewhere, where nothing was made of it here. */
function widened(known: StoredConversation, given: Omit<RecordOf<"conversation">, "kind">): StoredConversation {
  const title = known.title === "" && given.title !== "";
  const pin = known.changedAt === undefined && known.pinnedAt === undefined && given.pinnedAt !== undefined;
  if (!title && !pin) return known;
  return {
    ...known,
    ...(title ? { title: given.title, titleEdited: given.titleEdited } : {}),
    ...(pin && given.pinnedAt !== undefined ? { pinnedAt: given.pinnedAt } : {}),
  };
}

/** @returns how many were not there, or were deleted */
export async function takeTurns(database: HistoryDatabase, records: readonly RecordOf<"turn">[]): Promise<number> {
  const transaction = database.transaction(["turns", "conversations", "fresh"], "readwrite");
  const turns = transaction.objectStore("turns");
  const conversations = transaction.objectStore("conversations");
  const fresh = transaction.objectStore("fresh");
  const here = new Map<string, StoredConversation>();
  let count = 0;
  for (const { kind: _, ...given } of records) {
    let conversation = here.get(given.conversation) ?? (await conversations.get(given.conversation));
    if (conversation?.deletedAt !== undefined && given.at <= conversation.deletedAt) {
      // The deletion is that of the turns from here on: this one comes back, its neighbours do not.
      const { deletedAt, ...kept } = conversation;
      const all = IDBKeyRange.bound([given.conversation], [given.conversation, deletedAt]);
      for (const turn of await turns.index("conversation").getAll(all)) {
        if (turn.deletedAt === undefined) await turns.put({ ...turn, deletedAt });
      }
      conversation = kept;
      await conversations.put(conversation);
    }
    const known = await turns.get(given.key);
    if (known === undefined || known.deletedAt !== undefined) {
      const turn = ended({ ...given, writer: WRITER, revision: 0 });
      await turns.put(turn);
      await fresh.put(freshWords(turn));
      count += 1;
      conversation = grown(conversation, turn);
      await conversations.put(conversation);
    }
    if (conversation !== undefined) here.set(given.conversation, conversation);
  }
  await transaction.done;
  return count;
}

/** Nobody goes on with it here. */
const ended = (turn: StoredTurn): StoredTurn =>
  turn.end === null ? { ...turn, userFinal: true, assistantFinal: true, end: "failed" } : turn;

function grown(known: StoredConversation | undefined, { conversation, at }: StoredTurn): StoredConversation {
  if (known === undefined) return { id: conversation, startedAt: at, updatedAt: at, title: "", titleEdited: false };
  return {
    ...known,
    startedAt: known.startedAt < at ? known.startedAt : at,
    updatedAt: known.updatedAt > at ? known.updatedAt : at,
  };
}

export async function takePassages(database: HistoryDatabase, records: readonly RecordOf<"passage">[]): Promise<void> {
  const transaction = database.transaction("passages", "readwrite");
  for (const { kind: _, ...given } of records) {
    if ((await transaction.store.getKey([given.turn, given.n])) === undefined) await transaction.store.put(given);
  }
  await transaction.done;
}

/** @returns whether it was not there, or as a copy alone; a voice of a turn that is not there is not taken */
export async function takeRecording(database: HistoryDatabase, recording: StoredRecording): Promise<boolean> {
  const transaction = database.transaction(["recordings", "turns", "marks"], "readwrite");
  const store = transaction.objectStore("recordings");
  const { turn, voice } = recording;
  const isNew =
    (await transaction.objectStore("turns").getKey(turn)) !== undefined &&
    ((await takeFromCopies(transaction.objectStore("marks"), turn, voice)) ||
      (await store.getKey([turn, voice])) === undefined);
  if (isNew) await store.put(recording);
  await transaction.done;
  return isNew;
}
