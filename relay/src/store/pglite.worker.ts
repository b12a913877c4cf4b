/** The store's thread: PGlite is PostgreSQL in WebAssembly and blocks whoever runs it. */
import { existsSync } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { serve } from "@hisho/providers/threads/serve.ts";
import { durableOptions, syncPath, syncTree } from "./durable-fs.ts";
import { failureOf } from "./failure.ts";
import { migrate, readMigrations } from "./migrate.ts";
import { StoreError } from "./port.ts";
import type { Row, SqlSession, Statement } from "./sql.ts";
import type { StoreAnswer, StoreCall } from "./thread-messages.ts";

let database: PGlite | undefined;

const sessionOf = (db: PGlite): SqlSession => ({
  execute: async (script) => {
    await db.exec(script);
  },
  query: async (text, values = []) => (await db.query<Row>(text, [...values])).rows,
});

/** A new database is made beside its place and moved there whole, so that a crash leaves none or a complete one. */
async function createDatabase(directory: string): Promise<void> {
  const unfinished = `${directory}.new`;
  await rm(unfinished, { recursive: true, force: true });
  const db = await PGlite.create(durableOptions(unfinished));
  await db.close();
  await syncTree(unfinished);
  await rename(unfinished, directory);
  await syncPath(dirname(directory));
}

async function open(directory: string | null): Promise<Row[][]> {
  if (directory !== null && !existsSync(directory)) await createDatabase(directory);
  database = await (directory === null ? PGlite.create() : PGlite.create(durableOptions(directory)));
  await migrate(sessionOf(database), await readMigrations());
  return [];
}

async function run(statements: readonly Statement[]): Promise<Row[][]> {
  if (database === undefined) throw new StoreError("closed", "the store is not open");
  return database.transaction(async (transaction) => {
    const answers: Row[][] = [];
    for (const { text, values } of statements) {
      answers.push((await transaction.query<Row>(text, [...values])).rows);
    }
    return answers;
  });
}

async function close(): Promise<Row[][]> {
  await database?.close();
  database = undefined;
  return [];
}

function work(call: StoreCall): Promise<Row[][]> {
  switch (call.type) {
    case "open":
      return open(call.directory);
    case "run":
      return run(call.statements);
    case "close":
      return close();
  }
}

serve<StoreCall, StoreAnswer>(async (call) => {
  try {
    return { answer: { rows: await work(call) } };
  } catch (error) {
    return { answer: { failure: failureOf(error) } };
  }
});
