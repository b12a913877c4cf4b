/** A store that an earlier version wrote, and one that a later version wrote. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLog } from "../src/log.ts";
import { type Migration, migrate, readMigrations, schemaVersion } from "../src/store/migrate.ts";
import { openStoreAt, type StorePlace } from "../src/store/open.ts";
import { OWNER } from "../src/store/port.ts";
import type { SqlSession } from "../src/store/sql.ts";
import { filledTables, quoted, tablesOf } from "../src/store/tables.ts";
import { restoreStore, withStoreSession } from "../src/store/whole-store.ts";
import { ENGINES, type RunningEngine } from "./store-engines.ts";
import { NOW, turn } from "./store-fixtures.ts";

const SLOW = 120_000;
const CHILD = fileURLToPath(new URL("./migrate-child.ts", import.meta.url));
const log = createLog("error", (line) => process.stderr.write(`${line}\n`));

/** What each version of the schema added, filled. The next migration that adds a table adds a line. */
const FILLINGS: Record<string, string> = {
  conversations: `INSERT INTO conversations (session_id, turn_id, client_id, user_text, assistant_text, language,
      end_reason, heard_ms, created_at, citations) SELECT 's', n, 'id-' || n, '問い ' || n, '答え ' || n, 'ja-JP',
      'completed', 1234.5, '${NOW.toISOString()}'::timestamptz + n * interval '1 s', '[]' FROM generate_series(1, 3) n`,
  history_registers: `INSERT INTO history_registers VALUES ('s', '', 'title', '買い物', '0000000000000-0000-relay', 1),
      ('s', '', 'pinned', '${NOW.toISOString()}', '0000000000000-0000-relay', 2)`,
  conversation_labels: "INSERT INTO conversation_labels VALUES ('s', '買い物', true)",
  documents: `INSERT INTO documents (doc_id, source, title, media_type, body, hash, owner_scope, created_at, updated_at)
      VALUES ('d', 'd.md', 'd', 'text/markdown', '一二', '0', 'OWNER', '${NOW.toISOString()}', '${NOW.toISOString()}')`,
  chunks: "INSERT INTO chunks VALUES ('d', 0, '', 0, 2, '一二', '1')",
  desk_items: `INSERT INTO desk_items (id, owner_scope, session_id, kind, body, language, created_at)
      VALUES ('n', 'OWNER', 's', 'note', '牛乳', 'ja-JP', '${NOW.toISOString()}')`,
  calendars: `INSERT INTO calendars (id, owner_scope, name, kind, bodies, created_at)
      VALUES ('c', 'OWNER', '会社', 'file', '["BEGIN:VCALENDAR"]', '${NOW.toISOString()}')`,
  calendar_objects: `INSERT INTO calendar_objects (calendar_id, href, collection, body)
      VALUES ('c', 'https://cal.example/a.ics', 'w', 'BEGIN:VCALENDAR')`,
  memories: `INSERT INTO memories (id, owner_scope, body, language, created_at, updated_at)
      VALUES ('m', 'OWNER', '窓側の席', 'ja-JP', '${NOW.toISOString()}', '${NOW.toISOString()}')`,
  conversation_summaries: `INSERT INTO conversation_summaries
      VALUES ('s', 1, 2, '買い物の話', 'ja-JP', 'extract', '${NOW.toISOString()}', '${NOW.toISOString()}')`,
  readings: `INSERT INTO readings (id, owner_scope, written, spoken, language, created_at, updated_at)
      VALUES ('r', 'OWNER', '町田', 'まちだ', 'ja', '${NOW.toISOString()}', '${NOW.toISOString()}')`,
  devices: `INSERT INTO devices VALUES ('v', 'tablet', 'hash', '${NOW.toISOString()}', '${NOW.toISOString()}')`,
  pairing_codes: `INSERT INTO pairing_codes VALUES ('h', '${NOW.toISOString()}', NULL)`,
  push_subscriptions: `INSERT INTO push_subscriptions
      VALUES ('p', 'https://push.example/p', 'k', 'a', 'ja-JP', 'v', '${NOW.toISOString()}')`,
  handoffs: `INSERT INTO handoffs VALUES ('h', 's', '${NOW.toISOString()}', NULL)`,
};

/** The version that called the one person so. */
const OWNED_BY_SELF = 6;

async function fill(session: SqlSession, migrations: readonly Migration[]): Promise<void> {
  await migrate(session, migrations);
  for (const table of await tablesOf(session)) {
    const filling = FILLINGS[table];
    if (filling === undefined) throw new Error(`add a line for ${table} to FILLINGS`);
    await session.execute(filling.replaceAll("OWNER", migrations.length < OWNED_BY_SELF ? "default" : "self"));
  }
}

const contents = (place: StorePlace): Promise<Record<string, unknown>> =>
  withStoreSession(place, async (session) => {
    const tables = await tablesOf(session);
    const rows: Record<string, unknown> = {};
    for (const table of tables) {
      rows[table] = await session.query(`SELECT row_to_json(t) AS row FROM ${quoted(table)} t ORDER BY t::text`);
    }
    return rows;
  });

