/** The voices of turns on this device. They are never removed by themselves: the person is offered the oldest first. */
import type { HistoryDatabase, RecordedVoice, StoredRecording } from "./schema.ts";

export interface SoundKept {
  count: number;
  bytes: number;
  /** ISO 8601, of the turn of the oldest; null when there is none. */
  oldestAt: string | null;
}

/** A voice of a turn, in place of one that was kept before. */
export async function keepSound(database: HistoryDatabase, recording: StoredRecording): Promise<void> {
  await database.put("recordings", recording);
}

const COPIES = "copied voices";

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
  const [here, turn, mark] = await Promise.all([
    recordings.getKey(key),
    transaction.objectStore("turns").get(recording.turn),
    marks.get(COPIES),
  ]);
  if (here === undefined && turn !== undefined) {
    const copies = [...(mark === undefined ? [] : (JSON.parse(mark.value) as CopyKey[])), key];
    await Promise.all([
      recordings.put({ ...recording, at: turn.at }),
      ...copies.splice(0, Math.max(0, copies.length - most)).map((old) => recordings.delete(old)),
      marks.put({ name: COPIES, value: JSON.stringify(copies) }),
    ]);
  }
  await transaction.done;
}

type CopyKey = [turn: string, voice: RecordedVoice];

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
