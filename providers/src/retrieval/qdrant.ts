import { randomUUID } from "node:crypto";
import { ProviderError } from "../errors.ts";
import type { Health } from "../health.ts";
import type { FormerVectors, VectorHit, VectorOrigin, VectorStore } from "./port.ts";
import { pointOf, QdrantCollection } from "./qdrant-collection.ts";
import { type Kept, type KeptCollection, QdrantLedger } from "./qdrant-ledger.ts";
import { QdrantServer, type QdrantServerOptions } from "./qdrant-server.ts";
import { checkVector } from "./vector-table.ts";

export interface QdrantOptions extends QdrantServerOptions {
  /**
   * What its collections are called, made when they are not there: NAME-UUID for the vectors of each embedding, and
   * NAME-origins for what they come from and which of them counts. Nobody else writes to them.
   */
  collection: string;
  /**
   * What the vectors come from. Without it they are kept in one collection that is called `collection`, and not told from
   * those of another embedding with as many dimensions.
   */
  origin?: VectorOrigin;
  /**
   * Where earlier versions of this project kept vectors: goes on being used when nothing counts yet and its vectors have
   * as many dimensions. Default: `collection`.
   */
  olderCollection?: string;
  /** Of every vector, as the embedding gives them. */
  dimensions: number;
  /** How often a collection that could not be opened is tried again, ms. Default 2,000. */
  openAgainMs?: number;
  /**
   * How long the vectors of the embedding before stay after those of the new one count, ms: relays that were not started
   * anew yet go on answering by them. Default 600,000.
   */
  keepFormerMs?: number;
  /** Ms since the epoch. Default: the system's. */
  now?: () => number;
}

/** Vectors in Qdrant, version 1.10 or later, over its REST interface; relays may share them. */
export function createQdrantStore(options: QdrantOptions): VectorStore {
  return new QdrantStore(options);
}

const refused = (message: string) => new ProviderError("vector_store", "refused", message);
const notNow = (message: string) => new ProviderError("vector_store", "unavailable", message, { retryable: true });

class QdrantStore implements VectorStore {
  readonly name = "qdrant";
  readonly isMock = false;
  readonly languages = ["*"];
  readonly endpoint: string;
  readonly #options: QdrantOptions;
  readonly #server: QdrantServer;
  readonly #ledger: QdrantLedger;
  #own: QdrantCollection | undefined;
  #former: FormerVectors | undefined;
  /** Its vectors have counted: it does not make them anew when another relay has changed over to others. */
  #hasCounted = false;
  #size = 0;
  #isOpen = false;
  #closed: Health = { status: "preparing", reason: "the collection is not opened yet" };
  #opening: NodeJS.Timeout | undefined;
  #sweeping: NodeJS.Timeout | undefined;

  constructor(options: QdrantOptions) {
    this.endpoint = options.endpoint;
    this.#options = options;
    this.#server = new QdrantServer(options, (error) => this.#lose(error));
    this.#ledger = new QdrantLedger(this.#server, `${options.collection}-origins`);
  }

  /** As of the last change that this store has made, or the last time that it was asked for all ids. */
  get size(): number {
    return this.#size;
  }

  get former(): FormerVectors | undefined {
    return this.#former;
  }

  health(): Health {
    const health = this.#server.health();
    return health.status === "down" || this.#isOpen ? health : this.#closed;
  }

  /** A server that is down does not reject: the collection is opened when it comes up. */
  async prepare(signal: AbortSignal): Promise<void> {
    await this.#server.prepare(signal);
    await this.#tryToOpen(signal);
  }

  async add(ids: readonly string[], vectors: readonly Float32Array[]): Promise<void> {
    if (ids.length !== vectors.length) {
      throw new ProviderError("vector_store", "bad-answer", `${vectors.length} vectors for ${ids.length} ids`);
    }
    for (const vector of vectors) checkVector(vector, this.#options.dimensions);
    const own = this.#collection;
    await own.put(ids.map((id, index) => ({ payload: { id }, vector: Array.from(vectors[index] as Float32Array) })));
    this.#size = await own.count();
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const own = this.#collection;
    await own.remove(ids);
    this.#size = await own.count();
  }

  async ids(): Promise<readonly string[]> {
    const ids = await this.#collection.ids();
    this.#size = ids.length;
    return ids;
  }

  async search(vector: Float32Array, k: number): Promise<VectorHit[]> {
    checkVector(vector, this.#options.dimensions);
    return k < 1 ? [] : this.#collection.search(vector, k);
  }

  /** Nothing to do: every change is on its disk before it is answered. */
  save(): Promise<void> {
    return Promise.resolve();
  }

  /** The former vectors go after `keepFormerMs`. */
  async settle(): Promise<void> {
    const { origin } = this.#options;
    if (this.#former === undefined || origin === undefined) return;
    await this.#ledger.settle(this.#collection.name, origin, await this.#ledger.read(), this.#now());
    this.#former = undefined;
    this.#hasCounted = true;
    await this.#sweep(this.#server.ended);
  }

  scratch(): VectorStore {
    const { origin: _, ...options } = this.#options;
    return new ScratchQdrantStore({ ...options, collection: `${options.collection}-${randomUUID()}` });
  }

  async close(): Promise<void> {
    clearTimeout(this.#opening);
    clearTimeout(this.#sweeping);
    this.#isOpen = false;
    this.#closed = { status: "down", reason: "closed" };
    await this.#server.close();
  }

  /** Deletes what it keeps. */
  protected async drop(): Promise<void> {
    await this.#own?.drop();
  }

  get #collection(): QdrantCollection {
    if (this.#own === undefined) throw notNow("the collection is not opened yet");
    return this.#own;
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }

  /** Somebody has taken a collection away, or the key. */
  #lose({ message }: ProviderError): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#closed = { status: "down", reason: message };
    this.#openLater();
  }

  /** @throws ProviderError when trying again cannot help, or the signal's reason when aborted */
  async #tryToOpen(signal: AbortSignal): Promise<void> {
    try {
      await this.#open(signal);
      this.#isOpen = true;
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof ProviderError)) throw error;
      this.#closed = { status: "down", reason: error.message };
      if (!error.retryable) throw error;
      this.#openLater();
      return;
    }
    await this.#sweep(signal);
  }

  #openLater(): void {
    clearTimeout(this.#opening);
    this.#opening = setTimeout(() => {
      this.#tryToOpen(this.#server.ended).catch(() => {}); // `health` tells why
    }, this.#options.openAgainMs ?? 2_000);
    this.#opening.unref();
  }

