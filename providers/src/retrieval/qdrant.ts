import { randomUUID } from "node:crypto";
import * as v from "valibot";
import { ProviderError } from "../errors.ts";
import type { Health } from "../health.ts";
import { Endpoint } from "../http/endpoint.ts";
import type { VectorHit, VectorStore } from "./port.ts";
import { uuidV5 } from "./uuid.ts";
import { checkVector } from "./vector-table.ts";
import { within } from "./within.ts";

export interface QdrantOptions {
  /** Its REST address, for example `http://127.0.0.1:6333`. */
  endpoint: string;
  /** Made when it is not there. Nobody else writes to it. */
  collection: string;
  /** Of every vector, as the embedding gives them. */
  dimensions: number;
  /** Sent in Qdrant's header `api-key`. */
  apiKey?: string;
  /** How long a request may take, ms. Default 10,000. */
  timeoutMs?: number;
  /** How often `/readyz` is asked, ms; 0 never. Default: see EndpointProbe. */
  probeMs?: number;
  /** How often a collection that could not be opened is tried again, ms. Default 2,000. */
  openAgainMs?: number;
}

/** Points of Qdrant have numbers or UUIDs for names: ours are made from our ids, which are kept as payload. */
const NAMESPACE = "a7070402-f7d2-5a4e-b594-40f9bb037197";
/** A thousand vectors of 1,024 numbers are 10 MB of JSON; Qdrant takes 32 MB. */
const POINTS_AT_ONCE = 500;

const exists = v.object({ exists: v.boolean() });
const count = v.object({ count: v.pipe(v.number(), v.integer(), v.minValue(0)) });
const done = v.object({ status: v.literal("completed") });
const made = v.literal(true);
const described = v.object({
  config: v.object({ params: v.object({ vectors: v.object({ size: v.number(), distance: v.string() }) }) }),
});
const found = v.object({
  points: v.array(v.object({ score: v.number(), payload: v.object({ id: v.string() }) })),
});

const scrolled = v.object({
  points: v.array(v.object({ payload: v.object({ id: v.string() }) })),
  next_page_offset: v.optional(v.nullable(v.union([v.string(), v.number()]))),
});

/** Vectors in a collection of Qdrant, version 1.10 or later, over its REST interface. */
export function createQdrantStore(options: QdrantOptions): VectorStore {
  return new QdrantStore(options);
}

class QdrantStore implements VectorStore {
  readonly name = "qdrant";
  readonly isMock = false;
  readonly languages = ["*"];
  readonly endpoint: string;
  readonly #options: QdrantOptions;
  readonly #server: Endpoint;
  readonly #path: string;
  readonly #ended = new AbortController();
  #size = 0;
  #isOpen = false;
  #closed: Health = { status: "preparing", reason: "the collection is not opened yet" };
  #timer: NodeJS.Timeout | undefined;

