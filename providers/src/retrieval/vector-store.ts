import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProviderError } from "../errors.ts";
import type { Health } from "../health.ts";
import { loadFaiss } from "./faiss.ts";
import { flatSearch } from "./flat.ts";
import type { VectorHit, VectorStore } from "./port.ts";
import { encodeVectors, readVectors, removeUnfinished, VectorFileError, writeVectors } from "./vector-file.ts";
import type { VectorSearch, VectorSearchOf } from "./vector-search.ts";
import { checkVector, VectorTable } from "./vector-table.ts";

export interface VectorStoreOptions {
  /** `auto` takes FAISS where it loads and flat search otherwise; both answer the same. */
  backend: "auto" | "faiss" | "flat";
  /** The file the vectors are kept in; its folder is made when it is not there. */
  path: string;
  /** Of every vector, as the embedding gives them. */
  dimensions: number;
}

/** @throws ProviderError `unavailable` when FAISS is asked for by name and does not load */
export function createVectorStore({ backend, path, dimensions }: VectorStoreOptions): VectorStore {
  const [name, searchOf] = choose(backend);
  return new FileVectorStore(name, searchOf, path, dimensions);
}

function choose(backend: VectorStoreOptions["backend"]): ["faiss" | "flat", VectorSearchOf] {
  if (backend === "flat") return ["flat", flatSearch];
  try {
    return ["faiss", loadFaiss()];
  } catch (error) {
    if (backend === "faiss") throw error;
    return ["flat", flatSearch];
  }
}

/** Vectors in memory, one searcher over them, one file behind them. */
class FileVectorStore implements VectorStore {
  readonly name: string;
  readonly isMock = false;
  readonly languages = ["*"];
  readonly #searchOf: VectorSearchOf;
  readonly #path: string;
  #table: VectorTable;
  #search: VectorSearch;
  #health: Health = { status: "preparing", reason: "the vectors are not loaded yet" };
  #saving: Promise<void> = Promise.resolve();

  constructor(name: string, searchOf: VectorSearchOf, path: string, dimensions: number) {
    this.name = name;
    this.#searchOf = searchOf;
    this.#path = path;
    this.#table = new VectorTable(dimensions);
    this.#search = searchOf(this.#table);
  }

  get size(): number {
    return this.#table.size;
  }

  health(): Health {
    return this.#health;
  }

  /** A damaged file, or one of another embedding, leaves the store empty: whoever indexes sees `size` and adds again. */
  async prepare(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    try {
      await removeUnfinished(this.#path);
      const table = await readVectors(this.#path, this.#table.dimensions);
      if (table !== undefined) {
        this.#table = table;
        this.#search = this.#searchOf(table);
      }
      this.#health = { status: "ok" };
    } catch (error) {
      if (error instanceof VectorFileError) {
        const reason = `${this.#path} is set aside (${error.message}); the documents are embedded again`;
        this.#health = { status: "degraded", reason };
        return;
      }
      const reason = `${this.#path} cannot be read: ${(error as Error).message}`;
      this.#health = { status: "down", reason };
      throw new ProviderError("vector_store", "unavailable", reason, { cause: error });
    }
  }

  async add(ids: readonly string[], vectors: readonly Float32Array[]): Promise<void> {
    if (ids.length !== vectors.length) {
      throw new ProviderError("vector_store", "bad-answer", `${vectors.length} vectors for ${ids.length} ids`);
    }
    for (const vector of vectors) checkVector(vector, this.#table.dimensions);
    const last = new Map(ids.map((id, index) => [id, vectors[index] as Float32Array]));
    this.#search.removed(this.#table.remove(ids));
    const first = this.#table.size;
    for (const [id, vector] of last) this.#table.append(id, vector);
    this.#search.added(first);
  }

  async remove(ids: readonly string[]): Promise<void> {
    this.#search.removed(this.#table.remove(ids));
  }

  async ids(): Promise<readonly string[]> {
    return [...this.#table.ids];
  }

  async search(vector: Float32Array, k: number): Promise<VectorHit[]> {
    checkVector(vector, this.#table.dimensions);
    if (k < 1) return [];
    return this.#search.search(vector, k).map(({ row, score }) => ({ id: this.#table.ids[row] as string, score }));
  }

  /** Saves follow each other; each writes what the store holds when it is called. */
  save(): Promise<void> {
    const bytes = encodeVectors(this.#table);
    const writing = this.#saving.then(() => this.#write(bytes));
    this.#saving = writing.catch(() => {}); // told to whoever asked for that save
    return writing;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    try {
      await writeVectors(this.#path, bytes);
      this.#health = { status: "ok" };
    } catch (cause) {
      const reason = `the vectors cannot be written: ${(cause as Error).message}`;
      this.#health = { status: "degraded", reason };
      throw new ProviderError("vector_store", "unavailable", reason, { cause, retryable: true });
    }
  }

  scratch(): VectorStore {
    const path = join(tmpdir(), `hisho-scratch-${randomUUID()}.vectors`);
    return new ScratchVectorStore(this.name, this.#searchOf, path, this.#table.dimensions);
  }

  async close(): Promise<void> {
    await this.#saving;
  }
}

/** A store whose file goes when it is closed. */
class ScratchVectorStore extends FileVectorStore {
  readonly #file: string;

  constructor(name: string, searchOf: VectorSearchOf, path: string, dimensions: number) {
    super(name, searchOf, path, dimensions);
    this.#file = path;
  }

  override async close(): Promise<void> {
    await super.close();
    await rm(this.#file, { force: true });
  }
}