  async #open(signal: AbortSignal): Promise<void> {
    const { dimensions, origin, collection } = this.#options;
    const own = origin === undefined ? this.#at(collection) : await this.#place(origin, signal);
    await own.make(dimensions, signal);
    const { size, distance } = await own.vectors(signal);
    if (size !== dimensions || !comparesByProduct(distance)) {
      throw refused(
        `the collection ${own.name} is for ${size} numbers by ${distance}, ` +
          `the embedding gives ${dimensions} by Dot: name another collection`,
      );
    }
    this.#size = await own.count(signal);
    this.#own = own;
  }

  /** Where its vectors are or will be, and what answers meanwhile. It is in the ledger before it is made. */
  async #place(origin: VectorOrigin, signal: AbortSignal): Promise<QdrantCollection> {
    const { counts, all } = await this.#ledger.read(signal);
    const isCounting = counts?.origin.version === origin.version;
    const known = isCounting ? counts : all.find((each) => each.origin.version === origin.version);
    const own = this.#at(known?.name ?? (await this.#first(counts, origin, signal)));
    if (this.#hasCounted && counts !== undefined && !isCounting) {
      if (known !== undefined && (await own.exists(signal))) return own;
      throw notNow(
        `the vectors of ${origin.version} have gone, and those of ${counts.origin.version} count now: ` +
          "start this relay anew with the same embedding as the others",
      );
    }
    const former = counts === undefined || isCounting ? undefined : await this.#formerOf(counts, signal);
    const isNew = known === undefined || known.retiredAtMs !== null;
    if (!isCounting && (isNew || former === undefined)) {
      await this.#ledger.begin(own.name, origin, former === undefined, signal);
    }
    this.#former = former;
    this.#hasCounted = former === undefined;
    return own;
  }

  /** @returns the name for vectors that the ledger does not know */
  async #first(counts: KeptCollection | undefined, { version }: VectorOrigin, signal: AbortSignal): Promise<string> {
    const { collection, olderCollection = collection, dimensions } = this.#options;
    if (counts === undefined) {
      const older = this.#at(olderCollection);
      if (await older.exists(signal)) {
        const { size, distance } = await older.vectors(signal);
        if (size === dimensions && comparesByProduct(distance)) return olderCollection;
      }
    }
    return `${collection}-${pointOf(version)}`;
  }

  /** @returns undefined when it is not there any more */
  async #formerOf({ name, origin }: KeptCollection, signal: AbortSignal): Promise<FormerVectors | undefined> {
    const collection = this.#at(name);
    if (!(await collection.exists(signal))) return undefined;
    const { size } = await collection.vectors(signal);
    return {
      origin,
      ids: () => collection.ids(),
      async search(vector, k) {
        checkVector(vector, size);
        return k < 1 ? [] : collection.search(vector, k);
      },
    };
  }

  /** Deletes collections that have not counted for long enough. What cannot be deleted now harms nobody until later. */
  async #sweep(signal: AbortSignal): Promise<void> {
    if (this.#options.origin === undefined) return;
    clearTimeout(this.#sweeping);
    const keepMs = this.#options.keepFormerMs ?? 600_000;
    let nextMs: number | undefined;
    try {
      nextMs = await this.#dropRetired(await this.#ledger.read(signal), keepMs, signal);
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      nextMs = keepMs;
    }
    const { ended } = this.#server;
    if (nextMs === undefined || ended.aborted) return;
    this.#sweeping = setTimeout(() => {
      this.#sweep(ended).catch(() => {}); // closed meanwhile
    }, nextMs);
    this.#sweeping.unref();
  }

  /** @returns when there is more to drop, ms from now */
  async #dropRetired({ counts, all }: Kept, keepMs: number, signal: AbortSignal): Promise<number | undefined> {
    let nextMs: number | undefined;
    for (const { name, retiredAtMs } of all) {
      if (retiredAtMs === null || name === counts?.name || name === this.#own?.name) continue;
      // Another relay's clock may be far ahead.
      const leftMs = Math.min(keepMs, retiredAtMs + keepMs - this.#now());
      if (leftMs > 0) nextMs = Math.min(nextMs ?? leftMs, leftMs);
      else {
        await this.#at(name).drop(signal);
        await this.#ledger.forget(name, signal);
      }
    }
    return nextMs;
  }

  #at(name: string): QdrantCollection {
    return new QdrantCollection(this.#server, name);
  }
}

const comparesByProduct = (distance: string): boolean => distance === "Dot" || distance === "Cosine";

/** A collection that goes when it is closed. */
class ScratchQdrantStore extends QdrantStore {
  override async close(): Promise<void> {
    try {
      await this.drop();
    } finally {
      await super.close();
    }
  }
}
