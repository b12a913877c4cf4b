import * as v from "valibot";
import { ProviderError } from "../errors.ts";
import type { VectorHit } from "./port.ts";
import type { QdrantServer } from "./qdrant-server.ts";
import { uuidV5 } from "./uuid.ts";

/** Points of Qdrant have numbers or UUIDs for names: ours are made from our ids, which are kept as payload. */
const NAMESPACE = "a7070402-f7d2-5a4e-b594-40f9bb037197";
/** A thousand vectors of 1,024 numbers are 10 MB of JSON; Qdrant takes 32 MB. */
const POINTS_AT_ONCE = 500;

const yesOrNo = v.boolean();
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

/** The point that belongs to an id of ours. */
export const pointOf = (id: string): string => uuidV5(NAMESPACE, id);

/** Named points in one collection of Qdrant, nearest by inner product. Every change is on its disk before it is answered. */
export class QdrantCollection {
  readonly name: string;
  readonly #server: QdrantServer;
  readonly #path: string;

  constructor(server: QdrantServer, name: string) {
    this.#server = server;
    this.name = name;
    this.#path = `/collections/${encodeURIComponent(name)}`;
  }

  async exists(signal?: AbortSignal): Promise<boolean> {
    return (await this.#server.ask(exists, `${this.#path}/exists`, {}, signal)).exists;
  }

  /** Does nothing when it is there, made by another relay at the same moment for one. */
  async make(dimensions: number, signal?: AbortSignal): Promise<void> {
    if (await this.exists(signal)) return;
    const json = { vectors: { size: dimensions, distance: "Dot" } };
    try {
      await this.#server.ask(made, this.#path, { method: "PUT", json }, signal);
    } catch (error) {
      const isRefused = error instanceof ProviderError && error.reason === "refused";
      if (!isRefused || !(await this.exists(signal))) throw error;
    }
  }

  /** What it was made for. */
  async vectors(signal?: AbortSignal): Promise<{ size: number; distance: string }> {
    return (await this.#server.ask(described, this.#path, {}, signal)).config.params.vectors;
  }

  /** Deletes it with all that is in it. Does nothing when it is not there. */
  async drop(signal?: AbortSignal): Promise<void> {
    await this.#server.ask(yesOrNo, this.#path, { method: "DELETE" }, signal);
  }

  async count(signal?: AbortSignal): Promise<number> {
    return (await this.#server.ask(count, `${this.#path}/points/count`, { json: { exact: true } }, signal)).count;
  }

  /** In one step for up to 500 of them. @param points payloads have their `id` in them; the last of an id counts */
  async put(points: readonly { payload: { id: string }; vector: readonly number[] }[], signal?: AbortSignal) {
    const last = [...new Map(points.map((point) => [point.payload.id, point])).values()];
    for (let first = 0; first < last.length; first += POINTS_AT_ONCE) {
      const named = last
        .slice(first, first + POINTS_AT_ONCE)
        .map((point) => ({ id: pointOf(point.payload.id), ...point }));
      await this.#server.ask(
        done,
        `${this.#path}/points?wait=true`,
        { method: "PUT", json: { points: named } },
        signal,
      );
    }
  }

  async remove(ids: readonly string[], signal?: AbortSignal): Promise<void> {
    if (ids.length === 0) return;
    const json = { points: ids.map(pointOf) };
    await this.#server.ask(done, `${this.#path}/points/delete?wait=true`, { json }, signal);
  }

  /** Of every point, in no order. */
  async payloads<Schema extends v.GenericSchema>(
    payload: Schema,
    signal?: AbortSignal,
  ): Promise<v.InferOutput<Schema>[]> {
    const scrolled = v.object({
      points: v.array(v.object({ payload })),
      next_page_offset: v.optional(v.nullable(v.union([v.string(), v.number()]))),
    });
    const payloads: v.InferOutput<Schema>[] = [];
    let offset: string | number | null = null;
    do {
      const json = { limit: POINTS_AT_ONCE, with_payload: true, ...(offset === null ? {} : { offset }) };
      const page: v.InferOutput<typeof scrolled> = await this.#server.ask(
        scrolled,
        `${this.#path}/points/scroll`,
        { json },
        signal,
      );
      payloads.push(...page.points.map((point) => point.payload));
      offset = page.next_page_offset ?? null;
    } while (offset !== null);
    return payloads;
  }

  async ids(): Promise<string[]> {
    return (await this.payloads(v.object({ id: v.string() }))).map(({ id }) => id);
  }

  /** @param k from 1. @returns at most `k` hits, best first */
  async search(vector: Float32Array, k: number): Promise<VectorHit[]> {
    const json = { query: Array.from(vector), limit: k, with_payload: true };
    const { points } = await this.#server.ask(found, `${this.#path}/points/query`, { json });
    return points.map(({ score, payload: { id } }) => ({ id, score }));
  }
}
