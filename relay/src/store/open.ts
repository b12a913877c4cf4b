import { join } from "node:path";
import type { Log } from "../log.ts";
import { backUpBeforeUpgrade } from "./backup.ts";
import { migrate, readMigrations } from "./migrate.ts";
import { BACKUPS, openStore } from "./pglite.ts";
import { type Store, StoreError } from "./port.ts";
import { PostgresSql, withPostgres } from "./postgres.ts";
import { databasePlace } from "./postgres-url.ts";
import { sqlStore } from "./sql-store.ts";

export interface StorePlace {
  /** Where PGlite keeps its files when there is no server. */
  dataDirectory: string;
  /** A PostgreSQL server, as `databaseUrlProblem` accepts it; undefined for PGlite. */
  databaseUrl: string | undefined;
}

/** A server that starts at the same time as the relay is waited for. */
const START_PATIENCE_MS = 30_000;
const START_RETRY_MS = 500;

const wait = (durationMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, durationMs));

/**
 * Opens the relay's store where it belongs and brings it up to this relay's schema.
 * @param now the wall clock
 * @throws StoreError what `openStore` throws; for a server also `unreachable` after 30 s of waiting, and `refused`
 */
export function openStoreAt(place: StorePlace, log: Log, now: () => Date = () => new Date()): Promise<Store> {
  const { dataDirectory, databaseUrl } = place;
  const onUpgrade = (backup: string): void => log.info("the store is upgraded; what it was before is kept", { backup });
  return databaseUrl === undefined
    ? openStore(dataDirectory, now, onUpgrade)
    : openPostgres(databaseUrl, join(dataDirectory, BACKUPS), log, now, onUpgrade);
}

async function openPostgres(
  url: string,
  backups: string,
  log: Log,
  now: () => Date,
  onUpgrade: (backup: string) => void,
): Promise<Store> {
  const migrations = await readMigrations();
  const givesUpAt = performance.now() + START_PATIENCE_MS;
  for (let isFirst = true; ; isFirst = false) {
    try {
      await withPostgres(url, (session) =>
        migrate(session, migrations, async (version) =>
          onUpgrade(await backUpBeforeUpgrade(session, version, backups, now())),
        ),
      );
      return sqlStore(new PostgresSql(url), now);
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      if (error.reason !== "unreachable") throw withAdvice(error);
      if (performance.now() > givesUpAt) throw withAdvice(error);
      if (isFirst) log.info("waiting for PostgreSQL", { place: databasePlace(url), error });
      await wait(START_RETRY_MS);
    }
  }
}

const ADVICE: Partial<Record<StoreError["reason"], string>> = {
  unreachable: "Start it, or mend DATABASE_URL; without DATABASE_URL the store is kept in DATA_DIR.",
  refused: "Mend the user, password, database or rights that DATABASE_URL names.",
};

const withAdvice = (error: StoreError): StoreError =>
  new StoreError(error.reason, `${error.message}. ${ADVICE[error.reason] ?? ""}`.trim(), error.cause);
