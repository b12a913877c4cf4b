import type { Health } from "@hisho/providers/health.ts";
import type { Embedding, VectorHit, VectorStore } from "@hisho/providers/retrieval/port.ts";
import { CircuitBreaker, failingOf } from "../circuit-breaker.ts";
import type { Clock } from "../clock.ts";
import { withDeadline } from "../deadline.ts";
import type { Store } from "../store/port.ts";
import { chunkId, type IndexedChunk, type PassageIndex, searchText } from "./passage-index.ts";
import { covers } from "./script.ts";

const NEIGHBOURS = 50;
/** So many are embedded before it is told how far that is. */
const CHUNKS_AT_ONCE = 32;
/** So often are vectors that could not be made tried again, at most. */
const RETRY_AFTER_MS = 30_000;

const works = ({ status }: Health): boolean => status === "ok" || status === "degraded";

export interface VectorKeeperTools {
  clock: Clock;
  /** How long a question may take to become a vector, ms; documents are found by their words meanwhile. */
  deadlineMs: () => number;
  /** A question was answered from the words alone. */
  onFallback: () => void;
}

/**
 * Keeps the vector store in step with the documents. A document is marked with the embedding's version only after its
 * vectors are on disk, and its vectors go before the document does; so whatever a crash leaves is seen by counting.
 */
export class VectorKeeper {
  readonly #store: Store;
  readonly #embedding: Embedding;
  readonly #vectors: VectorStore;
  readonly #index: PassageIndex;
  readonly #tools: VectorKeeperTools;
  readonly #breaker = new CircuitBreaker();
  readonly #stop = new AbortController();
  readonly #progress = new Map<string, number>();
  #isChecked = false;
  #failure: string | undefined;
  #failedAtMs = Number.NEGATIVE_INFINITY;

  constructor(store: Store, embedding: Embedding, vectors: VectorStore, index: PassageIndex, tools: VectorKeeperTools) {
    this.#store = store;
    this.#embedding = embedding;
    this.#vectors = vectors;
    this.#index = index;
    this.#tools = tools;
  }

  health(): Health {
    if (this.#failure !== undefined) {
      return { status: "degraded", reason: `documents are found by their words only: ${this.#failure}` };
    }
    return { status: "ok" };
  }

  /** Whether `catchUp` has something to do and can do it now. */
  isBehind(): boolean {
    const isDue = !this.#isChecked || this.#failure !== undefined;
    return isDue && this.#canWork() && this.#tools.clock.now() - this.#failedAtMs >= RETRY_AFTER_MS;
  }

  stop(): void {
    this.#stop.abort(new Error("the relay is stopping"));
  }

  /** Near by meaning, best first; empty when the embedding or the vectors do not work. @throws the signal's reason */
  async search(query: string, signal: AbortSignal): Promise<VectorHit[]> {
    if (this.#vectors.size === 0) return [];
    const { clock, deadlineMs, onFallback } = this.#tools;
    const entry = this.#canWork() ? this.#breaker.enter(clock.now()) : null;
    if (entry === null) {
      onFallback();
      return [];
    }
    try {
      const hits = await withDeadline("embedding", deadlineMs(), signal, clock, async (inner) => {
        const [vector] = await this.#embedding.embed([query], inner, "query");
        return vector === undefined ? [] : await this.#vectors.search(vector, NEIGHBOURS);
      });
      this.#breaker.succeeded(entry);
      return hits;
    } catch (error) {
      if (signal.aborted) {
        this.#breaker.abandoned(entry);
        throw signal.reason;
      }
      this.#breaker.failed(entry, clock.now(), failingOf(error));
      this.#failed(error);
      onFallback();
      return [];
    }
  }

  /** Removes a document's vectors, before the document itself changes or goes. */
  async forget(docId: string): Promise<void> {
    const ids = this.#index.idsOf(docId);
    if (ids.length === 0) return;
    await this.#store.markEmbedded(docId, null);
    await this.#attempt(async () => {
      await this.#vectors.remove(ids);
      await this.#vectors.save();
    });
  }

  /** How much of its vectors is made while they are being made, 0 to 1; null when nobody is at it. */
  progressOf(docId: string): number | null {
    return this.#progress.get(docId) ?? null;
  }

  /** @returns the version its vectors were made with; null when they could not be made, or not before the signal */
  async embed(docId: string, signal: AbortSignal): Promise<string | null> {
    const chunks = this.#index.chunksOf(docId).filter(({ text }) => covers(this.#embedding.languages, text));
    if (!works(this.#vectors.health())) return null;
    const isDone = await this.#attempt(async () => {
      if (chunks.length > 0) {
        await this.#vectors.add(chunks.map(chunkId), await this.#embedAll(docId, chunks, signal));
        await this.#vectors.save();
      }
      await this.#store.markEmbedded(docId, this.#embedding.version);
    });
    return isDone ? this.#embedding.version : null;
  }

  /** Embeds what has no vectors of this embedding, or everything when their number is not what it should be. */
  async catchUp(): Promise<void> {
    if (!this.isBehind()) return;
    await this.#attempt(async () => {
      const { signal } = this.#stop;
      const { version } = this.#embedding;
      const documents = await this.#store.documents();
      const done = documents.filter(({ embeddingVersion }) => embeddingVersion === version);
      const expected = done.reduce((sum, { docId }) => sum + this.#embeddable(docId), 0);
      const todo = this.#vectors.size === expected ? documents.filter((each) => !done.includes(each)) : documents;
      this.#failure = undefined;
      for (const { docId } of todo) {
        signal.throwIfAborted();
        if ((await this.embed(docId, signal)) === null) return;
      }
      this.#isChecked = true;
    });
  }

  async #embedAll(docId: string, chunks: readonly IndexedChunk[], signal: AbortSignal): Promise<Float32Array[]> {
    const made: Float32Array[] = [];
    try {
      while (made.length < chunks.length) {
        this.#progress.set(docId, made.length / chunks.length);
        const next = chunks.slice(made.length, made.length + CHUNKS_AT_ONCE);
        const vectors = await this.#embedding.embed(next.map(searchText), signal);
        if (vectors.length !== next.length) throw new Error(`${vectors.length} vectors for ${next.length} texts`);
        made.push(...vectors);
      }
      return made;
    } finally {
      this.#progress.delete(docId);
    }
  }

  #embeddable(docId: string): number {
    return this.#index.chunksOf(docId).filter(({ text }) => covers(this.#embedding.languages, text)).length;
  }

  #canWork(): boolean {
    return !this.#stop.signal.aborted && works(this.#embedding.health()) && works(this.#vectors.health());
  }

  async #attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  #failed(error: unknown): void {
    if (this.#stop.signal.aborted) return;
    this.#failure = error instanceof Error ? error.message : String(error);
    this.#failedAtMs = this.#tools.clock.now();
  }
}
