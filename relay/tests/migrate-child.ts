/** A program for store-upgrade.test.ts: adds two migrations and stands still before the given one is committed. */
import { migrate, readMigrations } from "../src/store/migrate.ts";
import type { SqlSession } from "../src/store/sql.ts";
import { withStoreSession } from "../src/store/whole-store.ts";

const [dataDirectory = "", databaseUrl = "", hangsIn = ""] = process.argv.slice(2);
const known = await readMigrations();
const added = ["first", "second"].map((name, index) => ({
  version: known.length + index + 1,
  name,
  sql: `CREATE TABLE ${name} (a integer); INSERT INTO ${name} VALUES (1); UPDATE conversations SET user_text = '${name}';`,
}));

const hanging = (session: SqlSession): SqlSession => ({
  ...session,
  async execute(script) {
    await session.execute(script);
    if (!script.startsWith(`CREATE TABLE ${hangsIn} `)) return;
    process.stdout.write("uncommitted\n");
    await new Promise(() => setInterval(() => {}, 1_000_000));
  },
});

const place = { dataDirectory, databaseUrl: databaseUrl === "" ? undefined : databaseUrl };
await withStoreSession(place, (session) => migrate(hanging(session), [...known, ...added]));
