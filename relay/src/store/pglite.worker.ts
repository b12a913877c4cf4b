/** The store's thread: PGlite is PostgreSQL in WebAssembly and blocks whoever runs it. */
import type { PGlite } from "@electric-sql/pglite";
import { serve } from "@hisho/providers/threads/serve.ts";
import { backUpBeforeUpgrade } from "./backup.ts";
import { failureOf } from "./failure.ts";
import { migrate, readMigrations } from "./migrate.ts";
import { openPglite, sessionOf } from "./pglite-database.ts";
import { StoreError } from "./port.ts";
import type { Row, Statement } from "./sql.ts";
import type { StoreAnswer, StoreCall } from "./thread-messages.ts";

let database: PGlite | undefined;

async function open({ directory, backups }: Extract<StoreCall, { type: "open" }>): Promise<Row[][]> {
  database = await openPglite(directory);
  const session = sessionOf(database);
  const made: Row[] = [];
  await migrate(session, await readMigrations(), async (version) => {
    made.push({ backup: await backUpBeforeUpgrade(session, version, backups, new Date()) });
  });
  return [made];
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
      return open(call);
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
