import { setImmediate } from "node:timers/promises";
import { ProviderError } from "@hisho/providers/errors.ts";
import type { Health } from "@hisho/providers/health.ts";
import type { Embedding, VectorHit, VectorStore } from "@hisho/providers/retrieval/port.ts";
import { CircuitBreaker, failingOf } from "../circuit-breaker.ts";
import type { Clock } from "../clock.ts";
import { withDeadline } from "../deadline.ts";
import { type CallMeter, reasonOf } from "../provider-ledger.ts";
import type { DocumentSummary, Store } from "../store/port.ts";
import { FormerAnswers, type FormerEmbeddingOf } from "./former-answers.ts";
import { type IndexedChunk, meaningText, NEIGHBOURS, type PassageIndex } from "./passage-index.ts";
import { covers } from "./script.ts";

/** So many are embedded before it is told how far that is. */
const CHUNKS_AT_ONCE = 32;
/** So soon are vectors that could not be made tried again at first, then after twice the time, and so on. */
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
/** Documents of one step of catching up; between steps others have their turn. */
const DOCUMENTS_A_STEP = 16;

const works = ({ status }: Health): boolean => status === "ok" || status === "degraded";

export interface VectorKeeperTools {
  clock: Clock;
  /** How long a question may take to become a vector, ms; documents are found by their words meanwhile. */
  deadlineMs: () => number;
  /** A question was answered from the words alone. */
  onFallback: () => void;
  /** Vectors could not be made or asked: `catchUp` has something to do in `retryInMs`. */
  onFailed: () => void;
  formerEmbeddingOf: FormerEmbeddingOf | undefined;
  /** Told how long a question took to become a vector, or that it did not. */
  meter: CallMeter | undefined;
}

/** How far vectors are that are made behind the conversations. */
export interface CatchingUp {
  /** Documents. */
  done: number;
  of: number;
}

interface Missing {
  docId: string;
  chunk: IndexedChunk;
  vectorId: string;
}

