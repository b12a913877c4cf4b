import { join, resolve } from "node:path";
import * as v from "valibot";
import { asConfigured } from "../config/as-configured.ts";
import { choice, endpoint, entry, figure, flag, given, oneOf, probeMs, words } from "../config/fields.ts";
import type { ProvidersContext } from "../context.ts";
import { ScriptedEmbedding } from "../scripted/embedding.ts";
import { createEmbeddedEmbedding } from "./embedded-embedding.ts";
import { createLlamaCppEmbedding } from "./llama-cpp.ts";
import { createOpenAiEmbedding } from "./openai.ts";
import type { Embedding, VectorOrigin, VectorStore } from "./port.ts";
import { createQdrantStore } from "./qdrant.ts";
import type { RemoteEmbeddingOptions } from "./remote-embedding.ts";
import { createVectorStore as createFileStore } from "./vector-store.ts";

const dimensions = v.optional(figure(1, 65_536, true));
const timeout_ms = v.optional(figure(100, 600_000, true));
const prefix = v.optional(v.string("expected text"));

/** What an embedding behind an endpoint may say. */
const REMOTE = {
  api_key: v.optional(words),
  dimensions,
  query_prefix: prefix,
  passage_prefix: prefix,
  batch_texts: v.optional(figure(1, 2_048, true)),
  timeout_ms,
  probe_ms: probeMs,
};

/** What `embedding` of providers.yaml may name. */
export const EMBEDDING_ENTRY = v.variant(
  "provider",
  [
    entry("embedded", {}),
    entry("llama-cpp", {
      endpoint: v.optional(endpoint, "http://127.0.0.1:8082"),
      model: v.optional(words),
      path: v.optional(choice(["/v1/embeddings", "/embedding"])),
      ...REMOTE,
    }),
    entry("openai", { endpoint, model: words, api_version: v.optional(words), shortens: v.optional(flag), ...REMOTE }),
    entry("scripted", { dimensions }),
  ],
  oneOf("embedded", "llama-cpp", "openai", "scripted"),
);
export type EmbeddingEntry = v.InferOutput<typeof EMBEDDING_ENTRY>;

/** FAISS or exact search over a file: `index_path` from the working directory, else `faiss/index.bin` of the data. */
const FILE = { index_path: v.optional(words) };

/** What `vector_store` of providers.yaml may name. */
export const VECTOR_STORE_ENTRY = v.variant(
  "provider",
  [
    entry("embedded", { backend: v.optional(choice(["auto", "faiss", "flat"]), "auto"), ...FILE }),
    entry("faiss", FILE),
    entry("flat", FILE),
    entry("qdrant", {
      endpoint,
      api_key: v.optional(words),
      collection: v.optional(words),
      timeout_ms,
      probe_ms: probeMs,
    }),
  ],
  oneOf("embedded", "faiss", "flat", "qdrant"),
);
export type VectorStoreEntry = v.InferOutput<typeof VECTOR_STORE_ENTRY>;

export function createEmbedding(entry: EmbeddingEntry, _context: ProvidersContext): Embedding {
  const { provider } = entry;
  switch (provider) {
    case "embedded":
      return createEmbeddedEmbedding();
    case "llama-cpp":
      return createLlamaCppEmbedding({
        ...remote(entry),
        ...given("model", entry.model),
        ...given("apiKey", entry.api_key),
        ...given("path", entry.path),
      });
    case "openai":
      return createOpenAiEmbedding({
        ...remote(entry),
        model: entry.model,
        ...given("apiKey", entry.api_key),
        ...given("apiVersion", entry.api_version),
        ...given("shortens", entry.shortens),
      });
    case "scripted":
      return new ScriptedEmbedding({ ...given("dimensions", entry.dimensions) });
    default:
      return provider satisfies never;
  }
}

function remote(entry: Extract<EmbeddingEntry, { provider: "llama-cpp" | "openai" }>): RemoteEmbeddingOptions {
  return {
    endpoint: entry.endpoint,
    ...given("dimensions", entry.dimensions),
    ...given("queryPrefix", entry.query_prefix),
    ...given("passagePrefix", entry.passage_prefix),
    ...given("batchTexts", entry.batch_texts),
    ...given("timeoutMs", entry.timeout_ms),
    ...given("probeMs", entry.probe_ms),
  };
}

/**
 * The embedding that former vectors come from, unloaded. Its key is that of the present one where both ask the same server.
 * @returns undefined when it cannot be made again: nobody said what it was, or another version of it is made now
 */
export function createFormerEmbedding(
  { version, entry }: VectorOrigin,
  present: EmbeddingEntry,
  context: ProvidersContext,
): Embedding | undefined {
  const parsed = v.safeParse(EMBEDDING_ENTRY, entry);
  if (!parsed.success) return undefined;
  const { output } = parsed;
  const isSameServer = "endpoint" in output && "endpoint" in present && output.endpoint === present.endpoint;
  const key = isSameServer ? given("api_key", present.api_key) : {};
  const former = asConfigured(createEmbedding({ ...output, ...key }, context), output);
  return former.version === version ? former : undefined;
}

function originOf({ version }: Embedding, entry: EmbeddingEntry): VectorOrigin {
  const { api_key: _, ...rest } = { api_key: undefined, ...entry };
  return { version, entry: rest };
}

/**
 * @param made what the embedding was made of
 * @throws ProviderError `unavailable` when a vector backend is asked for by name and does not load
 */
export function createVectorStore(
  entry: VectorStoreEntry,
  { dataDirectory }: ProvidersContext,
  embedding: Embedding,
  made: EmbeddingEntry,
): VectorStore {
  const { name, dimensions } = embedding;
  const { provider } = entry;
  switch (provider) {
    case "embedded":
    case "faiss":
    case "flat": {
      const named = entry.index_path === undefined ? undefined : resolve(entry.index_path);
      return createFileStore({
        backend: provider === "embedded" ? entry.backend : provider,
        path: named ?? join(dataDirectory, "faiss", "index.bin"),
        olderPath: `${named ?? join(dataDirectory, "vectors", name)}.vectors`,
        dimensions,
        origin: originOf(embedding, made),
      });
    }
    case "qdrant":
      return createQdrantStore({
        endpoint: entry.endpoint,
        collection: entry.collection ?? "hisho",
        olderCollection: entry.collection ?? `hisho-${name}-${dimensions}`,
        dimensions,
        origin: originOf(embedding, made),
        ...given("apiKey", entry.api_key),
        ...given("timeoutMs", entry.timeout_ms),
        ...given("probeMs", entry.probe_ms),
      });
    default:
      return provider satisfies never;
  }
}
