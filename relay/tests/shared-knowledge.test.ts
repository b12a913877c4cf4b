/** The documents of two relays on one PostgreSQL and one Qdrant. */
import type { ProvidersContext } from "@hisho/providers/context.ts";
import { noDesk } from "@hisho/providers/llm/no-desk.ts";
import type { VectorStore } from "@hisho/providers/retrieval/port.ts";
import { createQdrantStore } from "@hisho/providers/retrieval/qdrant.ts";
import { createEmbedding, createFormerEmbedding } from "@hisho/providers/retrieval/registry.ts";
import type { Fault } from "@hisho/providers/testing/servers/faults.ts";
import { type QdrantServer, startQdrantServer } from "@hisho/providers/testing/servers/qdrant.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createKnowledge, type Knowledge, type NewDocument } from "../src/knowledge/knowledge.ts";
import { createLog } from "../src/log.ts";
import { openStoreAt } from "../src/store/open.ts";
import { ManualClock } from "./manual-clock.ts";
import { HAS_POSTGRES, type PostgresServer, startPostgres } from "./postgres-server.ts";

const FOLLOW_MS = 2_000;
const PATIENT = { timeout: 20_000 };
const SIGNAL = new AbortController().signal;
const CONTEXT: ProvidersContext = { weightsDirectory: "unused", dataDirectory: "unused", desk: noDesk };
const note = (source: string, text: string): NewDocument => ({ source, title: source, text, mediaType: "text/plain" });
const KEYS = note("note", "The spare keys lie in the blue box.");
/** None of its words stands in the document; its letters do. */
const BY_MEANING = "sparekeys blueboxes";

describe.skipIf(!HAS_POSTGRES)("two relays on one PostgreSQL and one Qdrant", () => {
  let postgres: PostgresServer;
  let qdrant: QdrantServer;
  let databaseUrl: string;
  let fault: Fault | undefined;
  const relays: { knowledge: Knowledge; clock: ManualClock; vectorStore: VectorStore }[] = [];
  const closing: (() => Promise<unknown>)[] = [];

  /** @param until documents get no vectors before */
  async function start(dimensions: number, until: Promise<void> = Promise.resolve()) {
    const log = createLog("error", () => {});
    const store = await openStoreAt({ dataDirectory: "unused", databaseUrl }, log);
    const entry = { provider: "scripted" as const, dimensions };
    const embedding = createEmbedding(entry, CONTEXT);
    const embed = embedding.embed.bind(embedding);
    embedding.embed = async (texts, signal, use) => {
      if (use !== "query") await until;
      return embed(texts, signal, use);
    };
    const vectorStore = createQdrantStore({
      ...{ endpoint: qdrant.url, collection: "hisho", probeMs: 0, openAgainMs: 20 },
      ...{ dimensions, origin: { version: embedding.version, entry } },
    });
    await vectorStore.prepare(SIGNAL);
    const clock = new ManualClock();
    const knowledge = createKnowledge({
      ...{ store, embedding, vectorStore, clock, followMs: FOLLOW_MS },
      formerEmbeddingOf: (origin) => createFormerEmbedding(origin, entry, CONTEXT),
    });
    closing.push(
      () => knowledge.close(),
      () => vectorStore.close(),
      () => store.close(),
    );
    return { knowledge, clock, vectorStore };
  }

  beforeAll(async () => {
    [postgres, qdrant] = await Promise.all([startPostgres(), startQdrantServer({ fault: () => fault })]);
    databaseUrl = await postgres.database();
    relays.push(await start(64), await start(64));
    for (const { knowledge } of relays) await knowledge.prepare();
  }, 60_000);
  afterAll(async () => {
    for (const close of closing) await close();
    await Promise.all([qdrant.close(), postgres.remove()]);
  });

  const relay = (index: number) => relays[index]!;
  /** Of all collections in Qdrant but the one that says what is in the others. */
  const collections = (): string[] => [...qdrant.collections.keys()].filter((name) => name !== "hisho-origins");
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
    expect(collections().map((name) => qdrant.collections.get(name)?.points.size)).toEqual([0]);
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

  it("answer by the vectors of before while those of another embedding are made, and by these once they count", async () => {
    let go = (): void => {};
    const held = new Promise<void>((resolve) => {
      go = resolve;
    });
    try {
      fault = "http-500";
      const slow = await start(96, held);
      await slow.knowledge.prepare();
      fault = undefined;
      relays.push(slow, await start(96));
      const [before = ""] = collections();
      await expect.poll(() => slow.vectorStore.health(), PATIENT).toEqual({ status: "ok" });
      await slow.clock.pass(FOLLOW_MS);
      await expect.poll(() => found(2, BY_MEANING), PATIENT).toEqual(["again"]);
      expect(slow.knowledge.catchingUp()).not.toBeNull();
      expect(slow.knowledge.health()).toEqual({ status: "ok" });
      await relay(3).knowledge.prepare();
      expect(relay(3).knowledge.catchingUp()).toBeNull();
      const versions = (await relay(3).knowledge.documents()).map(({ embeddingVersion }) => embeddingVersion);
      expect(versions).toEqual(["scripted-ngram-96"]);
      // Not only the one that has changed over: the one that is at it, and the one that was not started anew.
      for (const index of [3, 2, 0]) expect(await found(index, BY_MEANING)).toEqual(["again"]);
      qdrant.collections.delete(before);
      await expect.poll(() => found(2, BY_MEANING), PATIENT).toEqual(["again"]);
      expect(slow.knowledge.catchingUp()).not.toBeNull();
      go();
      await expect.poll(() => slow.knowledge.catchingUp(), PATIENT).toBeNull();
      expect(await found(2, BY_MEANING)).toEqual(["again"]);
      expect(collections()).toHaveLength(1);
    } finally {
      go();
    }
  });
});
