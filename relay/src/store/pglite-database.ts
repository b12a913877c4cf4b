/** A PGlite database in a folder, or in memory. */
import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { durableOptions, syncPath, syncTree } from "./durable-fs.ts";
import type { Row, SqlSession } from "./sql.ts";

/** @param directory made when it is not there; null keeps everything in memory */
export async function openPglite(directory: string | null): Promise<PGlite> {
  if (directory === null) return PGlite.create();
  if (!existsSync(directory)) await createDatabase(directory);
  return PGlite.create(durableOptions(directory));
}

export const sessionOf = (database: PGlite): SqlSession => ({
  execute: async (script) => {
    await database.exec(script);
  },
  query: async (text, values = []) => (await database.query<Row>(text, [...values])).rows,
});

/** A new database is made beside its place and moved there whole, so that a crash leaves none or a complete one. */
async function createDatabase(directory: string): Promise<void> {
  const unfinished = `${directory}.new`;
  await rm(unfinished, { recursive: true, force: true });
  const database = await PGlite.create(durableOptions(unfinished));
  await database.close();
  await syncTree(unfinished);
  await rename(unfinished, directory);
  await syncPath(dirname(directory));
}
