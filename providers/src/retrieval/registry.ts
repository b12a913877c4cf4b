import { join } from "node:path";
import * as v from "valibot";
import { choice, entry, oneOf } from "../config/fields.ts";
import type { ProvidersContext } from "../context.ts";
import { createEmbeddedEmbedding } from "./embedded-embedding.ts";
import type { Embedding, VectorStore } from "./port.ts";
import { createVectorStore as createFileStore } from "./vector-store.ts";

/** What `embedding` of providers.yaml may name. */
export const EMBEDDING_ENTRY = v.variant("provider", [entry("embedded", {})], oneOf("embedded"));
export type EmbeddingEntry = v.InferOutput<typeof EMBEDDING_ENTRY>;

/** What `vector_store` of providers.yaml may name. */
export const VECTOR_STORE_ENTRY = v.variant(
  "provider",
  [entry("embedded", { backend: v.optional(choice(["auto", "faiss", "flat"]), "auto") })],
  oneOf("embedded"),
);
export type VectorStoreEntry = v.InferOutput<typeof VECTOR_STORE_ENTRY>;

export function createEmbedding(entry: EmbeddingEntry, _context: ProvidersContext): Embedding {
  const { provider } = entry;
  switch (provider) {
    case "embedded":
      return createEmbeddedEmbedding();
    default:
      return provider satisfies never;
  }
}

/** @throws ProviderError `unavailable` when a vector backend is asked for by name and does not load */
export function createVectorStore(
  entry: VectorStoreEntry,
  { dataDirectory }: ProvidersContext,
  { name, dimensions }: Embedding,
): VectorStore {
  const { provider } = entry;
  switch (provider) {
    case "embedded":
      return createFileStore({
        backend: entry.backend,
        path: join(dataDirectory, "vectors", `${name}.vectors`),
        dimensions,
      });
    default:
      return provider satisfies never;
  }
}
