import { type BackupRow, type RowCounts, readBackupFile } from "./backup-file.ts";
import { type Migration, refuseNewer, whileLocked } from "./migrate.ts";
import { StoreError } from "./port.ts";
import type { SqlSession } from "./sql.ts";
import { columnsOf, filledTables, inTransaction, PASSING_TABLES, quoted, tablesOf } from "./tables.ts";

/** Where a backup is read and brought up to date before it takes its place; never seen outside of its transaction. */
const WORKSHOP = "hisho_restore";
const LOT_CHARACTERS = 1024 * 1024;

/**
 * Puts a backup into the store, which has this relay's schema: all of it, or nothing. One of an earlier schema is read
 * into tables of that schema, which are then upgraded as the store itself would be. Vectors are no part of a backup: the
 * relay makes them again.
 * @param replace what is in the store is given up; otherwise it must be empty
 * @throws StoreError `conflict` when the store holds something, `newer`, `unreadable`, `disk`
 */
export async function restore(
  session: SqlSession,
  migrations: readonly Migration[],
  path: string,
  replace: boolean,
): Promise<RowCounts> {
  const { schemaVersion, rows } = await readBackupFile(path);
  refuseNewer(schemaVersion, migrations.length, path);
  return whileLocked(session, () =>
    inTransaction(session, "BEGIN", async () => {
      await makeRoom(session, replace);
      const [place] = await session.query("SELECT current_schema()::text AS name");
      await session.execute(
        `CREATE SCHEMA ${WORKSHOP}; SET LOCAL search_path = ${WORKSHOP}; SET LOCAL TimeZone = 'UTC'`,
      );
      for (const { sql } of migrations.slice(0, schemaVersion)) await session.execute(sql);
      const counts = await load(session, path, rows);
      for (const { sql } of migrations.slice(schemaVersion)) await session.execute(sql);
      await session.execute("UPDATE documents SET embedding_version = NULL");
      for (const table of await tablesOf(session)) {
        const columns = (await columnsOf(session, table)).map(quoted).join(", ");
        const target = `${quoted(place?.name as string)}.${quoted(table)}`;
        await session.execute(`INSERT INTO ${target} (${columns}) SELECT ${columns} FROM ${quoted(table)}`);
      }
      const clock = `${quoted(place?.name as string)}.sync_clock`;
      await session.execute(`UPDATE ${clock} SET epoch = gen_random_uuid()::text, change = greatest(
        (SELECT coalesce(max(change), 0) FROM conversations), (SELECT coalesce(max(change), 0) FROM history_registers))`);
      await session.execute(`DROP SCHEMA ${WORKSHOP} CASCADE`);
      return counts;
    }),
  );
}

async function makeRoom(session: SqlSession, replace: boolean): Promise<void> {
  const filled = await filledTables(session);
  if (filled.length === 0) return;
  // A relay that pairs devices leaves a code at its first start, before anybody has said a word.
  const held = filled.filter((table) => !PASSING_TABLES.includes(table));
  if (held.length > 0 && !replace) {
    throw new StoreError(
      "conflict",
      `the store is not empty (${held.join(", ")}): nothing was restored. ` +
        "Restore into a new one (another DATA_DIR or database), or add --replace to give up what it holds now.",
    );
  }
  await session.execute(`TRUNCATE ${filled.map(quoted).join(", ")} CASCADE`);
}

async function load(session: SqlSession, path: string, rows: AsyncIterable<BackupRow>): Promise<RowCounts> {
  const counts: RowCounts = {};
  const known = new Set(await tablesOf(session));
  let lot: string[] = [];
  let lotTable = "";
  let characters = 0;
  const insert = async (): Promise<void> => {
    if (lot.length === 0) return;
    await session.query(
      `INSERT INTO ${quoted(lotTable)} SELECT * FROM json_populate_recordset(NULL::${quoted(lotTable)}, $1::json)`,
      [`[${lot.join(",")}]`],
    );
    lot = [];
    characters = 0;
  };
  for await (const { table, json } of rows) {
    if (!known.has(table))
      throw new StoreError("unreadable", `${path} has a table "${table}" that its version had not`);
    if (table !== lotTable || characters > LOT_CHARACTERS) await insert();
    lotTable = table;
    lot.push(json);
    characters += json.length;
    counts[table] = (counts[table] ?? 0) + 1;
  }
  await insert();
  return counts;
}
