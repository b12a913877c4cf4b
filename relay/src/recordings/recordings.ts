/**
 * The voices of conversations as files: `<conversation>/<turn>-<trace>.<voice>.opus` below one folder. Everything that is
 * written or deleted waits in one line, so that what was deleted never comes back, and an answer never waits for a disk.
 */
import { createHash } from "node:crypto";
import { mkdir, open, readdir, rename, rm, rmdir, stat } from "node:fs/promises";
import path from "node:path";
import { SESSION_ID_PATTERN, VOICES, type VoiceName } from "@hisho/protocol";
import type { Health } from "@hisho/providers/health.ts";
import type { Log } from "../log.ts";
import { syncPath } from "../store/durable-fs.ts";
import type { TurnAudio } from "../store/port.ts";
import type { Voice } from "./voice-track.ts";

export type TurnVoices = { [name in VoiceName]?: Voice };

export interface RecordedTurn {
  sessionId: string;
  turn: number;
  /** Makes the file's name one that never was before. */
  traceId: string;
}

export interface RecordingsOptions {
  /** Made when the first voice is kept. */
  directory: string;
  /** False: nothing is written; what is there can be read and deleted. */
  on: boolean;
  log: Log;
}

/** Notes where the voices of a turn are. @returns whether there is such a turn */
export type NoteAudio = (audio: TurnAudio) => Promise<boolean>;

/** A relay that writes slower than people talk stops keeping voices before it runs out of memory. */
const MOST_WAITING_BYTES = 64 * 1024 * 1024;
const WRITE_BYTES = 64 * 1024;
/** Half files lie here until they are whole. */
const PARTS = ".parts";
/** A half file this old belongs to no relay that runs. */
const STALE_PART_MS = 60 * 60 * 1000;
/** Names that are folders on every file system, and different ones where upper and lower case are the same. */
const PLAIN_FOLDER = /^[0-9a-z-]{8,64}$/;
const REFERENCE = /^[0-9a-z-]{8,64}\/[0-9]{1,15}-[0-9a-z]{1,64}\.(user|assistant)\.opus$/;
const TRACE_ID = /^[0-9a-z]{1,64}$/;
const FULL_DISK = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

export class Recordings {
  readonly #options: RecordingsOptions;
  #line: Promise<unknown> = Promise.resolve();
  readonly #keeping = new Set<Promise<void>>();
  #waitingBytes = 0;
  #trouble: string | null = null;

  constructor(options: RecordingsOptions) {
    this.#options = options;
  }

  /** Voices are to be kept. */
  get on(): boolean {
    return this.#options.on;
  }

  /** Removes what a relay that was killed left half written. */
  prepare(now: Date): Promise<void> {
    return this.#inLine(async () => {
      const parts = path.join(this.#options.directory, PARTS);
      for (const name of await readdir(parts).catch(() => [])) {
        const part = path.join(parts, name);
        const { mtimeMs } = await stat(part).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
        if (now.getTime() - mtimeMs > STALE_PART_MS) await rm(part, { force: true });
      }
    }).catch((error: unknown) => this.#failed(error));
  }

