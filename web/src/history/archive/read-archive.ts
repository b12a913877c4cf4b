/**
 * A file that was written out, back into the record: the archive, or the JSON of earlier versions. What is damaged in it
 * is left out and told; the rest is taken. Nothing in it is believed before it is checked.
 */
import * as v from "valibot";
import type { HistoryDatabase } from "../schema.ts";
import {
  type ArchiveRecord,
  conversationRecord,
  FORMAT,
  MOST_LINE_CHARACTERS,
  type RecordOf,
  recordIn,
  turnRecord,
} from "./record.ts";
import { readZip } from "./stored-zip.ts";
import { type Taken, takeConversations, takePassages, takeRecording, takeTurns } from "./take-records.ts";

/** Of a file of records inside an archive, of a voice, and of a JSON file. */
const MOST_RECORDS_BYTES = 64 * 1024 * 1024;
const MOST_VOICE_BYTES = 32 * 1024 * 1024;
const MOST_JSON_BYTES = 256 * 1024 * 1024;
const LOT = 500;
const WINDOW_BYTES = 4 * 1024 * 1024;

export interface ReadBack extends Taken {
  /** Lines and voices that are damaged. */
  lost: number;
}

export type ReadOutcome = ReadBack | "not ours";

type Run = <Result>(work: (database: HistoryDatabase) => Promise<Result>) => Promise<Result>;

/**
 * @param run gives the database; rejects when it cannot be written
 * @param onProgress 0 to 1
 * @throws the signal's reason; what was taken until then stays
 */
export async function readArchive(
  file: Blob,
  run: Run,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<ReadOutcome> {
  const beginning = new Uint8Array(await file.slice(0, 64).arrayBuffer());
  const first = new TextDecoder().decode(beginning).trimStart()[0];
  if (first === "{") return readJson(file, run, onProgress, signal);
  const back: ReadBack = { conversations: 0, turns: 0, recordings: 0, lost: 0 };
  const voices = new Map<string, RecordOf<"recording">>();
  const sounds = new Map<string, { content: Blob; whole: boolean }>();
  let ours = false;
  let bytes = 0;
  for await (const found of readZip(file, MOST_RECORDS_BYTES, signal)) {
    bytes += found.content.size;
    onProgress(Math.min(1, bytes / file.size) * 0.7);
    if ("whole" in found && found.name.startsWith("voices/")) {
      if (found.content.size <= MOST_VOICE_BYTES) sounds.set(found.name, found);
      continue;
    }
    if (found.name === "manifest.json" && (await isOurs(found.content))) ours = true;
    if (found.name !== null && !found.name.endsWith(".jsonl")) continue;
    const lines = await takeLines(found.content, found.name !== null, run, voices, back, signal);
    if (lines > 0) ours = true;
  }
  if (!ours) return "not ours";
  let done = 0;
  for (const { kind: _, file: name, type, ...recording } of voices.values()) {
    signal.throwIfAborted();
    done += 1;
    onProgress(0.7 + 0.3 * (done / voices.size));
    const sound = sounds.get(name);
    if (sound?.whole !== true) {
      back.lost += 1;
      continue;
    }
    const blob = new Blob([await sound.content.arrayBuffer()], { type });
    const isNew = await run((database) => takeRecording(database, { ...recording, bytes: blob.size, sound: blob }));
    if (isNew) back.recordings += 1;
  }
  onProgress(1);
  return back;
}

const isOurs = async (manifest: Blob): Promise<boolean> =>
  (await manifest.slice(0, 1_000).text()).includes(`"${FORMAT}"`);

/** @param named whether it is a file of records, of which every line counts @returns how many records it held */
async function takeLines(
  content: Blob,
  named: boolean,
  run: Run,
  voices: Map<string, RecordOf<"recording">>,
  back: ReadBack,
  signal: AbortSignal,
): Promise<number> {
  let records: ArchiveRecord[] = [];
  let found = 0;
  const flush = async (): Promise<void> => {
    const lot = records;
    records = [];
    const of = <Kind extends ArchiveRecord["kind"]>(kind: Kind) =>
      lot.filter((one): one is RecordOf<Kind> => one.kind === kind);
    back.conversations += await run((database) => takeConversations(database, of("conversation")));
    back.turns += await run((database) => takeTurns(database, of("turn")));
    await run((database) => takePassages(database, of("passage")));
    for (const voice of of("recording")) voices.set(`${voice.turn} ${voice.voice}`, voice);
  };
  for await (const line of linesOf(content, signal)) {
    const record = recordIn(line);
    if (record === null) {
      // Between files stand headers, which are no lines; a damaged line there cannot be told from them.
      if (line.length > 0 && (named || line.includes('{"kind":"'))) back.lost += 1;
      continue;
    }
    found += 1;
    records.push(record);
    if (records.length >= LOT) await flush();
  }
  await flush();
  return found;
}

/** Of whatever bytes. A line that is too long is cut. */
async function* linesOf(content: Blob, signal: AbortSignal): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  for (let at = 0; at < content.size; at += WINDOW_BYTES) {
    signal.throwIfAborted();
    const bytes = await content.slice(at, at + WINDOW_BYTES).arrayBuffer();
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = (lines.pop() ?? "").slice(0, MOST_LINE_CHARACTERS);
    yield* lines;
  }
  if (rest !== "") yield rest;
}

const earlier = v.object({ format: v.literal(FORMAT), conversations: v.array(v.unknown()) });
const withTurns = v.object({ turns: v.array(v.unknown()) });

/** As earlier versions wrote it out: one JSON text. */
async function readJson(
  file: Blob,
  run: Run,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<ReadOutcome> {
  if (file.size > MOST_JSON_BYTES) return "not ours";
  let value: unknown;
  try {
    value = JSON.parse(await file.text());
  } catch {
    return "not ours";
  }
  const whole = v.safeParse(earlier, value);
  if (!whole.success) return "not ours";
  const back: ReadBack = { conversations: 0, turns: 0, recordings: 0, lost: 0 };
  const all = whole.output.conversations;
  for (const [index, one] of all.entries()) {
    signal.throwIfAborted();
    onProgress(index / all.length);
    const conversation = v.safeParse(conversationRecord, one);
    const turns = v.safeParse(withTurns, one);
    if (!conversation.success || !turns.success) {
      back.lost += 1;
      continue;
    }
    const known = conversation.output;
    back.conversations += await run((database) => takeConversations(database, [known]));
    const { id } = known;
    const checked = turns.output.turns.map((turn) =>
      typeof turn === "object" && turn !== null ? v.safeParse(turnRecord, { ...turn, conversation: id }) : null,
    );
    const good = checked.flatMap((result) => (result?.success === true ? [result.output] : []));
    back.lost += checked.length - good.length;
    for (let at = 0; at < good.length; at += LOT) {
      back.turns += await run((database) => takeTurns(database, good.slice(at, at + LOT)));
    }
  }
  onProgress(1);
  return back;
}
