import { randomUUID } from "node:crypto";
import { rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ProviderError } from "../errors.ts";
import type { Health } from "../health.ts";
import { loadFaiss } from "./faiss.ts";
import { flatSearch } from "./flat.ts";
import type { FormerVectors, VectorHit, VectorOrigin, VectorStore } from "./port.ts";
import {
  encodeVectors,
  readVectors,
  removeUnfinished,
  replace,
  type VectorFile,
  VectorFileError,
  writeVectors,
} from "./vector-file.ts";
import type { VectorSearch, VectorSearchOf } from "./vector-search.ts";
import { checkVector, VectorTable } from "./vector-table.ts";

export interface VectorStoreOptions {
  /**
   * Both answer the same. `auto` is flat search: of 1,000 to 200,000 vectors of 512 dimensions its passes in WebAssembly
   * take a third to an eighth of FAISS' time, and it needs no native library.
   */
  backend: "auto" | "faiss" | "flat";
  /**
   * The file the vectors are kept in; its folder is made when it is not there. Those of a new embedding are made in
   * `PATH.next`, until they are complete.
   */
  path: string;
  /** Of every vector, as the embedding gives them. */
  dimensions: number;
  /** What the vectors come from. Without it they are not told from those of another embedding with as many dimensions. */
  origin?: VectorOrigin;
  /** Where they were kept before: moved when there is nothing at `path`. */
  olderPath?: string;
}

/** @throws ProviderError `unavailable` when FAISS is asked for by name and does not load */
export function createVectorStore({ backend, ...place }: VectorStoreOptions): VectorStore {
  const [name, searchOf] = choose(backend);
  return new FileVectorStore(name, searchOf, place);
}

function choose(backend: VectorStoreOptions["backend"]): ["faiss" | "flat", VectorSearchOf] {
  return backend === "faiss" ? ["faiss", loadFaiss()] : ["flat", flatSearch];
}

type Place = Omit<VectorStoreOptions, "backend">;

/** Vectors in memory, one searcher over them, one file behind them. */
class FileVectorStore implements VectorStore {
  readonly name: string;
  readonly isMock = false;
  readonly languages = ["*"];
  readonly #searchOf: VectorSearchOf;
  readonly #place: Place;
  #table: VectorTable;
  #search: VectorSearch;
  #former: FormerVectors | undefined;
  #health: Health = { status: "preparing", reason: "the vectors are not loaded yet" };
  #saving: Promise<void> = Promise.resolve();

  constructor(name: string, searchOf: VectorSearchOf, place: Place) {
    this.name = name;
    this.#searchOf = searchOf;
    this.#place = place;
    this.#table = new VectorTable(place.dimensions);
    this.#search = searchOf(this.#table);
  }

  get size(): number {
    return this.#table.size;
  }

  get former(): FormerVectors | undefined {
    return this.#former;
  }

  health(): Health {
    return this.#health;
  }

