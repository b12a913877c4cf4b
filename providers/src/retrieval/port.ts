import type { Provider } from "../health.ts";

/** Some models read what is looked for and what may be found in different ways. */
export type EmbeddingUse = "query" | "passage";

/** Texts to vectors of unit length. */
export interface Embedding extends Provider {
  readonly dimensions: number;
  /** Changes when the same text would get another vector; kept beside each indexed document. */
  readonly version: string;
  /**
   * The cosine of texts that have nothing to do with each other, where the model is known to keep it far above 0; what
   * lies below says nothing. Absent: 0.
   */
  readonly unrelatedCosine?: number;
  /**
   * @param use default `passage`
   * @returns one vector of `dimensions` a text, in order
   * @throws ProviderError
   */
  embed(texts: readonly string[], signal: AbortSignal, use?: EmbeddingUse): Promise<Float32Array[]>;
}

export interface VectorHit {
  id: string;
  /** Inner product of unit vectors, -1 to 1. */
  score: number;
}

/** What vectors come from. */
export interface VectorOrigin {
  /** `Embedding.version`. */
  version: string;
  /** The embedding's entry of providers.yaml without its key, to make it again. */
  entry: unknown;
}

/** Vectors of an embedding that was in use before: they can be asked as long as those of the new one are being made. */
export interface FormerVectors {
  readonly origin: VectorOrigin;
  /** Of every vector that is there, in no order. @throws ProviderError */
  ids(): Promise<readonly string[]>;
  /** @returns at most `k` hits, best first. @throws ProviderError, for a vector of other dimensions too */
  search(vector: Float32Array, k: number): Promise<VectorHit[]>;
}

/** Nearest neighbours by inner product. Ids are unique; adding a known id replaces its vector. */
export interface VectorStore extends Provider {
  readonly size: number;
  add(ids: readonly string[], vectors: readonly Float32Array[]): Promise<void>;
  remove(ids: readonly string[]): Promise<void>;
  /** Of every vector that is there, in no order. */
  ids(): Promise<readonly string[]>;
  /** @returns at most `k` hits, best first */
  search(vector: Float32Array, k: number): Promise<VectorHit[]>;
  /** Writes everything to disk, all or nothing. */
  save(): Promise<void>;
  /** What there is of the embedding before. Absent, or undefined, where there is nothing. */
  readonly former?: FormerVectors | undefined;
  /** These vectors are complete: they take the place of the former ones where they are kept, all or nothing, and those go. */
  settle?(): Promise<void>;
  /** An empty store of the same kind beside this one, for a trial; its `close` leaves nothing behind. Absent where none can be made. */
  scratch?(): VectorStore;
}
