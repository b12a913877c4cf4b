import { readdir, readFile } from "node:fs/promises";
import type { PGliteInterface } from "@electric-sql/pglite";
import { StoreError } from "./port.ts";

const FOLDER = new URL("./migrations/", import.meta.url);

export interface Migration {
  version: number;
  name: string;
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

/** Applies what the database lacks, each file in a transaction of its own. @throws StoreError `newer` */
export async function migrate(db: PGliteInterface, migrations: readonly Migration[]): Promise<void> {
  await db.exec(`CREATE TABLE IF NOT EXISTS schema_version (
    version integer PRIMARY KEY, name text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`);
  const { rows } = await db.query<{ version: number }>(
    "SELECT coalesce(max(version), 0)::integer AS version FROM schema_version",
  );
  const current = rows[0]?.version ?? 0;
  if (current > migrations.length) {
    throw new StoreError(
      "newer",
      `the store has schema version ${current}, this relay knows ${migrations.length}: update the relay`,
    );
  }
  for (const { version, name, sql } of migrations.slice(current)) {
    await db.transaction(async (transaction) => {
      await transaction.exec(sql);
      await transaction.query("INSERT INTO schema_version (version, name) VALUES ($1, $2)", [version, name]);
    });
  }
}
