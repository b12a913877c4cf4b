/** A backup of one engine's store, restored into another's. */
import { readFile, truncate, unlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLog } from "../src/log.ts";
import { migrate, readMigrations } from "../src/store/migrate.ts";
import { openStoreAt, type StorePlace } from "../src/store/open.ts";
import type { Store } from "../src/store/port.ts";
import { restore } from "../src/store/restore.ts";
import { filledTables } from "../src/store/tables.ts";
import { backUpStore, restoreStore, withStoreSession } from "../src/store/whole-store.ts";
import { ENGINES, type RunningEngine } from "./store-engines.ts";
import { aChunk, aDocument, NOW, turn } from "./store-fixtures.ts";

const SLOW = 120_000;
const log = createLog("error", (line) => process.stderr.write(`${line}\n`));
const HERE = ENGINES.filter(({ isHere }) => isHere);

const engines = new Map<string, RunningEngine>();
beforeAll(async () => {
  for (const { name, start } of HERE) engines.set(name, await start());
}, SLOW);
afterAll(async () => {
  for (const engine of engines.values()) await engine.remove();
});

async function placeIn(name: string): Promise<StorePlace> {
  const engine = engines.get(name);
  if (engine === undefined) throw new Error(`${name} does not run`);
  return engine.place();
}

