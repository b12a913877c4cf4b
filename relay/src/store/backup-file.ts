/**
 * A backup's file: gzip (RFC 1952) around lines of JSON. First the header, then `["table",{row}]` for each row as
 * PostgreSQL's row_to_json gives it, then the footer with the number of rows and the SHA-256 of every byte before it.
 */
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import * as v from "valibot";
import { syncPath } from "./durable-fs.ts";
import { failureOf } from "./failure.ts";
import { StoreError } from "./port.ts";

const FORMAT = "hisho-backup";
const FORMAT_VERSION = 1;
/** A document's text has at most 1 GB; PostgreSQL takes no longer value. */
const LONGEST_LINE_BYTES = 1024 * 1024 * 1024;
const ROW = /^\["([a-z_]{1,63})",(\{.*\})\]$/s;

const Header = v.object({
  format: v.literal(FORMAT),
  format_version: v.number(),
  schema_version: v.pipe(v.number(), v.integer(), v.minValue(1)),
  made_at: v.string(),
});
const Footer = v.object({ rows: v.record(v.string(), v.number()), sha256: v.string() });

export interface BackupRow {
  table: string;
  /** One JSON object. Untrusted. */
  json: string;
}

/** How many rows of each table. */
export type RowCounts = Record<string, number>;

/**
 * Writes a backup. The file is there whole and on disk when this resolves, and not at all when it rejects.
 * @param path where there is no file yet
 * @throws StoreError `disk`
 */
export async function writeBackupFile(
  path: string,
  schemaVersion: number,
  madeAt: Date,
  rows: AsyncIterable<BackupRow>,
): Promise<RowCounts> {
  const unfinished = `${path}.unfinished`;
  const counts: RowCounts = {};
  const hash = createHash("sha256");
  const hashed = (line: string): string => {
    hash.update(line);
    return line;
  };
  async function* lines(): AsyncGenerator<string> {
    const header = { format: FORMAT, format_version: FORMAT_VERSION, schema_version: schemaVersion };
    yield hashed(`${JSON.stringify({ ...header, made_at: madeAt.toISOString() })}\n`);
    for await (const { table, json } of rows) {
      counts[table] = (counts[table] ?? 0) + 1;
      yield hashed(`["${table}",${json}]\n`);
    }
    yield `${JSON.stringify({ rows: counts, sha256: hash.digest("hex") })}\n`;
  }
  try {
    await mkdir(dirname(path), { recursive: true });
    if (await isThere(path)) throw new StoreError("disk", `${path} is there already; give another name`);
    await pipeline(lines, createGzip(), createWriteStream(unfinished, { mode: 0o600, flush: true }));
    await rename(unfinished, path);
    await syncPath(dirname(path));
    return counts;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error instanceof StoreError
      ? error
      : new StoreError(failureOf(error).reason, failureOf(error).message, error);
  }
}

export interface BackupFile {
  schemaVersion: number;
  madeAt: string;
  /** To be read to its end: what is damaged or missing is known there. @throws StoreError `unreadable` */
  rows: AsyncIterable<BackupRow>;
}

/** @throws StoreError `disk` when it cannot be read, `unreadable` when it is no backup, `newer` */
export async function readBackupFile(path: string): Promise<BackupFile> {
  if (!(await isThere(path))) throw new StoreError("disk", `there is no file ${path}`);
  const lines = linesOf(path);
  const { value: first } = await lines.next();
  const header = v.safeParse(Header, parsed(first ?? ""));
  if (!header.success) throw new StoreError("unreadable", `${path} is no backup of Hisho's store`);
  const { format_version, schema_version, made_at } = header.output;
  if (format_version > FORMAT_VERSION) {
    throw new StoreError("newer", `${path} was written by a later version of Hisho: update (git pull), then try again`);
  }
  return { schemaVersion: schema_version, madeAt: made_at, rows: rowsOf(path, `${first}\n`, lines) };
}

async function* rowsOf(path: string, header: string, lines: AsyncIterable<string>): AsyncGenerator<BackupRow> {
  const counts: RowCounts = {};
  const hash = createHash("sha256").update(header);
  let footer: string | undefined;
  for await (const line of lines) {
    const [, table, json] = ROW.exec(line) ?? [];
    if (footer !== undefined) throw damaged(path, "something follows its end");
    if (table === undefined || json === undefined) {
      footer = line;
      continue;
    }
    hash.update(`${line}\n`);
    counts[table] = (counts[table] ?? 0) + 1;
    yield { table, json };
  }
  const end = v.safeParse(Footer, parsed(footer ?? ""));
  if (!end.success) throw damaged(path, "its end is missing");
  if (end.output.sha256 !== hash.digest("hex")) throw damaged(path, "its checksum differs");
  if (JSON.stringify(end.output.rows) !== JSON.stringify(counts)) throw damaged(path, "rows are missing");
}

/** At line feeds only: node:readline parts lines at U+2028 too, which JSON holds as it is. */
async function* linesOf(path: string): AsyncGenerator<string> {
  let rest: Buffer[] = [];
  let restBytes = 0;
  const source = createReadStream(path);
  const unzipped = createGunzip();
  const piped = pipeline(source, unzipped);
  piped.catch(() => {}); // told by the iteration
  try {
    for await (const chunk of unzipped as AsyncIterable<Buffer>) {
      let from = 0;
      for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, from)) {
        yield Buffer.concat([...rest, chunk.subarray(from, end)]).toString("utf8");
        rest = [];
        restBytes = 0;
        from = end + 1;
      }
      rest.push(chunk.subarray(from));
      restBytes += chunk.length - from;
      if (restBytes > LONGEST_LINE_BYTES) throw damaged(path, "a line has no end");
    }
  } catch (error) {
    if (error instanceof StoreError) throw error;
    throw damaged(path, (error as Error).message);
  } finally {
    source.destroy();
  }
  if (restBytes > 0) throw damaged(path, "its last line is cut");
}

const damaged = (path: string, why: string): StoreError =>
  new StoreError("unreadable", `${path} is damaged or not whole (${why}): nothing was restored. Use another backup.`);

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
