import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProviderError } from "@hisho/providers/errors.ts";
import { createEmbeddedEmbedding } from "@hisho/providers/retrieval/embedded-embedding.ts";
import type { Embedding, VectorStore } from "@hisho/providers/retrieval/port.ts";
import { createVectorStore } from "@hisho/providers/retrieval/vector-store.ts";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type Clock, systemClock } from "../src/clock.ts";
import { createKnowledge, type Knowledge, type NewDocument } from "../src/knowledge/knowledge.ts";
import type { CallMeter } from "../src/provider-ledger.ts";
import { openStore } from "../src/store/pglite.ts";
import type { Store } from "../src/store/port.ts";
import { emptyStore } from "./empty-store.ts";
import { ManualClock } from "./manual-clock.ts";

const SLOW = 60_000;
const SIGNAL = new AbortController().signal;

let directory: string;
let store: Store;
let embedding: Embedding;
let vectorPath: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "hisho-knowledge-"));
  vectorPath = join(directory, "vectors");
  await emptyStore(directory);
  store = await openStore(directory);
  embedding = createEmbeddedEmbedding();
  await embedding.prepare(SIGNAL);
}, SLOW);
afterAll(async () => {
  await embedding.close();
  await store.close();
  await rm(directory, { recursive: true, force: true });
});
afterEach(async () => {
  for (const { docId } of await store.documents()) await store.deleteDocument(docId);
  await rm(vectorPath, { force: true });
});

const openVectors = async (): Promise<VectorStore> => {
  const vectors = createVectorStore({ backend: "flat", path: vectorPath, dimensions: embedding.dimensions });
  await vectors.prepare(SIGNAL);
  return vectors;
};

/** The real encoder, counting what it is asked, and failing when told to. */
function watched(): Embedding & { asked: string[]; failure: Error | undefined; version: string } {
  return {
    ...{ name: "embedded", isMock: false, languages: ["en"], dimensions: embedding.dimensions },
    version: embedding.version,
    asked: [] as string[],
    failure: undefined as Error | undefined,
    health: () => embedding.health(),
    prepare: (signal) => embedding.prepare(signal),
    close: async () => {},
    async embed(texts, signal) {
      if (this.failure !== undefined) throw this.failure;
      this.asked.push(...texts);
      return embedding.embed(texts, signal);
    },
  };
}

const open = async (
  over: { embedding?: Embedding; vectorStore?: VectorStore; meter?: CallMeter; clock?: Clock } = {},
) => {
  const vectorStore = over.vectorStore ?? (await openVectors());
  return { knowledge: createKnowledge({ store, embedding, vectorStore, clock: systemClock, ...over }), vectorStore };
};

const note = (source: string, text: string): NewDocument => ({ source, title: source, text, mediaType: "text/plain" });
const sourcesOf = async (knowledge: Knowledge, query: string): Promise<string[]> =>
  (await knowledge.search(query, { topK: 5, language: "auto" }, SIGNAL)).map(({ title }) => title);