  /**
   * Writes the voices of a turn and has it noted where they are. Returns at once and never throws.
   * @param note called once something is written; where there is no such turn any more, it is deleted again
   * @param after what has to be done before, which never rejects
   */
  keep(turn: RecordedTurn, voices: TurnVoices, note: NoteAudio, after: Promise<unknown> = Promise.resolve()): void {
    const spoken = VOICES.flatMap((name) => {
      const voice = voices[name];
      return voice === undefined || voice.bytes === 0 ? [] : [{ name, voice }];
    });
    const bytes = spoken.reduce((sum, { voice }) => sum + voice.bytes, 0);
    if (!this.on || bytes === 0) return;
    if (this.#waitingBytes + bytes > MOST_WAITING_BYTES) {
      this.#report("the disk is too slow");
      return;
    }
    this.#waitingBytes += bytes;
    const kept = after
      .then(() => this.#inLine(() => this.#keep(turn, spoken, note)))
      .finally(() => {
        this.#waitingBytes -= bytes;
        this.#keeping.delete(kept);
      });
    this.#keeping.add(kept);
  }

  /**
   * A recording to read.
   * @param reference as the store has it
   * @returns null when there is none; the caller closes `file`
   */
  async find(reference: string) {
    if (!REFERENCE.test(reference)) return null;
    const file = await open(path.join(this.#options.directory, reference)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
      throw error;
    });
    return file === null ? null : { file, bytes: (await file.stat()).size };
  }

  /** Whether there is such a recording. @param reference as the store has it */
  async has(reference: string): Promise<boolean> {
    const found = await this.find(reference);
    await found?.file.close();
    return found !== null;
  }

  /** Deletes every recording of a conversation. @returns whether there was any @throws what the disk says */
  forget(sessionId: string): Promise<boolean> {
    return this.#inLine(async () => {
      const folder = path.join(this.#options.directory, folderOf(sessionId));
      const found = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
        throw error;
      });
      await rm(folder, { recursive: true, force: true });
      return found.length > 0;
    });
  }

  /** Deletes recordings by the references that the store had. @throws what the disk says */
  drop(references: readonly string[]): Promise<void> {
    return this.#inLine(async () => {
      for (const reference of references) {
        if (REFERENCE.test(reference)) await rm(path.join(this.#options.directory, reference), { force: true });
      }
    });
  }

  health(): Health {
    return this.#trouble === null ? { status: "ok" } : { status: "degraded", reason: this.#trouble };
  }

  /** All that was to be written or deleted until now has been. */
  async settled(): Promise<void> {
    await Promise.all(this.#keeping);
    await this.#line;
  }

  #inLine<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#line.then(work);
    this.#line = done.catch(() => {});
    return done;
  }

  async #keep(
    turn: RecordedTurn,
    spoken: readonly { name: VoiceName; voice: Voice }[],
    note: NoteAudio,
  ): Promise<void> {
    const references: TurnAudio = {};
    try {
      for (const { name, voice } of spoken) {
        const reference = referenceOf(turn, name);
        await this.#write(reference, voice);
        references[name === "user" ? "userAudioRef" : "assistantAudioRef"] = reference;
      }
      this.#recovered();
    } catch (error) {
      this.#failed(error);
    }
    const written = Object.values(references);
    if (written.length === 0) return;
    const { log, directory } = this.#options;
    try {
      // Where the conversation was deleted meanwhile, its voices are too.
      if (await note(references)) return;
      for (const reference of written) await rm(path.join(directory, reference), { force: true });
      // It stays where other turns of the conversation have recordings.
      await rmdir(path.join(directory, folderOf(turn.sessionId))).catch(() => {});
    } catch (error) {
      // The store may still do it later.
      log.warn("recording not noted in the store yet", { turn: turn.turn, trace: turn.traceId, error });
    }
  }

  async #write(reference: string, voice: Voice): Promise<void> {
    const { directory } = this.#options;
    const whole = path.join(directory, reference);
    const part = path.join(directory, PARTS, path.basename(reference));
    await mkdir(path.dirname(whole), { recursive: true, mode: 0o700 });
    await mkdir(path.dirname(part), { recursive: true, mode: 0o700 });
    try {
      const file = await open(part, "w", 0o600);
      try {
        for (const piece of inPieces(voice.ogg())) await file.writeFile(piece);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(part, whole);
      await syncPath(path.dirname(whole));
    } catch (error) {
      await rm(part, { force: true }).catch(() => {});
      throw error;
    }
  }

  #failed(error: unknown): void {
    const { code = "unknown", message } = error as NodeJS.ErrnoException;
    this.#report(FULL_DISK.has(code) ? "the disk is full" : `${code}: ${message.slice(0, 200)}`);
  }

  /** Said once, until a voice could be written again or something else is wrong. */
  #report(why: string): void {
    const trouble =
      `Voices are not kept now: ${why}. Conversations go on. Make room or give the relay the right to write there ` +
      "(DATA_DIR/audio); the next turn tries again. AUDIO_ARCHIVE=off keeps none.";
    if (trouble === this.#trouble) return;
    this.#trouble = trouble;
    this.#options.log.error("voices not kept", { why });
  }

  #recovered(): void {
    if (this.#trouble === null) return;
    this.#trouble = null;
    this.#options.log.info("voices are kept again");
  }
}

/** @throws Error when the id is none */
function folderOf(sessionId: string): string {
  if (!SESSION_ID_PATTERN.test(sessionId)) throw new Error("a session id has 1 to 64 of A-Z a-z 0-9 _ and -");
  return PLAIN_FOLDER.test(sessionId) ? sessionId : createHash("sha256").update(sessionId).digest("hex");
}

function referenceOf({ sessionId, turn, traceId }: RecordedTurn, name: VoiceName): string {
  if (!TRACE_ID.test(traceId)) throw new Error("a trace id has 1 to 64 of a-z and 0-9");
  return `${folderOf(sessionId)}/${turn}-${traceId}.${name}.opus`;
}

/** Few writes for many pages. */
function* inPieces(pages: Iterable<Uint8Array>): Generator<Buffer, void, undefined> {
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  for (const page of pages) {
    waiting.push(page);
    bytes += page.length;
    if (bytes < WRITE_BYTES) continue;
    yield Buffer.concat(waiting);
    waiting = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(waiting);
}
