/** The engines a store can lie in, for tests that hold for each. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StorePlace } from "../src/store/open.ts";
import { emptyStore } from "./empty-store.ts";
import { HAS_POSTGRES, startPostgres } from "./postgres-server.ts";

export interface RunningEngine {
  /** A place with an empty database, without a schema, and with a data directory of its own. */
  place(): Promise<StorePlace>;
  remove(): Promise<void>;
}

async function startPglite(): Promise<RunningEngine> {
  const folder = await mkdtemp(join(tmpdir(), "hisho-engine-"));
  let places = 0;
  return {
    async place() {
      const dataDirectory = join(folder, String(++places));
      await emptyStore(dataDirectory);
      return { dataDirectory, databaseUrl: undefined };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function startServer(): Promise<RunningEngine> {
  const folder = await mkdtemp(join(tmpdir(), "hisho-engine-"));
  const server = await startPostgres();
  let places = 0;
  return {
    place: async () => ({ dataDirectory: join(folder, String(++places)), databaseUrl: await server.database() }),
    async remove() {
      await server.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const ENGINES = [
  { name: "PGlite", isHere: true, start: startPglite },
  { name: "PostgreSQL", isHere: HAS_POSTGRES, start: startServer },
];
