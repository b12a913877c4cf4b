/** Making a database takes PGlite seconds of computing: tests copy one that is made once. */
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { STORE } from "../src/store/pglite.ts";
import { openPglite } from "../src/store/pglite-database.ts";

const CACHE = fileURLToPath(new URL("../../.cache/test", import.meta.url));

/** Puts an empty database, without a schema, where a relay with this data directory looks for its store. */
export async function emptyStore(dataDirectory: string): Promise<void> {
  const made = join(CACHE, `pglite-${await version()}`);
  if (!existsSync(made)) await make(made);
  await cp(made, join(dataDirectory, STORE), { recursive: true });
}

/** The one of this release of PGlite: another may read other files. */
async function version(): Promise<string> {
  const main = createRequire(import.meta.url).resolve("@electric-sql/pglite");
  const { version } = JSON.parse(await readFile(join(dirname(main), "../package.json"), "utf8")) as { version: string };
  return version;
}

/** Processes that come at the same time each make one; the first stays. */
async function make(place: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const own = `${place}.${randomUUID()}`;
  await (await openPglite(own)).close();
  await rename(own, place).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
    await rm(own, { recursive: true });
  });
}
