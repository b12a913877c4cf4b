/** The store for work on all of it while no relay uses it: backups and restores. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { backUp, backUpBeforeUpgrade, stamp } from "./backup.ts";
import type { RowCounts } from "./backup-file.ts";
import { failureOf } from "./failure.ts";
import { lockDirectory } from "./lock.ts";
import { migrate, readMigrations } from "./migrate.ts";
import type { StorePlace } from "./open.ts";
import { BACKUPS, STORE } from "./pglite.ts";
import { openPglite, sessionOf } from "./pglite-database.ts";
import { StoreError } from "./port.ts";
import { APPLICATION_NAME, withPostgres } from "./postgres.ts";
import { restore } from "./restore.ts";
import type { SqlSession } from "./sql.ts";

/**
 * Writes everything in the store into a file. A PostgreSQL server may be in use meanwhile; without one the relay has to
 * be stopped, because one process has the files.
 * @throws StoreError `in-use`, `disk`, `unreachable`, `refused`, `unreadable` when there is no store
 */
export async function backUpStore(place: StorePlace, path: string, now: Date): Promise<RowCounts> {
  if (place.databaseUrl === undefined && !existsSync(join(place.dataDirectory, STORE))) {
    throw new StoreError("unreadable", `there is no store in ${place.dataDirectory}: nothing was backed up`);
  }
  return withStoreSession(place, (session) => backUp(session, path, now));
}

/**
 * Puts a backup into the store, of whichever engine it came from.
 * @param replace what is in the store is given up, after it was backed up into the data directory
 * @returns the rows of each table, and the backup of what was replaced
 * @throws StoreError what `restore` throws, and `in-use` while a relay uses the store
 */
export async function restoreStore(
  place: StorePlace,
  path: string,
  replace: boolean,
  now: Date,
): Promise<{ counts: RowCounts; replaced: string | undefined }> {
  const migrations = await readMigrations();
  const backups = join(place.dataDirectory, BACKUPS);
  return withStoreSession(place, async (session) => {
    await refuseInUse(session);
    await migrate(session, migrations, async (version) => {
      await backUpBeforeUpgrade(session, version, backups, now);
    });
    const replaced = replace ? join(backups, `replaced-${stamp(now)}.jsonl.gz`) : undefined;
    if (replaced !== undefined) await backUp(session, replaced, now);
    return { counts: await restore(session, migrations, path, replace), replaced };
  });
}

/** Lends a connection to the store as it is, unmigrated, that nothing else uses where it lies in files. */
export async function withStoreSession<T>(place: StorePlace, work: (session: SqlSession) => Promise<T>): Promise<T> {
  if (place.databaseUrl !== undefined) return withPostgres(place.databaseUrl, work);
  const directory = resolve(place.dataDirectory);
  const unlock = await lockDirectory(directory);
  try {
    const database = await openPglite(join(directory, STORE));
    try {
      return await work(sessionOf(database));
    } finally {
      await database.close();
    }
  } catch (error) {
    if (error instanceof StoreError) throw error;
    const { reason, message } = failureOf(error);
    throw new StoreError(reason, message, error);
  } finally {
    await unlock();
  }
}

/** A relay would go on with what it has in its head of what is no longer there. */
async function refuseInUse(session: SqlSession): Promise<void> {
  const rows = await session.query(
    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = $1",
    [APPLICATION_NAME],
  );
  if (rows.length === 0) return;
  throw new StoreError("in-use", "a relay is connected to this database: stop it, then restore. Nothing was changed.");
}
