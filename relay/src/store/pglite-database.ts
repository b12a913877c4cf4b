/** A PGlite database in a folder, or in memory. */
import { existsSync } from "node:fs";
import { chmod, mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { durableOptions, syncPath, syncTree } from "./durable-fs.ts";
import type { Row, SqlSession } from "./sql.ts";

const OWNER_ONLY = 0o700;
const OTHERS = 0o077;

/** @param directory made when it is not there, closed to other accounts; null keeps everything in memory */
export async function openPglite(directory: string | null): Promise<PGlite> {
  if (directory === null) return PGlite.create();
  if (existsSync(directory)) await closeToOthers(directory);
  else await createDatabase(directory);
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
  await mkdir(unfinished, { mode: OWNER_ONLY });
  const database = await PGlite.create(durableOptions(unfinished));
  await database.close();
  await syncTree(unfinished);
  await rename(unfinished, directory);
  await syncPath(dirname(directory));
}

/** PGlite lets everybody read and write its files: the folder around them does not. */
async function closeToOthers(directory: string): Promise<void> {
  const { mode } = await stat(directory);
  if ((mode & OTHERS) === 0) return;
  try {
    await chmod(directory, OWNER_ONLY);
  } catch (error) {
    // Another account's folder, or a disk without rights: who reads it is decided there.
    if ((error as NodeJS.ErrnoException).code !== "EPERM") throw error;
  }
}