/**
 * Keeps the vector store in step with the documents. A vector is named by the text and the embedding it comes from, so
 * a text that has not changed, or stands elsewhere too, is not embedded again. A document is marked with the embedding's
 * version after its vectors are on disk; what a crash leaves is found by comparing names. The vectors of the embedding
 * before answer until all documents have theirs.
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
  /** Names in the vector store, once they were read. */
  #present: Set<string> | undefined;
  /** What is left to look at of the documents; undefined while nobody catches up. */
  #todo: DocumentSummary[] | undefined;
  #todoAtFirst = 0;
  #former: FormerAnswers | undefined;
  readonly #formerBreaker = new CircuitBreaker();
  #isChecked = false;
  #failure: string | undefined;
  #formerFailure: string | undefined;
  #retryMs = FIRST_RETRY_MS;
  #notBeforeMs = Number.NEGATIVE_INFINITY;

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
    const { done, of } = this.catchingUp() ?? { done: 0, of: 0 };
    if (this.#vectors.former !== undefined && this.#former?.isProven !== true && done < of) {
      const why = this.#formerFailure ?? "the embedding before cannot be asked any more";
      const reason = `${done} of ${of} documents are embedded anew, the others found by their words only: ${why}`;
      return { status: "degraded", reason };
    }
    return { status: "ok" };
  }

  /** Null while nothing is caught up on. */
  catchingUp(): CatchingUp | null {
    if (this.#todo === undefined || this.#todoAtFirst === 0) return null;
    return { done: this.#todoAtFirst - this.#todo.length, of: this.#todoAtFirst };
  }

  /** Whether `catchUp` has something to do and can do it now. */
  isBehind(): boolean {
    const isDue = !this.isCaughtUp() && this.#canWork();
    return isDue && this.#tools.clock.now() >= this.#notBeforeMs;
  }

  /** Whether every document has its vectors. */
  isCaughtUp(): boolean {
    return this.#isChecked && this.#failure === undefined;
  }

  /** How long to wait before `catchUp`, ms. */
  retryInMs(): number {
    return Math.max(FIRST_RETRY_MS, this.#notBeforeMs - this.#tools.clock.now());
  }

  /** Others may have written to the vector store. */
  async lookAgain(): Promise<void> {
    this.#present = undefined;
    if (works(this.#vectors.health())) await this.#attempt(async () => void (await this.#names()));
  }

  async stop(): Promise<void> {
    this.#stop.abort(new Error("the relay is stopping"));
    await this.#closeFormer();
  }

  /**
   * Has the vectors of the embedding before answer, where there are some; the documents are in the index. A store that
   * comes up late tells of them late.
   */
  openFormer(): void {
    const { former } = this.#vectors;
    if (former === undefined || this.#former !== undefined || this.#stop.signal.aborted) return;
    const embedding = this.#tools.formerEmbeddingOf?.(former.origin);
    if (embedding === undefined) return;
    const answers = new FormerAnswers(former, embedding, this.#index);
    this.#former = answers;
    answers.prove(this.#index.chunks()).catch((error: unknown) => {
      this.#formerFailure = error instanceof Error ? error.message : String(error);
    });
  }

  /** Near by meaning, best first; empty when the embedding or the vectors do not work. @throws the signal's reason */
  async search(query: string, signal: AbortSignal): Promise<VectorHit[]> {
    const { clock } = this.#tools;
    // Another relay may have changed over, and the former vectors have gone.
    if (this.#vectors.former === undefined) await this.#closeFormer();
    if (this.#former?.isProven) {
      const former = this.#former;
      const entry = this.#formerBreaker.enter(clock.now());
      return this.#ask(former.name, this.#formerBreaker, entry, signal, (answered, inner) =>
        former.search(query, NEIGHBOURS, inner, answered),
      );
    }
    if (this.#vectors.size === 0 || !covers(this.#embedding.languages, query)) return [];
    const entry = this.#canWork() ? this.#breaker.enter(clock.now()) : null;
    return this.#ask(
      this.#embedding.name,
      this.#breaker,
      entry,
      signal,
      async (answered, inner) => {
        const [vector] = await this.#embedding.embed([query], inner, "query");
        answered();
        return vector === undefined ? [] : await this.#vectors.search(vector, NEIGHBOURS);
      },
      (error) => this.#failed(error),
    );
  }

  /** How much of its vectors is made while they are being made, 0 to 1; null when nobody is at it. */
  progressOf(docId: string): number | null {
    return this.#progress.get(docId) ?? null;
  }

  /** Documents that are about to be kept: from now on they are on their way, until `embed` is done with them. */
  expect(docIds: readonly string[]): void {
    for (const docId of docIds) this.#progress.set(docId, 0);
  }

  /** They are not to be embedded after all. */
  forgo(docIds: readonly string[]): void {
    for (const docId of docIds) this.#progress.delete(docId);
  }

  /**
   * Makes the vectors that documents lack, and takes those away that nobody has any more.
   * @param released vectors that may have lost their last chunk
   * @returns how many texts were embedded; null when they could not be, or not yet
   */
  async embed(docIds: readonly string[], released: readonly string[]): Promise<number | null> {
    this.expect(docIds);
    try {
      const health = this.#vectors.health();
      // Its owner prepares it and lets the rest be caught up on then.
      if (health.status === "preparing") return null;
      let embedded = 0;
      const isDone = await this.#attempt(async () => {
        if (!works(health)) throw new Error("reason" in health ? health.reason : health.status);
        const present = await this.#names();
        const missing: Missing[] = [];
        for (const docId of docIds) {
          missing.push(...this.#missing(docId, present));
          await setImmediate();
        }
        embedded = await this.#embedAll(missing, present, this.#stop.signal);
        const isSmaller = await this.#drop(released, present);
        if (embedded > 0 || isSmaller) await this.#vectors.save();
        for (const docId of docIds) await this.#store.markEmbedded(docId, this.#embedding.version);
      });
      return isDone ? embedded : null;
    } finally {
      this.forgo(docIds);
    }
  }

  /** Takes vectors away that nobody has any more. */
  async release(vectorIds: readonly string[]): Promise<void> {
    await this.#attempt(async () => {
      if (await this.#drop(vectorIds, await this.#names())) await this.#vectors.save();
    });
  }

  /**
   * A step of embedding what has no vectors of this embedding, and of removing what no document has.
   * @returns whether there is more to do
   */
  async catchUp(): Promise<boolean> {
    if (this.#todo === undefined && !this.isBehind()) return false;
    const isDone = await this.#attempt(async () => {
      const { signal } = this.#stop;
      signal.throwIfAborted();
      if (this.#todo === undefined) {
        this.openFormer();
        this.#present = undefined;
        const present = await this.#names();
        const { version } = this.#embedding;
        const todo: DocumentSummary[] = [];
        for (const document of await this.#store.documents()) {
          const { docId, embeddingVersion } = document;
          if (embeddingVersion !== version || this.#missing(docId, present).length > 0) todo.push(document);
          await setImmediate();
        }
        this.#todo = todo;
        this.#todoAtFirst = todo.length;
        this.#failure = undefined;
      }
      const step = this.#todo.splice(0, DOCUMENTS_A_STEP).filter(({ docId }) => this.#index.countOf(docId) > 0);
      if (step.length > 0) {
        const ids = step.map(({ docId }) => docId);
        if ((await this.embed(ids, [])) === null) throw new Error(this.#failure ?? "the vectors are not there");
      }
      if (this.#todo.length > 0) return;
      this.#todo = undefined;
      await this.release([...(await this.#names())]);
      await this.#vectors.settle?.();
      await this.#closeFormer();
      this.#isChecked = true;
      this.#retryMs = FIRST_RETRY_MS;
    });
    if (!isDone) this.#todo = undefined;
    return this.#todo !== undefined;
  }

  async #embedAll(missing: readonly Missing[], present: Set<string>, signal: AbortSignal): Promise<number> {
    const wanted = [...new Map(missing.map((each) => [each.vectorId, each])).values()];
    const left = new Map<string, { of: number; made: number }>();
    for (const { docId } of wanted) {
      const count = left.get(docId) ?? { of: 0, made: 0 };
      left.set(docId, { ...count, of: count.of + 1 });
    }
    for (let first = 0; first < wanted.length; first += CHUNKS_AT_ONCE) {
      for (const [docId, { of, made }] of left) this.#progress.set(docId, made / of);
      const next = wanted.slice(first, first + CHUNKS_AT_ONCE);
      const vectors = await this.#embedding.embed(
        next.map(({ chunk }) => meaningText(chunk)),
        signal,
      );
      if (vectors.length !== next.length) throw new Error(`${vectors.length} vectors for ${next.length} texts`);
      const names = next.map(({ vectorId }) => vectorId);
      await this.#vectors.add(names, vectors);
      for (const { docId, vectorId } of next) {
        present.add(vectorId);
        const count = left.get(docId);
        if (count !== undefined) count.made += 1;
      }
    }
    return wanted.length;
  }

  /** @param entry of the breaker; null when nobody is to be asked now */
  async #ask(
    provider: string,
    breaker: CircuitBreaker,
    entry: ReturnType<CircuitBreaker["enter"]>,
    signal: AbortSignal,
    work: (answered: () => void, inner: AbortSignal) => Promise<VectorHit[]>,
    onFailed: (error: unknown) => void = () => {},
  ): Promise<VectorHit[]> {
    const { clock, deadlineMs, onFallback, meter } = this.#tools;
    if (entry === null) {
      onFallback();
      return [];
    }
    const who = { role: "embedding" as const, provider };
    const askedAt = clock.now();
    const answered = (): void => meter?.answered(who, "vector", clock.now() - askedAt);
    try {
      const hits = await withDeadline("embedding", deadlineMs(), signal, clock, (inner) => work(answered, inner));
      breaker.succeeded(entry);
      return hits;
    } catch (error) {
      if (signal.aborted) {
        breaker.abandoned(entry);
        throw signal.reason;
      }
      meter?.failed(who, reasonOf(error));
      breaker.failed(entry, clock.now(), failingOf(error));
      onFailed(error);
      onFallback();
      return [];
    }
  }

  async #closeFormer(): Promise<void> {
    const former = this.#former;
    this.#former = undefined;
    await former?.close();
  }

  #missing(docId: string, present: ReadonlySet<string>): Missing[] {
    return this.#index
      .entriesOf(docId)
      .filter(({ chunk, vectorId }) => !present.has(vectorId) && covers(this.#embedding.languages, chunk.text))
      .map((entry) => ({ ...entry, docId }));
  }

  /** @returns whether any was taken away */
  async #drop(vectorIds: readonly string[], present: Set<string>): Promise<boolean> {
    const unused = [...new Set(vectorIds)].filter((id) => present.has(id) && !this.#index.usesVector(id));
    if (unused.length === 0) return false;
    await this.#vectors.remove(unused);
    for (const id of unused) present.delete(id);
    return true;
  }

  async #names(): Promise<Set<string>> {
    this.#present ??= new Set(await this.#vectors.ids());
    return this.#present;
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
    this.#present = undefined;
    if (this.#stop.signal.aborted) return;
    this.#failure = error instanceof Error ? error.message : String(error);
    const asked = error instanceof ProviderError ? (error.retryAfterMs ?? 0) : 0;
    this.#notBeforeMs = this.#tools.clock.now() + Math.max(this.#retryMs, asked);
    this.#retryMs = Math.min(LONGEST_RETRY_MS, this.#retryMs * 2);
    this.#tools.onFailed();
  }
}
