/** `npm run backup` and `npm run restore`: everything in the store, out of it and into it. */
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { EnvironmentError, readEnvironment } from "../env.ts";
import { backupName } from "./backup.ts";
import type { RowCounts } from "./backup-file.ts";
import type { StorePlace } from "./open.ts";
import { BACKUPS } from "./pglite.ts";
import { StoreError } from "./port.ts";
import { databasePlace } from "./postgres-url.ts";
import { backUpStore, restoreStore } from "./whole-store.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const HELP = `npm run backup -- [--to FILE]                 everything in the store into FILE (else into DATA_DIR/backups)
npm run restore -- --from FILE [--replace]   a backup into the store, which has to be empty; --replace: what it holds is
                                             backed up into DATA_DIR/backups, then given up
The store is that of npm start: DATABASE_URL, or DATA_DIR with the relay stopped. A backup of either goes into either.
Recordings are files that never change: copy DATA_DIR/audio beside it.`;

/** What stops the command. The message is a sentence for the person who typed it. */
class CommandError extends Error {}

const listed = (counts: RowCounts): string =>
  Object.entries(counts)
    .map(([table, count]) => `${table} ${count}`)
    .join(", ") || "no rows";

async function run(args: string[]): Promise<string> {
  const { values, positionals } = readArgs(args);
  if (values.help === true) return HELP;
  const environment = readEnvironment(process.env);
  const place: StorePlace = {
    dataDirectory: path.resolve(ROOT, environment.dataDirectory),
    databaseUrl: environment.databaseUrl,
  };
  const name = place.databaseUrl === undefined ? place.dataDirectory : databasePlace(place.databaseUrl);
  const now = new Date();
  if (positionals[0] === "backup" && values.from === undefined && values.replace === undefined) {
    const file = path.resolve(values.to ?? path.join(place.dataDirectory, BACKUPS, backupName(now)));
    const counts = await backUpStore(place, file, now);
    return `${name} is backed up to ${file}: ${listed(counts)}.`;
  }
  if (positionals[0] === "restore" && values.from !== undefined && values.to === undefined) {
    const file = path.resolve(values.from);
    const { counts, replaced } = await restoreStore(place, file, values.replace === true, now);
    const before = replaced === undefined ? "" : ` What was there before is in ${replaced}.`;
    return `${file} is restored into ${name}: ${listed(counts)}.${before}`;
  }
  throw new CommandError(HELP);
}

function readArgs(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        to: { type: "string" },
        from: { type: "string" },
        replace: { type: "boolean" },
        help: { type: "boolean" },
      },
    });
  } catch (error) {
    throw new CommandError(`${(error as Error).message}\n${HELP}`);
  }
}

try {
  // Paths are meant from where the command was typed: npm changes the folder and says where it was.
  if (existsSync(path.join(ROOT, ".env"))) process.loadEnvFile(path.join(ROOT, ".env"));
  process.chdir(process.env.INIT_CWD ?? process.cwd());
  process.stdout.write(`${await run(process.argv.slice(2))}\n`);
} catch (error) {
  const isExpected = error instanceof CommandError || error instanceof EnvironmentError || error instanceof StoreError;
  process.stderr.write(`${isExpected ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
}