/** Made for this test; no phrase of the questions was used to choose a threshold. */
const NOTES: Record<string, string> = {
  ja鍵: "予備の鍵は物置の青い箱の中に入っている。",
  ja車検: "車の車検は来年の六月までで、いつも駅前の整備工場に頼む。",
  ja味噌: "祖母の味噌汁は煮干しで出汁を取り、白味噌を最後に溶く。",
  ja猫: "猫のミケの予防接種は毎年九月、緑が丘動物病院で受ける。",
  ja回線: "光回線の契約番号は四七一一で、問い合わせは平日の九時から十七時。",
  ko여권: "여권은 서재 책상 두 번째 서랍에 보관하고 만료일은 내년 팔월이다.",
  ko보일러: "보일러가 멈추면 전원을 끄고 오 분 뒤에 다시 켠다. 기사 번호는 냉장고에 붙어 있다.",
  ko김치: "할머니 김치는 배추를 소금에 여섯 시간 절이고 새우젓을 넣는다.",
  ko강아지: "강아지 산책은 아침 일곱 시와 저녁 여덟 시에 공원에서 한다.",
  "en car": "The car insurance is renewed every March with Northwind Mutual.",
  "en sourdough": "Feed the sourdough starter with equal parts flour and water every evening.",
  "en alarm": "To silence the smoke detector in the hallway, hold its button for ten seconds.",
  "en school": "The children finish school at a quarter past three, on Wednesdays at noon.",
};
const QUESTIONS: [question: string, title: string][] = [
  ["予備の鍵はどこにありますか", "ja鍵"],
  ["車検はいつまで？", "ja車検"],
  ["味噌汁の出汁は何で取るの", "ja味噌"],
  ["猫の注射はどこの動物病院？", "ja猫"],
  ["光回線の契約番号を教えてください", "ja回線"],
  ["여권은 어디에 있어요?", "ko여권"],
  ["보일러가 안 켜지면 어떻게 해?", "ko보일러"],
  ["김치에 새우젓을 넣나요", "ko김치"],
  ["강아지 산책 시간이 언제야", "ko강아지"],
  ["When do I have to renew the insurance of my car?", "en car"],
  ["how often should I feed the starter", "en sourdough"],
  ["the fire alarm will not stop beeping", "en alarm"],
  ["what time do the kids get out of class", "en school"],
];
const ELSEWHERE = [
  "今日の天気を教えて",
  "三足す四はいくつ",
  "오늘 날씨 어때",
  "노래 하나 불러 줘",
  "tell me a joke",
  "who won the world cup in 1998",
];

