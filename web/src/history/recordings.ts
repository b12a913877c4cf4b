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