  /** A file that cannot be used leaves the store empty: whoever indexes sees `size` and adds again. */
  async prepare(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    const { path } = this.#place;
    try {
      await removeUnfinished(path);
      this.#health = { status: "ok" };
      const kept = (await this.#read(path)) ?? (await this.#moved());
      if (kept !== undefined && this.#isFormer(kept)) {
        this.#former = formerOf(kept, this.#searchOf);
        const begun = await this.#read(this.#next);
        if (begun !== undefined && !this.#isFormer(begun)) this.#take(begun);
      } else {
        await rm(this.#next, { force: true });
        if (kept !== undefined) this.#take(kept);
      }
    } catch (error) {
      const reason = `${path} cannot be read: ${(error as Error).message}`;
      this.#health = { status: "down", reason };
      throw new ProviderError("vector_store", "unavailable", reason, { cause: error });
    }
  }

  async add(ids: readonly string[], vectors: readonly Float32Array[]): Promise<void> {
    if (ids.length !== vectors.length) {
      throw new ProviderError("vector_store", "bad-answer", `${vectors.length} vectors for ${ids.length} ids`);
    }
    for (const vector of vectors) checkVector(vector, this.#place.dimensions);
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
    checkVector(vector, this.#place.dimensions);
    if (k < 1) return [];
    return this.#search.search(vector, k).map(({ row, score }) => ({ id: this.#table.ids[row] as string, score }));
  }

  /** Saves follow each other; each writes what the store holds when it is called. */
  save(): Promise<void> {
    const parts = encodeVectors(this.#table, this.#place.origin ?? null);
    return this.#write(() => writeVectors(this.#former === undefined ? this.#place.path : this.#next, parts));
  }

  async settle(): Promise<void> {
    if (this.#former === undefined) return;
    await this.save();
    await this.#write(async () => {
      await replace(this.#next, this.#place.path);
      this.#former = undefined;
    });
  }

  #write(step: () => Promise<void>): Promise<void> {
    const writing = this.#saving.then(async () => {
      try {
        await step();
        this.#health = { status: "ok" };
      } catch (cause) {
        const reason = `the vectors cannot be written: ${(cause as Error).message}`;
        this.#health = { status: "degraded", reason };
        throw new ProviderError("vector_store", "unavailable", reason, { cause, retryable: true });
      }
    });
    this.#saving = writing.catch(() => {}); // told to whoever asked for that save
    return writing;
  }

  get #next(): string {
    return `${this.#place.path}.next`;
  }

  /** @returns undefined when there is none that can be used */
  async #read(path: string): Promise<VectorFile | undefined> {
    try {
      return await readVectors(path, this.#place.dimensions);
    } catch (error) {
      if (!(error instanceof VectorFileError)) throw error;
      let reason = `${path} is set aside (${error.message}); the documents are embedded again`;
      if (error.reason === "foreign" || error.reason === "format") {
        // Somebody else's: it is theirs to delete.
        const aside = `${path}.${randomUUID().slice(0, 8)}.other`;
        await rename(path, aside);
        reason = `${path} was not of this version and is ${aside} now; the documents are embedded again`;
      }
      this.#health = { status: "degraded", reason };
      return undefined;
    }
  }

  async #moved(): Promise<VectorFile | undefined> {
    const { path, olderPath, origin } = this.#place;
    const older = olderPath === undefined ? undefined : await this.#read(olderPath);
    if (olderPath === undefined || older === undefined) return undefined;
    await writeVectors(path, encodeVectors(older.table, older.origin ?? origin ?? null));
    await rm(olderPath);
    return older;
  }

  #isFormer({ origin }: VectorFile): boolean {
    const mine = this.#place.origin;
    return mine !== undefined && origin !== null && origin.version !== mine.version;
  }

  #take({ table }: VectorFile): void {
    this.#table = table;
    this.#search = this.#searchOf(table);
  }

  scratch(): VectorStore {
    const path = join(tmpdir(), `hisho-scratch-${randomUUID()}.vectors`);
    return new ScratchVectorStore(this.name, this.#searchOf, { path, dimensions: this.#place.dimensions });
  }

  async close(): Promise<void> {
    await this.#saving;
  }
}

function formerOf({ table, origin }: VectorFile, searchOf: VectorSearchOf): FormerVectors | undefined {
  if (origin === null) return undefined;
  const searcher = searchOf(table);
  return {
    origin,
    ids: async () => [...table.ids],
    async search(vector, k) {
      checkVector(vector, table.dimensions);
      return searcher.search(vector, k).map(({ row, score }) => ({ id: table.ids[row] as string, score }));
    },
  };
}

/** A store whose file goes when it is closed. */
class ScratchVectorStore extends FileVectorStore {
  readonly #file: string;

  constructor(name: string, searchOf: VectorSearchOf, place: Place) {
    super(name, searchOf, place);
    this.#file = place.path;
  }

  override async close(): Promise<void> {
    await super.close();
    await rm(this.#file, { force: true });
  }
}