async function whileOpen<T>(place: StorePlace, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStoreAt(place, log, () => NOW);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Line separators, quotes, backslashes, what looks like a row of a backup, and signs beyond the first plane. */
const AWKWARD = 'a\u2028b\u2029c\n"d"\\n\t["conversations",{}]\r 😀 한국어 \u0001\uFFFD';
const LONG = "長い文。".repeat(400_000);

async function fill(store: Store): Promise<void> {
  for (let number = 1; number <= 300; number++) await store.saveTurn(turn("long", number));
  const citations = [{ n: 1, doc_id: "d", title: AWKWARD, locator: "a › b", snippet: AWKWARD }];
  await store.saveTurn(turn("s", 1, { userText: AWKWARD, citations, heardMs: 0.1 + 0.2, clientId: null }));
  await store.saveTurnAudio(turn("s", 1), { userAudioRef: "s/1.user.opus" });
  await store.patchConversation("s", { title: AWKWARD, pinned: true });
  await store.saveDocument(aDocument("d", LONG), [aChunk("d", 0, 0, 5, LONG), aChunk("d", 1, 4, 1_000_000, LONG)]);
  await store.saveDocument(aDocument("e", AWKWARD, { piiFlag: true }), []);
  await store.memory.remember(AWKWARD, { sessionId: "s", turn: 1, language: "ja-JP" });
  await store.readings.teach([{ written: AWKWARD, spoken: "x", language: "ja" }]);
  await store.desk.add("s", { kind: "note", text: AWKWARD, language: "ja-JP", dueAt: null });
  await store.desk.add("s", { kind: "timer", text: "", language: "ko-KR", dueAt: new Date(NOW.getTime() + 123) });
}

async function everything(store: Store) {
  const documents = await store.documents();
  const conversations = await store.conversations();
  return {
    conversations,
    turns: await Promise.all(conversations.map(({ sessionId }) => store.conversation(sessionId))),
    documents: await Promise.all(documents.map(({ docId }) => store.document(docId))),
    chunks: await Promise.all(documents.map(({ docId }) => store.chunksOf(docId))),
    memories: await store.memory.memories(),
    readings: await store.readings.readings(),
    notes: await store.desk.list("", "note"),
    due: await store.dueItems(new Date(NOW.getTime() + 1000)),
  };
}

for (const { name: from } of HERE) {
  describe(`a backup of a store in ${from}`, () => {
    let kept: Awaited<ReturnType<typeof everything>>;
    let file: string;
    beforeAll(async () => {
      const place = await placeIn(from);
      kept = await whileOpen(place, async (store) => {
        await fill(store);
        return everything(store);
      });
      file = join(place.dataDirectory, "there", "backup.jsonl.gz");
      expect(await backUpStore(place, file, NOW)).toMatchObject({ conversations: 301, documents: 2, chunks: 2 });
    }, SLOW);

    for (const { name: into } of HERE) {
      it(`is the same store in ${into}`, { timeout: SLOW }, async () => {
        const place = await placeIn(into);
        const { counts } = await restoreStore(place, file, false, NOW);
        expect(counts).toMatchObject({ conversations: 301, desk_items: 2, memories: 1, readings: 1 });
        await whileOpen(place, async (store) => {
          expect(await everything(store)).toEqual(kept);
          // It goes on from there.
          await store.saveTurn(turn("s", 2));
          expect(await store.lastTurn("s")).toBe(2);
        });
      });
    }
  });
}

for (const { name } of HERE)
  describe(`a restore into ${name}`, () => {
    const oneTurn = async (text: string): Promise<{ place: StorePlace; file: string }> => {
      const place = await placeIn(name);
      await whileOpen(place, (store) => store.saveTurn(turn("s", 1, { userText: text })));
      const file = join(place.dataDirectory, "backup.jsonl.gz");
      await backUpStore(place, file, NOW);
      return { place, file };
    };
    const textIn = (place: StorePlace): Promise<string | undefined> =>
      whileOpen(place, async (store) => (await store.conversation("s"))[0]?.userText);

    it("refuses a store that holds something, and replaces it where that was asked for", {
      timeout: SLOW,
    }, async () => {
      const { file } = await oneTurn("backed up");
      const { place } = await oneTurn("newer");
      await expect(restoreStore(place, file, false, NOW)).rejects.toMatchObject({
        reason: "conflict",
        message: expect.stringContaining("not empty (conversations): nothing was restored"),
      });
      expect(await textIn(place)).toBe("newer");
      const { replaced } = await restoreStore(place, file, true, NOW);
      expect(await textIn(place)).toBe("backed up");
      await restoreStore(place, replaced ?? "", true, new Date(NOW.getTime() + 1000));
      expect(await textIn(place)).toBe("newer");
    });

    it("is restored into a store that has paired nothing yet but shown a code", { timeout: SLOW }, async () => {
      const { file } = await oneTurn("backed up");
      const place = await placeIn(name);
      await whileOpen(place, (store) => store.pairing.addCode("h", NOW));
      await restoreStore(place, file, false, NOW);
      expect(await textIn(place)).toBe("backed up");
      expect(await withStoreSession(place, filledTables)).toEqual(["conversations"]);
    });

    it("refuses a backup that is damaged, cut, of another kind or of a later version", { timeout: SLOW }, async () => {
      const { file } = await oneTurn("backed up");
      const place = await placeIn(name);
      const bad = join(dirname(file), "bad.gz");
      const whole = await readFile(file);
      const lines = gunzipSync(whole).toString("utf8");
      const [header = ""] = lines.split("\n");
      const cases: [string, Buffer, string][] = [
        ["cut", whole.subarray(0, whole.length - 30), "unreadable"],
        ["changed", gzipSync(lines.replace("backed up", "backed-up")), "unreadable"],
        ["without its end", gzipSync(lines.split("\n").slice(0, -2).join("\n").concat("\n")), "unreadable"],
        ["longer", gzipSync(`${lines}["conversations",{}]\n`), "unreadable"],
        ["another table", gzipSync(lines.replace('["conversations"', '["pg_authid"')), "unreadable"],
        ["no gzip", Buffer.from(lines), "unreadable"],
        ["another kind", gzipSync("{}\n"), "unreadable"],
        ["later format", gzipSync(lines.replace('"format_version":1', '"format_version":2')), "newer"],
        ["later schema", gzipSync(lines.replace(/"schema_version":\d+/, '"schema_version":99')), "newer"],
      ];
      expect(header).toContain("hisho-backup");
      const migrations = await readMigrations();
      await withStoreSession(place, async (session) => {
        await migrate(session, migrations);
        const attempt = () => restore(session, migrations, bad, false);
        for (const [what, bytes, reason] of cases) {
          await writeFile(bad, bytes);
          await expect(attempt(), what).rejects.toMatchObject({ reason });
        }
        await truncate(bad, 0);
        await expect(attempt()).rejects.toMatchObject({ reason: "unreadable" });
        await unlink(bad);
        await expect(attempt()).rejects.toMatchObject({ reason: "disk" });
        expect(await filledTables(session)).toEqual([]);
        // A backup does not hold where a sequence stands: no table counts by one.
        expect(await session.query("SELECT FROM pg_sequences")).toEqual([]);
      });
    });

    it("refuses while a relay uses the store", { timeout: SLOW }, async () => {
      const { place, file } = await oneTurn("backed up");
      await whileOpen(place, async (store) => {
        await store.lastTurn("s"); // connected
        await expect(restoreStore(place, file, true, NOW)).rejects.toMatchObject({ reason: "in-use" });
      });
      expect(await textIn(place)).toBe("backed up");
    });
  });

it(
  "a backup is not written over another file, nor of what is not there",
  async () => {
    const place = await placeIn("PGlite");
    const nowhere = { ...place, dataDirectory: join(place.dataDirectory, "nowhere") };
    await expect(backUpStore(nowhere, join(place.dataDirectory, "b.gz"), NOW)).rejects.toMatchObject({
      reason: "unreadable",
      message: expect.stringContaining("there is no store"),
    });
    await whileOpen(place, (store) => store.saveTurn(turn("s", 1)));
    const file = join(place.dataDirectory, "file");
    await writeFile(file, "mine");
    await expect(backUpStore(place, file, NOW)).rejects.toMatchObject({ reason: "disk" });
    expect(await readFile(file, "utf8")).toBe("mine");
  },
  SLOW,
);
