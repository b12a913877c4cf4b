/** What the schema consists of, as the database itself tells. */
import type { SqlSession } from "./sql.ts";

/** A name as SQL takes it (PostgreSQL's manual, section 4.1.1). */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** The tables of the schema in use that hold what people said and gave, in the order in which they were made. */
export async function tablesOf(session: SqlSession): Promise<string[]> {
  const rows = await session.query(
    `SELECT relname::text AS name FROM pg_class WHERE relkind = 'r' AND relname NOT IN ('schema_version', 'sync_clock')
       AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema()) ORDER BY oid`,
  );
  return rows.map(({ name }) => name as string);
}

export async function columnsOf(session: SqlSession, table: string): Promise<string[]> {
  const rows = await session.query(
    `SELECT column_name::text AS name FROM information_schema.columns
     WHERE table_schema = current_schema() AND table_name = $1 AND is_generated = 'NEVER' ORDER BY ordinal_position`,
    [table],
  );
  return rows.map(({ name }) => name as string);
}

/** Those that hold at least one row. */
export async function filledTables(session: SqlSession): Promise<string[]> {
  const filled: string[] = [];
  for (const table of await tablesOf(session)) {
    const [row] = await session.query(`SELECT EXISTS (SELECT FROM ${quoted(table)}) AS filled`);
    if (row?.filled === true) filled.push(table);
  }
  return filled;
}

/** Good for minutes: no backup holds them, since who reads that is not to try what the hashes are of. */
export const PASSING_TABLES: readonly string[] = ["pairing_codes", "handoffs"];

/** Runs `work` in one transaction: all of it, or none. */
export async function inTransaction<T>(session: SqlSession, begin: string, work: () => Promise<T>): Promise<T> {
  await session.execute(begin);
  try {
    const result = await work();
    await session.execute("COMMIT");
    return result;
  } catch (error) {
    await session.execute("ROLLBACK").catch(() => {}); // the connection is gone, and the transaction with it
    throw error;
  }
}