for (const { name, isHere, start } of ENGINES)
  describe.skipIf(!isHere)(`a store in ${name}`, () => {
    let engine: RunningEngine;
    let migrations: Migration[];
    beforeAll(async () => {
      engine = await start();
      migrations = await readMigrations();
    }, SLOW);
    afterAll(() => engine.remove());

    const filledAt = async (version: number): Promise<StorePlace> => {
      const place = await engine.place();
      await withStoreSession(place, (session) => fill(session, migrations.slice(0, version)));
      return place;
    };

    it(
      "is upgraded from the previous schema, and from earlier ones, with what it holds, and backed up before",
      async () => {
        const previous = migrations.length - 1;
        for (const version of new Set([1, OWNED_BY_SELF - 1, previous])) {
          const place = await filledAt(version);
          const store = await openStoreAt(place, log, () => NOW);
          expect(await store.conversation("s")).toEqual([1, 2, 3].map((number) => turn("s", number)));
          expect(await store.conversations()).toMatchObject([{ title: "買い物", pinned: true }]);
          if (version >= 2) expect(await store.chunksOf("d")).toHaveLength(1);
          if (version >= 2) expect(await store.document("d")).toMatchObject({ ownerScope: OWNER, piiSetBy: "pattern" });
          if (version >= 3) expect(await store.desk.list("s", "note")).toMatchObject([{ text: "牛乳" }]);
          await store.saveTurn(turn("s", 4));
          await store.close();
          const backups = join(place.dataDirectory, "backups");
          const files = await readdir(backups);
          expect(files).toEqual([
            expect.stringMatching(new RegExp(`^before-upgrade-from-${version}-.*\\.jsonl\\.gz$`)),
          ]);
          if (version !== previous) continue;
          expect(await withStoreSession(place, schemaVersion)).toBe(migrations.length);
          const other = await engine.place();
          await restoreStore(other, join(backups, files[0] ?? ""), false, NOW);
          const restored = await contents(other);
          expect(restored.conversations).toHaveLength(3);
          expect(restored.devices).toHaveLength(1);
          // Whoever reads a backup is not to try which codes the hashes are of.
          expect(restored.pairing_codes).toEqual([]);
          expect(restored.handoffs).toEqual([]);
        }
      },
      SLOW,
    );

    it.skipIf(name === "PGlite")(
      "is upgraded once, and backed up once, by relays that start at the same time",
      async () => {
        const place = await filledAt(migrations.length - 1);
        const stores = await Promise.all([1, 2, 3].map(() => openStoreAt(place, log)));
        for (const store of stores) {
          expect(await store.conversation("s")).toHaveLength(3);
          await store.close();
        }
        expect(await readdir(join(place.dataDirectory, "backups"))).toHaveLength(1);
        const versions = await withStoreSession(place, (session) =>
          session.query("SELECT version FROM schema_version ORDER BY version"),
        );
        expect(versions.map(({ version }) => version)).toEqual(migrations.map(({ version }) => version));
      },
      SLOW,
    );

    it(
      "is refused with a sentence and left as it is when a later version wrote it",
      async () => {
        const place = await filledAt(migrations.length);
        await withStoreSession(place, (session) =>
          session.execute("INSERT INTO schema_version (version, name) VALUES (99, 'from-the-future')"),
        );
        const before = await contents(place);
        await expect(openStoreAt(place, log)).rejects.toMatchObject({
          reason: "newer",
          message: expect.stringMatching(/schema version 99, this relay knows \d+: .*Update Hisho/),
        });
        expect(await contents(place)).toEqual(before);
      },
      SLOW,
    );

    it(
      "is as it was or wholly upgraded when the process is killed in a migration",
      async () => {
        for (const [hangsIn, version] of [
          ["first", migrations.length],
          ["second", migrations.length + 1],
        ] as const) {
          const place = await filledAt(migrations.length);
          const args = ["--import", "tsx", CHILD, place.dataDirectory, place.databaseUrl ?? "", hangsIn];
          const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
          for await (const _ of createInterface({ input: child.stdout })) child.kill("SIGKILL");
          if (child.signalCode === null) await once(child, "exit");
          expect(child.signalCode).toBe("SIGKILL");
          await withStoreSession(place, async (session) => {
            // Waits for the server to have noticed that its client is gone.
            await migrate(session, [...migrations, ...(hangsIn === "second" ? [EMPTY] : [])]);
            expect(await schemaVersion(session)).toBe(version);
            const tables = await tablesOf(session);
            expect(tables.filter((table) => ["first", "second"].includes(table))).toEqual(
              hangsIn === "first" ? [] : ["first"],
            );
            expect(await filledTables(session)).toEqual(tables);
            const [row] = await session.query("SELECT user_text FROM conversations WHERE turn_id = 1");
            expect(row?.user_text).toBe(hangsIn === "first" ? "問い 1" : "first");
          });
        }
      },
      SLOW,
    );
  });

/** Stands for one that is there already. */
const EMPTY: Migration = { version: 0, name: "", sql: "" };