describe("knowledge", () => {
  it(
    "finds Japanese, Korean and English notes, by words and by meaning, and nothing where there is nothing",
    async () => {
      const { knowledge } = await open();
      for (const [source, text] of Object.entries(NOTES)) await knowledge.index(note(source, text), SIGNAL);
      const found = await Promise.all(QUESTIONS.map(([question]) => sourcesOf(knowledge, question)));
      const wrong = QUESTIONS.filter(([, title], index) => found[index]?.[0] !== title);
      expect(wrong).toEqual([]);
      for (const question of ELSEWHERE) expect(await sourcesOf(knowledge, question), question).toEqual([]);
      expect(knowledge.health()).toEqual({ status: "ok" });
      await knowledge.close();
    },
    SLOW,
  );

  it("numbers passages from 1 and says where each stands", async () => {
    const { knowledge } = await open();
    const text =
      "# House\n\n## Water\nThe stopcock is behind the washing machine.\n\n## Heat\nThe boiler is in the attic.";
    const indexed = await knowledge.index({ source: "h", title: "House", text, mediaType: "text/markdown" }, SIGNAL);
    const [first] = await knowledge.search("where is the boiler", { topK: 1, language: "en-US" }, SIGNAL);
    expect(first).toMatchObject({ n: 1, docId: indexed.docId, title: "House", locator: "House › Heat" });
    expect(first?.text).toContain("attic");
    expect(first?.score).toBeGreaterThan(0.3);
    expect(first?.score).toBeLessThanOrEqual(1);
    const detail = await knowledge.document(indexed.docId);
    for (const { start, end, text: passage } of detail?.passages ?? []) expect(text.slice(start, end)).toBe(passage);
    expect(detail?.passages).toHaveLength(3);
    await knowledge.close();
  });

  it("embeds unchanged content once, changed content again, and only what the embedding can read", async () => {
    const counting = watched();
    const { knowledge, vectorStore } = await open({ embedding: counting });
    const first = await knowledge.index(note("a", "The kettle is red."), SIGNAL);
    expect(first.embeddingVersion).toBe(embedding.version);
    expect(await knowledge.index(note("a", "The kettle is red."), SIGNAL)).toEqual(first);
    expect(counting.asked).toHaveLength(1);
    const second = await knowledge.index(note("a", "The kettle is blue."), SIGNAL);
    expect(second.docId).toBe(first.docId);
    expect(second.hash).not.toBe(first.hash);
    expect(counting.asked).toHaveLength(2);
    await knowledge.index(note("b", "やかんは赤い。"), SIGNAL);
    expect(counting.asked).toHaveLength(2);
    expect(vectorStore.size).toBe(1);
    expect((await knowledge.search("color of the kettle", { topK: 3, language: "en-US" }, SIGNAL))[0]?.text).toContain(
      "blue",
    );
    await knowledge.close();
  });

  it("embeds of a changed document the changed passages only, and a text that stands in two documents once", async () => {
    const counting = watched();
    const { knowledge, vectorStore } = await open({ embedding: counting });
    const part = (title: string, text: string): string => `## ${title}\n${text}`;
    const [red, blue, green] = [part("A", "Red kettle."), part("B", "Blue cup."), part("C", "Green spoon.")];
    await knowledge.index(note("a", `${red}\n\n${blue}`), SIGNAL);
    expect(counting.asked).toHaveLength(2);
    await knowledge.index(note("a", `${green}\n\n${red}\n\n${blue}`), SIGNAL);
    expect(counting.asked.slice(2)).toEqual([expect.stringContaining("Green")]);
    const both = await knowledge.indexAll([note("b", `${red}\n\n${blue}`), note("c", blue)], SIGNAL);
    expect(both.embedded).toBe(0);
    expect(vectorStore.size).toBe(3);
    const found = await knowledge.search("blue cup", { topK: 5, language: "en-US" }, SIGNAL);
    expect(found.filter(({ text }) => text.includes("Blue"))).toHaveLength(1);
    for (const { docId, source } of await knowledge.documents()) if (source !== "c") await knowledge.remove(docId);
    expect(vectorStore.size).toBe(1);
    expect((await knowledge.search("blue cup", { topK: 5, language: "en-US" }, SIGNAL))[0]?.title).toBe("c");
    await knowledge.close();
  });

  it("removes at its start the vectors that a crash left without a document", async () => {
    const before = await open();
    const { docId } = await before.knowledge.index(note("a", "The kettle is red."), SIGNAL);
    await before.knowledge.index(note("b", "The cup is blue."), SIGNAL);
    await before.knowledge.close();
    await store.deleteDocument(docId);
    const { knowledge, vectorStore } = await open();
    await knowledge.prepare();
    expect(vectorStore.size).toBe(1);
    await knowledge.close();
  });

  it(
    "answers by words while the vectors of another embedding are being made, and takes new documents meanwhile",
    async () => {
      const before = await open();
      for (let i = 0; i < 40; i += 1) await before.knowledge.index(note(`n${i}`, `Kettle number ${i} is red.`), SIGNAL);
      await before.knowledge.close();
      const newer = watched();
      newer.version = "use-lite-en/next";
      let answered: string[] = [];
      const { embed } = newer;
      const { knowledge, vectorStore } = await open({ embedding: newer });
      newer.embed = async (texts, signal) => {
        if (answered.length === 0 && texts.length > 1) {
          answered = ["asked"];
          answered = (await knowledge.search("number 7", { topK: 50, language: "ja-JP" }, SIGNAL)).map(
            ({ title }) => title,
          );
        }
        return embed.call(newer, texts, signal);
      };
      const whole = knowledge.prepare();
      await knowledge.load();
      const added = await knowledge.index(note("new", "A cup in between."), SIGNAL);
      expect(added.embeddingVersion).toBe("use-lite-en/next");
      expect((await store.documents()).some(({ embeddingVersion }) => embeddingVersion !== newer.version)).toBe(true);
      await whole;
      expect(answered).toContain("n7");
      expect((await store.documents()).every(({ embeddingVersion }) => embeddingVersion === newer.version)).toBe(true);
      expect(vectorStore.size).toBe(41);
      await knowledge.close();
    },
    SLOW,
  );

  it("keeps a document whose embedding fails, finds it by its words, says so, and reindexes it", async () => {
    const failing = watched();
    failing.failure = new Error("out of memory");
    const { knowledge, vectorStore } = await open({ embedding: failing });
    const indexed = await knowledge.index(note("a", "The kettle is red."), SIGNAL);
    expect(indexed.embeddingVersion).toBeNull();
    expect(await sourcesOf(knowledge, "red kettle")).toEqual(["a"]);
    expect(knowledge.health()).toMatchObject({ status: "degraded", reason: expect.stringContaining("out of memory") });
    failing.failure = undefined;
    expect((await knowledge.reindex(indexed.docId, SIGNAL))?.embeddingVersion).toBe(embedding.version);
    expect(vectorStore.size).toBe(1);
    await knowledge.close();
  });

  it("embeds by itself what could not be embedded before, when nobody asks anything", async () => {
    const [encoder, clock] = [watched(), new ManualClock()];
    encoder.failure = new Error("away");
    const { knowledge } = await open({ embedding: encoder, clock });
    await knowledge.prepare();
    expect((await knowledge.index(note("n", "The spare key is in the blue box."), SIGNAL)).embeddingVersion).toBeNull();
    await clock.pass(30_000);
    await expect.poll(() => knowledge.health().status).toBe("degraded");
    encoder.failure = undefined;
    await expect
      .poll(async () => {
        await clock.pass(30_000);
        return (await knowledge.documents())[0]?.embeddingVersion;
      })
      .toBe(encoder.version);
    await knowledge.close();
  });

  it("embeds what it has kept though whoever sent it has gone, and is well", async () => {
    const encoder = watched();
    const { knowledge } = await open({ embedding: encoder, clock: new ManualClock() });
    const sender = new AbortController();
    const { embed } = encoder;
    const progress: (number | null)[] = [];
    encoder.embed = async (texts, signal) => {
      sender.abort(new Error("the page was closed"));
      for (const { docId } of await store.documents()) progress.push(knowledge.progressOf(docId));
      return embed.call(encoder, texts, signal);
    };
    expect((await knowledge.index(note("a", "The kettle is red."), sender.signal)).embeddingVersion).toBe(
      encoder.version,
    );
    expect(progress).toEqual([0]);
    expect(knowledge.health()).toEqual({ status: "ok" });
    expect((await knowledge.documents()).map(({ docId }) => knowledge.progressOf(docId))).toEqual([null]);
    await expect(knowledge.index(note("b", "A cup."), sender.signal)).rejects.toThrow("closed");
    await knowledge.close();
  });

  it("takes a document while the vectors are still being loaded, and embeds it as soon as they are", async () => {
    const vectorStore = createVectorStore({ backend: "flat", path: vectorPath, dimensions: embedding.dimensions });
    const { knowledge } = await open({ vectorStore, clock: new ManualClock() });
    expect((await knowledge.index(note("a", "The kettle is red."), SIGNAL)).embeddingVersion).toBeNull();
    expect(knowledge.health()).toEqual({ status: "ok" });
    await vectorStore.prepare(SIGNAL);
    await knowledge.prepare();
    expect((await knowledge.documents())[0]?.embeddingVersion).toBe(embedding.version);
    await knowledge.close();
  });

  it("reads a document again by request without embedding what has not changed", async () => {
    const counting = watched();
    const { knowledge } = await open({ embedding: counting });
    const { docId } = await knowledge.index(note("a", "## A\nThe kettle is red.\n\n## B\nA blue cup."), SIGNAL);
    expect(counting.asked).toHaveLength(2);
    expect((await knowledge.reindex(docId, SIGNAL))?.embeddingVersion).toBe(embedding.version);
    expect(counting.asked).toHaveLength(2);
    await knowledge.close();
  });

  it("tells how long a question took to become a vector, and when it did not", async () => {
    const told: unknown[] = [];
    const meter: CallMeter = {
      answered: (who, call, tookMs) => told.push({ ...who, call, isTime: tookMs > 0 }),
      failed: (who, reason) => told.push({ ...who, reason }),
    };
    const failing = watched();
    const { knowledge } = await open({ embedding: failing, meter });
    await knowledge.index(note("a", "The kettle is red."), SIGNAL);
    await knowledge.search("red kettle", { topK: 5, language: "en" }, SIGNAL);
    failing.failure = new ProviderError("embedding", "unavailable", "gone");
    await knowledge.search("red kettle", { topK: 5, language: "en" }, SIGNAL);
    const who = { role: "embedding", provider: "embedded" };
    expect(told).toEqual([
      { ...who, call: "vector", isTime: true },
      { ...who, reason: "unavailable" },
    ]);
    await knowledge.close();
  });

  it("removes a document, its passages and its vectors", async () => {
    const { knowledge, vectorStore } = await open();
    const { docId } = await knowledge.index(note("a", "The kettle is red."), SIGNAL);
    expect(await knowledge.remove(docId)).toBe(true);
    expect(await knowledge.remove(docId)).toBe(false);
    expect(await sourcesOf(knowledge, "red kettle")).toEqual([]);
    expect(vectorStore.size).toBe(0);
    expect(await knowledge.document(docId)).toBeNull();
    expect(await knowledge.reindex(docId, SIGNAL)).toBeNull();
    expect(await knowledge.documents()).toEqual([]);
    await knowledge.close();
  });

  it("leaves an embedding alone for as long as it asks to be", async () => {
    const encoder = watched();
    let asked = 0;
    const { knowledge } = await open({ embedding: encoder });
    await knowledge.index(note("ferry", "The ferry leaves at noon from the old harbour."), SIGNAL);
    encoder.embed = () => {
      asked += 1;
      const wait = { retryable: true, retryAfterMs: 60_000 };
      return Promise.reject(new ProviderError("embedding", "rate-limited", "the endpoint answered 429", wait));
    };
    for (let i = 0; i < 3; i += 1) expect(await sourcesOf(knowledge, "When does the ferry leave?")).toEqual(["ferry"]);
    expect(asked).toBe(1);
    await knowledge.close();
  });

  it("knows after a restart what it knew before, without embedding it again", async () => {
    const before = await open();
    await before.knowledge.index(note("a", "The kettle is red."), SIGNAL);
    await before.knowledge.index(note("b", "やかんは赤い。"), SIGNAL);
    await before.knowledge.close();
    const counting = watched();
    const { knowledge } = await open({ embedding: counting });
    expect(await sourcesOf(knowledge, "which colour does the teapot have")).toEqual(["a"]);
    expect(await sourcesOf(knowledge, "赤いやかん")).toEqual(["b"]);
    await knowledge.close();
    expect(counting.asked).toEqual(["which colour does the teapot have"]);
  });

  it("makes lost vectors anew, and those of another embedding", async () => {
    const before = await open();
    await before.knowledge.index(note("a", "The kettle is red."), SIGNAL);
    await before.knowledge.close();
    await rm(vectorPath);
    const lost = await open();
    await lost.knowledge.prepare();
    await lost.knowledge.close();
    expect(lost.vectorStore.size).toBe(1);
    const newer = watched();
    newer.version = "use-lite-en/next";
    const other = await open({ embedding: newer });
    await other.knowledge.prepare();
    await other.knowledge.close();
    expect(newer.asked).toHaveLength(1);
    expect((await store.documents())[0]?.embeddingVersion).toBe("use-lite-en/next");
  });

  it("ends a search when its signal is aborted", async () => {
    const { knowledge } = await open();
    await knowledge.index(note("a", "The kettle is red."), SIGNAL);
    const abort = new AbortController();
    const reason = new Error("the person spoke");
    abort.abort(reason);
    await expect(knowledge.search("red kettle", { topK: 1, language: "en-US" }, abort.signal)).rejects.toBe(reason);
    await knowledge.close();
  });
});
