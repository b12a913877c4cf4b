/** The record, or a part of it, as one file to take along: an archive that any program opens, voices included. */
import { turnsOfConversation } from "../listing.ts";
import type { HistoryDatabase, StoredConversation, StoredTurn } from "../schema.ts";
import { type ArchiveRecord, FORMAT, lineOf } from "./record.ts";
import { StoredZip } from "./stored-zip.ts";

/** What is written out. */
export interface Selection {
  /** One conversation; all when absent. */
  conversation?: string;
  /** ISO 8601: turns from `from` on and before `to`. */
  from?: string;
  to?: string;
  /** With the voices that are kept. */
  voices: boolean;
}

export interface ArchiveProgress {
  conversations: number;
  of: number;
}

export interface Written {
  file: Blob;
  turns: number;
  recordings: number;
  /** Voices for which the file had no room. */
  leftOut: number;
}

/** Turns of one file inside the archive. */
const TURNS_A_FILE = 500;
const README =
  "History of Hisho. `turns-*.jsonl`: a checksum (CRC-32) and a record a line. `voices/`: Ogg Opus.\n" +
  "Read it in again in the settings of the page.\n";

/** @throws the signal's reason */
export async function writeArchive(
  database: HistoryDatabase,
  selection: Selection,
  at: Date,
  onProgress: (progress: ArchiveProgress) => void,
  signal: AbortSignal,
): Promise<Written> {
  const zip = new StoredZip();
  const about = { format: FORMAT, version: 1, exportedAt: at.toISOString() };
  await zip.add("manifest.json", new Blob([`${JSON.stringify(about, null, 2)}\n`]), at);
  await zip.add("README.txt", new Blob([README]), at);
  const written = { turns: 0, recordings: 0, leftOut: 0 };
  let lines: string[] = [];
  let turnsInFile = 0;
  let files = 0;
  const flush = async (): Promise<void> => {
    if (lines.length === 0) return;
    files += 1;
    await zip.add(`turns-${String(files).padStart(5, "0")}.jsonl`, new Blob(lines), at);
    lines = [];
    turnsInFile = 0;
  };
  const add = (record: ArchiveRecord): void => void lines.push(lineOf(record));
  const conversations = await chosen(database, selection);
  for (const [index, conversation] of conversations.entries()) {
    signal.throwIfAborted();
    onProgress({ conversations: index, of: conversations.length });
    const turns = (await turnsOfConversation(database, conversation.id)).filter((turn) => isWithin(turn, selection));
    if (turns.length === 0) continue;
    const { deletedAt: _, restoredAt: _restored, ...kept } = conversation;
    add({ kind: "conversation", ...kept });
    for (const turn of turns) {
      signal.throwIfAborted();
      add(turnRecordOf(turn));
      written.turns += 1;
      const ofTurn = IDBKeyRange.bound([turn.key], [turn.key, []]);
      for (const passage of await database.getAll("passages", ofTurn)) add({ kind: "passage", ...passage });
      for (const { sound, bytes: _bytes, ...recording } of selection.voices
        ? await database.getAll("recordings", ofTurn)
        : []) {
        if (!zip.fits(sound.size)) {
          written.leftOut += 1;
          continue;
        }
        const file = `voices/${String(written.recordings + 1).padStart(5, "0")}-${recording.voice}.opus`;
        await zip.add(file, sound, new Date(recording.at));
        add({ kind: "recording", ...recording, type: sound.type, file });
        written.recordings += 1;
      }
      turnsInFile += 1;
      if (turnsInFile >= TURNS_A_FILE) await flush();
    }
  }
  await flush();
  onProgress({ conversations: conversations.length, of: conversations.length });
  return { file: zip.finish(), ...written };
}

/** Oldest first. */
async function chosen(database: HistoryDatabase, { conversation }: Selection): Promise<readonly StoredConversation[]> {
  if (conversation === undefined) return database.getAllFromIndex("conversations", "updatedAt");
  const one = await database.get("conversations", conversation);
  return one === undefined ? [] : [one];
}

const isWithin = ({ at }: StoredTurn, { from, to }: Selection): boolean =>
  (from === undefined || at >= from) && (to === undefined || at < to);

function turnRecordOf(turn: StoredTurn) {
  const { writer: _, revision: _revision, deletedAt: _deleted, restoredAt: _restored, ...kept } = turn;
  return { kind: "turn", ...kept } as const;
}

/** The same turns to be read. @param words what the person's language calls what it says */
export async function writeMarkdown(
  database: HistoryDatabase,
  selection: Selection,
  words: { you: string; secretary: string; untitled: string; when: (at: Date) => string },
  onProgress: (progress: ArchiveProgress) => void,
  signal: AbortSignal,
): Promise<Written> {
  const parts: string[] = [];
  let count = 0;
  const conversations = await chosen(database, selection);
  for (const [index, conversation] of conversations.entries()) {
    signal.throwIfAborted();
    onProgress({ conversations: index, of: conversations.length });
    const turns = (await turnsOfConversation(database, conversation.id)).filter(
      (turn) => isWithin(turn, selection) && (turn.userText !== "" || turn.assistantText !== ""),
    );
    const [first] = turns;
    if (first === undefined) continue;
    parts.push(`# ${oneLine(conversation.title) || oneLine(first.userText).slice(0, 80) || words.untitled}\n\n`);
    for (const turn of turns) {
      count += 1;
      parts.push(`*${words.when(new Date(turn.at))}*\n\n`);
      if (turn.userText !== "") parts.push(`**${words.you}**\n\n${quoted(turn.userText)}\n\n`);
      if (turn.assistantText !== "") parts.push(`**${words.secretary}**\n\n${turn.assistantText.trim()}\n\n`);
      for (const { n, title, locator } of turn.citations) {
        parts.push(`- [${n}] ${oneLine([title, locator].filter((part) => part !== "").join(", "))}\n`);
      }
      if (turn.citations.length > 0) parts.push("\n");
    }
    parts.push("---\n\n");
  }
  const file = new Blob(parts, { type: "text/markdown" });
  return { file, turns: count, recordings: 0, leftOut: 0 };
}

const oneLine = (text: string): string => text.replace(/\s+/gu, " ").trim();
const quoted = (text: string): string =>
  text
    .split("\n")
    .map((line) => `> ${line}`)
    .join("\n");
