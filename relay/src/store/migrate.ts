import { readdir, readFile } from "node:fs/promises";
import { StoreError } from "./port.ts";
import type { SqlSession } from "./sql.ts";

const FOLDER = new URL("./migrations/", import.meta.url);
/** Of PostgreSQL's advisory locks (manual, section 13.3.5): whoever holds it migrates. The letters "Hisho". */
const MIGRATION_LOCK = 0x48_69_73_68_6f;
/** A relation of that name is there already (manual, appendix A). */
const DUPLICATE_TABLE = "42P07";

export interface Migration {
  version: number;
  name: string;
  /** Names no schema: a backup is upgraded in another one than the store's. */
  sql: string;
}

/** The files `0001-name.sql`, `0002-…` in order. @throws RangeError when a number is missing or given twice */
export async function readMigrations(folder: URL = FOLDER): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith(".sql")).sort();
  return Promise.all(
    names.map(async (name, index) => {
      if (Number.parseInt(name, 10) !== index + 1) throw new RangeError(`${name} is not migration ${index + 1}`);
      return { version: index + 1, name, sql: await readFile(new URL(name, folder), "utf8") };
    }),
  );
}

/** Runs `work` while no other relay migrates the same database. */
export async function whileLocked<T>(session: SqlSession, work: () => Promise<T>): Promise<T> {
  await session.query("SELECT pg_advisory_lock($1::bigint)", [MIGRATION_LOCK]);
  try {
    return await work();
  } finally {
    await session.query("SELECT pg_advisory_unlock($1::bigint)", [MIGRATION_LOCK]);
  }
}

/** @returns the schema's version, 0 for a database without one */
export async function schemaVersion(session: SqlSession): Promise<number> {
  const [found] = await session.query("SELECT to_regclass('schema_version') IS NOT NULL AS there");
  if (found?.there !== true) return 0;
  const [row] = await session.query("SELECT coalesce(max(version), 0)::integer AS version FROM schema_version");
  return (row?.version as number | undefined) ?? 0;
}

/** @throws StoreError `newer` */
export function refuseNewer(version: number, known: number, what = "the store"): void {
  if (version <= known) return;
  throw new StoreError(
    "newer",
    `${what} has schema version ${version}, this relay knows ${known}: a later version of Hisho wrote it. ` +
      "Update Hisho (git pull, then npm start); nothing was changed.",
  );
}

/**
 * Applies what the database lacks, each file in a transaction of its own; when several relays start at once, one does it.
 * @param beforeUpgrade called once with the version that is there, when there is one and it is not the last
 * @throws StoreError `newer`
 */
export async function migrate(
  session: SqlSession,
  migrations: readonly Migration[],
  beforeUpgrade: (version: number) => Promise<void> = async () => {},
): Promise<void> {
  await whileLocked(session, async () => {
    const current = await schemaVersion(session);
    refuseNewer(current, migrations.length);
    if (current === migrations.length) return;
    if (current > 0) await beforeUpgrade(current);
    for (const migration of migrations.slice(current)) await apply(session, migration);
  });
}

/** Applies one migration, all or nothing. */
async function apply(session: SqlSession, { version, name, sql }: Migration): Promise<void> {
  await session.execute("BEGIN");
  try {
    await session.execute(`CREATE TABLE IF NOT EXISTS schema_version (
      version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
    await session.execute(sql);
    await session.query("INSERT INTO schema_version (version, name) VALUES ($1, $2)", [version, name]);
    await session.execute("COMMIT");
  } catch (error) {
    await session.execute("ROLLBACK");
    if ((error as { code?: string }).code !== DUPLICATE_TABLE) throw error;
    throw new StoreError(
      "refused",
      `the database has tables that are not Hisho's (${(error as Error).message}): give it a database of its own`,
      error,
    );
  }
}
