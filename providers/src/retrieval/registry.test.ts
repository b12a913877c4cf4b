import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { expect, it, onTestFinished } from "vitest";
import type { ProvidersContext } from "../context.ts";
import { createEmbedding, createVectorStore, EMBEDDING_ENTRY, VECTOR_STORE_ENTRY } from "./registry.ts";

const live = () => new AbortController().signal;
const context = (dataDirectory: string): ProvidersContext => ({
  weightsDirectory: dataDirectory,
  dataDirectory,
  desk: { add: () => Promise.reject(new Error("none")), list: async () => [], remove: async () => false },
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

it("keeps vectors beside what index_path names, and leaves an index of another program as it is", async () => {
  const path = await folder();
  const foreign = join(path, "faiss.index");
  await writeFile(foreign, "IxFI of another program");
  const embedding = createEmbedding(v.parse(EMBEDDING_ENTRY, { provider: "scripted", dimensions: 2 }), context(path));
  const entry = v.parse(VECTOR_STORE_ENTRY, { provider: "flat", index_path: foreign });
  const store = createVectorStore(entry, context(path), embedding);
  await store.prepare(live());
  expect([store.name, store.health()]).toEqual(["flat", { status: "ok" }]);
  await store.add(["a"], [Float32Array.of(1, 0)]);
  await store.save();
  expect((await readdir(path)).sort()).toEqual(["faiss.index", "faiss.index.vectors"]);
  expect(await readFile(foreign, "utf8")).toBe("IxFI of another program");
});

it("names Qdrant's collection after the embedding where nobody else does", () => {
  const embedding = createEmbedding(v.parse(EMBEDDING_ENTRY, { provider: "llama-cpp", dimensions: 8 }), context("."));
  const entry = v.parse(VECTOR_STORE_ENTRY, { provider: "qdrant", endpoint: "http://127.0.0.1:6333" });
  const store = createVectorStore(entry, context("."), embedding);
  expect([store.name, store.endpoint, store.health().status]).toEqual(["qdrant", "http://127.0.0.1:6333", "preparing"]);
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
