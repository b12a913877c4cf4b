/** The documents of two relays on one PostgreSQL and one Qdrant. */
import { createQdrantStore } from "@hisho/providers/retrieval/qdrant.ts";
import { ScriptedEmbedding } from "@hisho/providers/scripted/embedding.ts";
import { type QdrantServer, startQdrantServer } from "@hisho/providers/testing/servers/qdrant.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createKnowledge, type Knowledge, type NewDocument } from "../src/knowledge/knowledge.ts";
import { createLog } from "../src/log.ts";
import { openStoreAt } from "../src/store/open.ts";
import type { Store } from "../src/store/port.ts";
import { ManualClock } from "./manual-clock.ts";
import { HAS_POSTGRES, type PostgresServer, startPostgres } from "./postgres-server.ts";

const FOLLOW_MS = 2_000;
const SIGNAL = new AbortController().signal;
const note = (source: string, text: string): NewDocument => ({ source, title: source, text, mediaType: "text/plain" });
const KEYS = note("note", "The spare keys lie in the blue box.");
/** None of its words stands in the document; its letters do. */
const BY_MEANING = "sparekeys blueboxes";

describe.skipIf(!HAS_POSTGRES)("two relays on one PostgreSQL and one Qdrant", () => {
  let postgres: PostgresServer;
  let qdrant: QdrantServer;
  const relays: { knowledge: Knowledge; store: Store; clock: ManualClock }[] = [];
  const closing: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    [postgres, qdrant] = await Promise.all([startPostgres(), startQdrantServer()]);
    const place = { dataDirectory: "unused", databaseUrl: await postgres.database() };
    for (let relay = 0; relay < 2; relay += 1) {
      const store = await openStoreAt(
        place,
        createLog("error", () => {}),
      );
      const embedding = new ScriptedEmbedding();
      const vectorStore = createQdrantStore({
        endpoint: qdrant.url,
        collection: "hisho",
        dimensions: embedding.dimensions,
        probeMs: 0,
      });
      await vectorStore.prepare(SIGNAL);
      const clock = new ManualClock();
      const knowledge = createKnowledge({ store, embedding, vectorStore, clock, followMs: FOLLOW_MS });
      await knowledge.prepare();
      relays.push({ knowledge, store, clock });
      closing.push(
        () => knowledge.close(),
        () => vectorStore.close(),
        () => store.close(),
      );
    }
  }, 60_000);
  afterAll(async () => {
    for (const close of closing) await close();
    await Promise.all([qdrant.close(), postgres.remove()]);
  });

  const relay = (index: number) => relays[index]!;
  const found = async (index: number, query: string): Promise<string[]> =>
    (await relay(index).knowledge.search(query, { topK: 5, language: "auto" }, SIGNAL)).map(({ title }) => title);
  /** Until the other relay has looked at the store. */
  const finds = async (index: number, query: string, titles: string[]): Promise<void> => {
    await relay(index).clock.pass(FOLLOW_MS);
    await expect.poll(() => found(index, query)).toEqual(titles);
  };

  it("find by words and by meaning what the other has indexed, changed and removed", async () => {
    const { docId } = await relay(0).knowledge.index(KEYS, SIGNAL);
    await finds(1, "spare keys", ["note"]);
    await finds(1, BY_MEANING, ["note"]);
    await relay(1).knowledge.index({ ...KEYS, text: "Bicycle pumps hang behind the door." }, SIGNAL);
    await finds(0, "spare keys", []);
    await finds(0, "bicyclepump behinddoor", ["note"]);
    expect(await relay(0).knowledge.remove(docId)).toBe(true);
    await finds(1, "bicycle pumps", []);
    expect(qdrant.collections.get("hisho")?.points.size).toBe(0);
  });

  it("take no vector away that a document of the other needs", async () => {
    await relay(0).knowledge.index(KEYS, SIGNAL);
    // The same text under another name, at a relay that has not heard of the first.
    const copy = await relay(1).knowledge.index({ ...KEYS, source: "copy", title: "copy" }, SIGNAL);
    await relay(1).knowledge.remove(copy.docId);
    expect(await found(0, BY_MEANING)).toEqual(["note"]);
    await relay(1).knowledge.prepare();
    expect(await found(0, BY_MEANING)).toEqual(["note"]);
  });

  it("embed again what the other has removed", async () => {
    const [kept] = await relay(0).knowledge.documents();
    await finds(1, BY_MEANING, ["note"]);
    await relay(0).knowledge.remove(kept?.docId ?? "");
    await relay(1).knowledge.index({ ...KEYS, source: "again", title: "again" }, SIGNAL);
    expect(await found(1, BY_MEANING)).toEqual(["again"]);
    await finds(0, BY_MEANING, ["again"]);
  });
});
