/** The voices of turns on this device. They are never removed by themselves: the person is offered the oldest first. */
import type { HistoryDatabase, HistorySchema, RecordedVoice, StoredRecording } from "./schema.ts";

export interface SoundKept {
  count: number;
  bytes: number;
  /** ISO 8601, of the turn of the oldest; null when there is none. */
  oldestAt: string | null;
}

const COPIES = "copied voices";
type CopyKey = [turn: string, voice: RecordedVoice];
type Mark = HistorySchema["marks"]["value"];

/** The store `marks` in a transaction that writes. */
interface Marks {
  get(name: string): Promise<Mark | undefined>;
  put(mark: Mark): Promise<unknown>;
}

/** The oldest first; some may have been removed with their turn, or to free room. */
const copiesIn = async (marks: Marks): Promise<CopyKey[]> =>
  JSON.parse((await marks.get(COPIES))?.value ?? "[]") as CopyKey[];
const writeCopies = (marks: Marks, copies: readonly CopyKey[]): Promise<unknown> =>
  marks.put({ name: COPIES, value: JSON.stringify(copies) });
const othersThan = ([turn, voice]: CopyKey, copies: readonly CopyKey[]): CopyKey[] =>
  copies.filter((copy) => copy[0] !== turn || copy[1] !== voice);

/** A voice that is to stay makes way for no copy. @returns whether it was there as a copy */
export async function takeFromCopies(marks: Marks, turn: string, voice: RecordedVoice): Promise<boolean> {
  const copies = await copiesIn(marks);
  const others = othersThan([turn, voice], copies);
  const wasCopy = others.length < copies.length;
  if (wasCopy) await writeCopies(marks, others);
  return wasCopy;
}

/** A voice of a turn, in place of one that was kept before. */
export async function keepSound(database: HistoryDatabase, recording: StoredRecording): Promise<void> {
  const transaction = database.transaction(["recordings", "marks"], "readwrite");
  await takeFromCopies(transaction.objectStore("marks"), recording.turn, recording.voice);
  await transaction.objectStore("recordings").put(recording);
  await transaction.done;
}

/**
 * A copy of a voice that the relay keeps, to be heard without it: the oldest copies make way, and nothing but copies.
 * Of a turn that is not there, or where the voice is there already, nothing is kept.
 * @param most copies that are kept
 */
export async function keepCopy(
  database: HistoryDatabase,
  recording: Omit<StoredRecording, "at">,
  most: number,
): Promise<void> {
  const transaction = database.transaction(["recordings", "turns", "marks"], "readwrite");
  const recordings = transaction.objectStore("recordings");
  const marks = transaction.objectStore("marks");
  const key: CopyKey = [recording.turn, recording.voice];
  const [here, turn, known] = await Promise.all([
    recordings.getKey(key),
    transaction.objectStore("turns").get(recording.turn),
    copiesIn(marks),
  ]);
  if (here === undefined && turn !== undefined) {
    const copies = [...othersThan(key, known), key];
    await Promise.all([
      recordings.put({ ...recording, at: turn.at }),
      ...copies.splice(0, Math.max(0, copies.length - most)).map((old) => recordings.delete(old)),
      writeCopies(marks, copies),
    ]);
  }
  await transaction.done;
}

export async function soundOf(
  database: HistoryDatabase,
  turn: string,
  voice: RecordedVoice,
): Promise<StoredRecording | undefined> {
  return database.get("recordings", [turn, voice]);
}

export async function soundKept(database: HistoryDatabase): Promise<SoundKept> {
  let kept: SoundKept = { count: 0, bytes: 0, oldestAt: null };
  const index = database.transaction("recordings").store.index("at");
  for (let at = await index.openCursor(); at !== null; at = await at.continue()) {
    kept = { count: kept.count + 1, bytes: kept.bytes + at.value.bytes, oldestAt: kept.oldestAt ?? at.value.at };
  }
  return kept;
}

/** Removes the oldest recordings until at least so many bytes are free. The words stay. @returns bytes that were freed */
export async function dropOldestSound(database: HistoryDatabase, atLeastBytes: number): Promise<number> {
  const { store, done } = database.transaction("recordings", "readwrite");
  let freed = 0;
  let at = await store.index("at").openCursor();
  while (at !== null && freed < atLeastBytes) {
    freed += at.value.bytes;
    await at.delete();
    at = await at.continue();
  }
  await done;
  return freed;
}
