import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { expect, it, onTestFinished } from "vitest";
import type { ProvidersContext } from "../context.ts";
import { noDesk } from "../llm/no-desk.ts";
import { startQdrantServer } from "../testing/servers/qdrant.ts";
import {
  createEmbedding,
  createFormerEmbedding,
  createVectorStore,
  EMBEDDING_ENTRY,
  VECTOR_STORE_ENTRY,
} from "./registry.ts";
import { createVectorStore as createFileStore } from "./vector-store.ts";

const live = () => new AbortController().signal;
const context = (dataDirectory: string): ProvidersContext => ({
  weightsDirectory: dataDirectory,
  dataDirectory,
  desk: noDesk,
});

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "hisho-retrieval-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

it.each([
  [{ provider: "llama-cpp", model: "multilingual-e5-small" }, "llama-cpp", 384, "http://127.0.0.1:8082"],
  [{ provider: "llama-cpp", dimensions: "512", endpoint: "http://spark:8082" }, "llama-cpp", 512, "http://spark:8082"],
  [{ provider: "openai", endpoint: "http://a/v1", model: "bge-m3", timeout_ms: 500 }, "openai", 1_024, "http://a/v1"],
  [{ provider: "scripted", dimensions: 16 }, "scripted", 16, undefined],
])("makes the embedding of %j", (entry, name, dimensions, endpoint) => {
  const embedding = createEmbedding(v.parse(EMBEDDING_ENTRY, entry), context("."));
  expect([embedding.name, embedding.dimensions, embedding.endpoint]).toEqual([name, dimensions, endpoint]);
});

async function openStore(path: string, settings: object) {
  const made = v.parse(EMBEDDING_ENTRY, { provider: "scripted", dimensions: 2 });
  const entry = v.parse(VECTOR_STORE_ENTRY, { provider: "flat", ...settings });
  const store = createVectorStore(entry, context(path), createEmbedding(made, context(path)), made);
  await store.prepare(live());
  return store;
}

it("keeps vectors in the file that index_path names, and puts an index of another program out of the way", async () => {
  const path = await folder();
  const index_path = join(path, "faiss.index");
  await writeFile(index_path, "IxFI of another program");
  const store = await openStore(path, { index_path });
  expect(store.health()).toMatchObject({ status: "degraded", reason: expect.stringContaining(".other") });
  await store.add(["a"], [Float32Array.of(1, 0)]);
  await store.save();
  expect(store.health()).toEqual({ status: "ok" });
  const files = (await readdir(path)).sort();
  expect(files).toEqual(["faiss.index", expect.stringMatching(/^faiss\.index\.\w+\.other$/)]);
  expect(await readFile(join(path, files[1] ?? ""), "utf8")).toBe("IxFI of another program");
  expect((await openStore(path, { index_path })).size).toBe(1);
});

it("keeps vectors in faiss/index.bin of the data where nobody says, and moves those of the place before there", async () => {
  const path = await folder();
  const older = join(path, "vectors/scripted.vectors");
  const before = createFileStore({ backend: "flat", path: older, dimensions: 2 });
  await before.prepare(live());
  await before.add(["a"], [Float32Array.of(0, 1)]);
  await before.save();
  for (let start = 0; start < 2; start += 1) {
    const store = await openStore(path, {});
    expect(await store.search(Float32Array.of(0, 1), 5)).toEqual([{ id: "a", score: 1 }]);
    expect(store.former).toBeUndefined();
    expect((await readdir(path, { recursive: true })).sort()).toEqual(["faiss", "faiss/index.bin", "vectors"]);
  }
});

it("makes the embedding of former vectors again, with the key of the same server, and never writes a key", async () => {
  const path = await folder();
  const server = { provider: "openai", endpoint: "http://127.0.0.1:9/v1", api_key: "sk-secret", dimensions: 2 };
  const made = v.parse(EMBEDDING_ENTRY, { ...server, model: "before" });
  const entry = v.parse(VECTOR_STORE_ENTRY, { provider: "flat" });
  await createVectorStore(entry, context(path), createEmbedding(made, context(path)), made).save();
  expect(await readFile(join(path, "faiss/index.bin"), "latin1")).not.toContain("sk-secret");
  const present = v.parse(EMBEDDING_ENTRY, { ...server, model: "after" });
  const store = createVectorStore(entry, context(path), createEmbedding(present, context(path)), present);
  await store.prepare(live());
  const { origin } = store.former ?? {};
  if (origin === undefined) throw new Error("nothing of before");
  expect(createFormerEmbedding(origin, present, context(path))?.model).toBe("before");
  expect(createFormerEmbedding({ ...origin, version: "another" }, present, context(path))).toBeUndefined();
  expect(createFormerEmbedding({ ...origin, entry: { provider: "gone" } }, present, context(path))).toBeUndefined();
});

it("goes on with the collection that Qdrant has of an earlier version, says what its vectors are of, and writes no key", async () => {
  const { url, collections, close } = await startQdrantServer();
  onTestFinished(close);
  collections.set("hisho-openai-2", { size: 2, distance: "Dot", points: new Map() });
  const entry = v.parse(VECTOR_STORE_ENTRY, { provider: "qdrant", endpoint: url, probe_ms: 0 });
  const server = { provider: "openai", endpoint: "http://127.0.0.1:9/v1", api_key: "sk-secret" };
  const open = async (more: object) => {
    const made = v.parse(EMBEDDING_ENTRY, { ...server, ...more });
    const store = createVectorStore(entry, context("."), createEmbedding(made, context(".")), made);
    onTestFinished(() => store.close());
    await store.prepare(live());
    expect([store.name, store.endpoint, store.health()]).toEqual(["qdrant", url, { status: "ok" }]);
    return { store, made };
  };
  await open({ model: "before", dimensions: 2 });
  expect([...collections.keys()].sort()).toEqual(["hisho-openai-2", "hisho-origins"]);
  const { store, made } = await open({ model: "after", dimensions: 3 });
  const { origin } = store.former ?? {};
  if (origin === undefined) throw new Error("nothing of before");
  expect(createFormerEmbedding(origin, made, context("."))?.model).toBe("before");
  const written = [...(collections.get("hisho-origins")?.points.values() ?? [])];
  expect(JSON.stringify(written)).toContain("before");
  expect(JSON.stringify(written)).not.toContain("sk-secret");
});

it.each([
  [EMBEDDING_ENTRY, { provider: "openai", endpoint: "http://a/v1", model: "m", dimensions: 0 }, "from 1 to 65536"],
  [EMBEDDING_ENTRY, { provider: "llama-cpp", path: "/v2" }, "expected /v1/embeddings or /embedding"],
  [EMBEDDING_ENTRY, { provider: "chroma" }, "expected embedded, llama-cpp, openai or scripted"],
  [VECTOR_STORE_ENTRY, { provider: "qdrant", endpoint: "localhost" }, "expected an http or https address"],
  [VECTOR_STORE_ENTRY, { provider: "faiss", backend: "flat" }, "unknown key"],
])("says what is wrong, %#", (schema, entry, message) => {
  const result = v.safeParse(schema, entry);
  expect(result.issues?.[0].message).toContain(message);
});
