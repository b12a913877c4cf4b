/** Turns that wait for the store, a file each, so that they outlive the relay. */
import { createHash } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { citation } from "@hisho/protocol";
import * as v from "valibot";
import type { Log } from "../log.ts";
import { syncPath } from "./durable-fs.ts";
import type { StoredTurn } from "./port.ts";

const Kept = v.object({
  sessionId: v.string(),
  turn: v.pipe(v.number(), v.integer(), v.minValue(1)),
  clientId: v.nullable(v.string()),
  userText: v.string(),
  assistantText: v.string(),
  language: v.string(),
  citations: v.array(v.looseObject(citation.entries)),
  endReason: v.picklist(["completed", "interrupted", "empty", "cancelled", "failed", "ignored"]),
  heardMs: v.number(),
  createdAt: v.pipe(
    v.string(),
    v.isoTimestamp(),
    v.transform((text) => new Date(text)),
  ),
  spoken: v.exactOptional(v.boolean()),
  findable: v.exactOptional(v.boolean()),
  visit: v.exactOptional(v.boolean()),
  userAudioRef: v.exactOptional(v.string()),
  assistantAudioRef: v.exactOptional(v.string()),
});

const HALF = ".unfinished";
/** A half this old belongs to no relay that runs. */
const STALE_MS = 3_600_000;

const nameOf = ({ sessionId, turn, createdAt }: StoredTurn): string =>
  `${createHash("sha256")
    .update(JSON.stringify([sessionId, turn, createdAt]))
    .digest("hex")}.json`;

export class TurnSpool {
  readonly #directory: string;
  readonly #log: Log;
  /** Files are written and removed in the order that was asked for. */
  #line: Promise<void> = Promise.resolve();

  /** @param directory made when the first turn has to wait */
  constructor(directory: string, log: Log) {
    this.#directory = directory;
    this.#log = log;
  }

  /** Once more for the same turn rewrites it. Never rejects: where the disk does not take it, it waits in memory alone. */
  keep(turn: StoredTurn): Promise<void> {
    return this.#inLine(async () => {
      const path = join(this.#directory, nameOf(turn));
      const unfinished = `${path}${HALF}`;
      await mkdir(this.#directory, { recursive: true, mode: 0o700 });
      try {
        const file = await open(unfinished, "w", 0o600);
        try {
          await file.writeFile(JSON.stringify(turn));
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(unfinished, path);
      } catch (error) {
        // Half a turn is read by nobody, and a full disk needs its room.
        await rm(unfinished, { force: true });
        throw error;
      }
      await syncPath(this.#directory);
    });
  }

  /** Removes the halves that a relay left when it was killed. Never rejects. @param now the wall clock */
  sweep(now: Date): Promise<void> {
    return this.#inLine(async () => {
      for (const name of await readdir(this.#directory).catch(() => [])) {
        if (!name.endsWith(HALF)) continue;
        const half = join(this.#directory, name);
        const { mtimeMs } = await stat(half).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
        if (now.getTime() - mtimeMs > STALE_MS) await rm(half, { force: true });
      }
    });
  }

  /** The store has it, or nobody wants it any more. Never rejects. */
  drop(turn: StoredTurn): Promise<void> {
    return this.#inLine(() => rm(join(this.#directory, nameOf(turn)), { force: true }));
  }

  /** A conversation is deleted. */
  async forget(sessionId: string): Promise<void> {
    for (const turn of await this.left()) if (turn.sessionId === sessionId) await this.drop(turn);
  }

  /** Those that an earlier relay left, oldest first. What cannot be read stays where it is and is told in the log. */
  async left(): Promise<StoredTurn[]> {
    const turns: StoredTurn[] = [];
    for (const name of await readdir(this.#directory).catch(() => [])) {
      if (!name.endsWith(".json")) continue;
      try {
        turns.push(v.parse(Kept, JSON.parse(await readFile(join(this.#directory, name), "utf8"))));
      } catch {
        // The parser's message would quote what was said.
        this.#log.error("a turn that waits for the store cannot be read", { file: join(this.#directory, name) });
      }
    }
    return turns.sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime());
  }

  #inLine(work: () => Promise<void>): Promise<void> {
    this.#line = this.#line.then(work).catch((error: unknown) => {
      this.#log.warn("turns that wait for the store are not kept on disk", { error });
    });
    return this.#line;
  }
}
