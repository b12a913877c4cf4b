import { join } from "node:path";
import { type BackupRow, type RowCounts, writeBackupFile } from "./backup-file.ts";
import { schemaVersion } from "./migrate.ts";
import { StoreError } from "./port.ts";
import type { SqlSession } from "./sql.ts";
import { inTransaction, PASSING_TABLES, quoted, tablesOf } from "./tables.ts";

/** Rows are fetched in lots of about this size: a document's text can have tens of MB, a turn has hundreds of bytes. */
const LOT_BYTES = 1024 * 1024;
const MOST_ROWS = 1000;
const FIRST_ROWS = 10;

/**
 * Writes everything in the store into one file, as it is at one moment, while others may go on writing. Pairing codes
 * are left out.
 * @throws StoreError `disk`; `unreadable` when the database holds no store
 */
export async function backUp(session: SqlSession, path: string, madeAt: Date): Promise<RowCounts> {
  return inTransaction(session, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", async () => {
    const version = await schemaVersion(session);
    if (version === 0) throw new StoreError("unreadable", "there is no store yet: nothing was backed up");
    await session.execute("SET LOCAL TimeZone = 'UTC'");
    const tables = (await tablesOf(session)).filter((table) => !PASSING_TABLES.includes(table));
    return writeBackupFile(path, version, madeAt, rowsOf(session, tables));
  });
}

async function* rowsOf(session: SqlSession, tables: readonly string[]): AsyncGenerator<BackupRow> {
  for (const table of tables) {
    await session.execute(
      `DECLARE hisho_backup NO SCROLL CURSOR FOR SELECT row_to_json(t)::text AS json FROM ${quoted(table)} t`,
    );
    for (let count = FIRST_ROWS; ; ) {
      const rows = await session.query(`FETCH ${count} FROM hisho_backup`);
      let bytes = 0;
      for (const { json } of rows as { json: string }[]) {
        bytes += json.length;
        yield { table, json };
      }
      if (rows.length < count) break;
      count = Math.max(1, Math.min(MOST_ROWS, Math.floor((LOT_BYTES * rows.length) / bytes)));
    }
    await session.execute("CLOSE hisho_backup");
  }
}

/** A moment as file names hold it. */
export const stamp = (date: Date): string => date.toISOString().replaceAll(/[-:]|\.\d+/g, "");

/** A name for a backup that nobody has named. */
export const backupName = (madeAt: Date): string => `store-${stamp(madeAt)}.jsonl.gz`;

/**
 * Backs the store up before its schema is changed.
 * @returns where
 * @throws StoreError `disk`: nothing may be changed then
 */
export async function backUpBeforeUpgrade(
  session: SqlSession,
  version: number,
  folder: string,
  now: Date,
): Promise<string> {
  const path = join(folder, `before-upgrade-from-${version}-${stamp(now)}.jsonl.gz`);
  try {
    await backUp(session, path, now);
    return path;
  } catch (error) {
    const reason = error instanceof StoreError ? error.reason : "disk";
    const why = error instanceof Error ? error.message : String(error);
    throw new StoreError(
      reason,
      `the store could not be backed up to ${folder} before its upgrade (${why}): nothing was changed. ` +
        "Make room or mend the folder's rights, then start again.",
      error,
    );
  }
}