  constructor(options: QdrantOptions) {
    const { endpoint, apiKey, probeMs, collection } = options;
    this.endpoint = endpoint;
    this.#options = options;
    this.#path = `/collections/${encodeURIComponent(collection)}`;
    this.#server = new Endpoint({
      role: "vector_store",
      url: endpoint,
      headers: apiKey === undefined ? {} : { "api-key": apiKey },
      livePath: "/readyz",
      ...(probeMs === undefined ? {} : { probeMs }),
    });
  }

  /** As of the last change that this store has made, or the last time that it was asked for all ids. */
  get size(): number {
    return this.#size;
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
    const last = new Map(ids.map((id, index) => [id, vectors[index] as Float32Array]));
    const points = [...last].map(([id, vector]) => ({
      id: uuidV5(NAMESPACE, id),
      vector: Array.from(vector),
      payload: { id },
    }));
    for (let first = 0; first < points.length; first += POINTS_AT_ONCE) {
      const json = { points: points.slice(first, first + POINTS_AT_ONCE) };
      await this.#ask(done, "/points?wait=true", { method: "PUT", json });
    }
    await this.#count(this.#ended.signal);
  }

  async remove(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const json = { points: ids.map((id) => uuidV5(NAMESPACE, id)) };
    await this.#ask(done, "/points/delete?wait=true", { json });
    await this.#count(this.#ended.signal);
  }

  async ids(): Promise<readonly string[]> {
    const ids: string[] = [];
    let offset: string | number | null = null;
    do {
      const json = { limit: POINTS_AT_ONCE, with_payload: true, ...(offset === null ? {} : { offset }) };
      const page: v.InferOutput<typeof scrolled> = await this.#ask(scrolled, "/points/scroll", { json });
      ids.push(...page.points.map(({ payload }) => payload.id));
      offset = page.next_page_offset ?? null;
    } while (offset !== null);
    this.#size = ids.length;
    return ids;
  }

  async search(vector: Float32Array, k: number): Promise<VectorHit[]> {
    checkVector(vector, this.#options.dimensions);
    if (k < 1) return [];
    const json = { query: Array.from(vector), limit: k, with_payload: true };
    const { points } = await this.#ask(found, "/points/query", { json });
    return points.map(({ score, payload: { id } }) => ({ id, score }));
  }

  /** Nothing to do: every change is on its disk before it is answered. */
  save(): Promise<void> {
    return Promise.resolve();
  }

  scratch(): VectorStore {
    return new ScratchQdrantStore({ ...this.#options, collection: `${this.#options.collection}-${randomUUID()}` });
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#ended.abort(new ProviderError("vector_store", "unavailable", "closed"));
    this.#isOpen = false;
    this.#closed = { status: "down", reason: "closed" };
    await this.#server.close();
  }

  /** Deletes the collection. */
  protected async drop(): Promise<void> {
    await this.#ask(made, "", { method: "DELETE" });
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
    }
  }

  #openLater(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#tryToOpen(this.#ended.signal).catch(() => {}); // `health` tells why
    }, this.#options.openAgainMs ?? 2_000);
    this.#timer.unref();
  }

  async #open(signal: AbortSignal): Promise<void> {
    const { dimensions: size, collection } = this.#options;
    if (!(await this.#ask(exists, "/exists", {}, signal)).exists) {
      await this.#ask(made, "", { method: "PUT", json: { vectors: { size, distance: "Dot" } } }, signal);
    }
    const { vectors } = (await this.#ask(described, "", {}, signal)).config.params;
    if (vectors.size !== size || !["Dot", "Cosine"].includes(vectors.distance)) {
      throw new ProviderError(
        "vector_store",
        "refused",
        `the collection ${collection} is for ${vectors.size} numbers by ${vectors.distance}, ` +
          `the embedding gives ${size} by Dot: name another collection`,
      );
    }
    await this.#count(signal);
  }

  async #count(signal: AbortSignal): Promise<void> {
    this.#size = (await this.#ask(count, "/points/count", { json: { exact: true } }, signal)).count;
  }

  /** @param path after the collection's. @returns `result` of the answer */
  async #ask<Schema extends v.GenericSchema>(
    result: Schema,
    path: string,
    request: { method?: "PUT" | "DELETE"; json?: object },
    signal: AbortSignal = this.#ended.signal,
  ): Promise<v.InferOutput<Schema>> {
    const ask = (limited: AbortSignal) => this.#server.json(this.#path + path, request, limited);
    try {
      const answer = await within("vector_store", this.#options.timeoutMs ?? 10_000, signal, ask);
      const parsed = v.safeParse(v.object({ result }), answer);
      if (!parsed.success) throw this.#server.badAnswer("the endpoint answered something that is not Qdrant's");
      return parsed.output.result;
    } catch (error) {
      if (error instanceof ProviderError && error.reason === "timeout") this.#server.failed(error);
      if (this.#isOpen && error instanceof ProviderError && error.reason === "unavailable" && !error.retryable) {
        // Somebody has taken the collection away, or the key.
        this.#isOpen = false;
        this.#closed = { status: "down", reason: error.message };
        this.#openLater();
      }
      throw error;
    }
  }
}

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
