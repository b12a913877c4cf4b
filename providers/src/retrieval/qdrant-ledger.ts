import * as v from "valibot";
import type { VectorOrigin } from "./port.ts";
import { QdrantCollection } from "./qdrant-collection.ts";
import type { QdrantServer } from "./qdrant-server.ts";

const origin = v.object({ version: v.string(), entry: v.unknown() });
const kept = v.object({
  /** The collection's name. */
  id: v.string(),
  origin,
  /** Since when another counts in its place, by the clock of the relay that changed over; null while it does not. */
  retiredAtMs: v.nullable(v.number()),
});
/** The point that says which collection counts. No collection has an empty name. */
const COUNTING_ID = "";
const counting = v.object({ id: v.literal(COUNTING_ID), counts: v.string() });
const payload = v.union([counting, kept]);

/** A collection with the vectors of one embedding. */
export interface KeptCollection {
  name: string;
  origin: VectorOrigin;
  retiredAtMs: number | null;
}

export interface Kept {
  /** The one whose vectors are complete; undefined before the first. */
  counts: KeptCollection | undefined;
  all: readonly KeptCollection[];
}

/**
 * Which collections keep vectors, of what embedding each, and which of them counts: points of a collection of its own, so
 * that no search can find them. Qdrant has no other place for that in every version from 1.10: metadata of collections
 * came with 1.16, and an alias says no origin and cannot have the name of a collection that is there. Each method is one
 * request that writes at most, so a kill leaves all of it or nothing.
 */
export class QdrantLedger {
  readonly #points: QdrantCollection;

  /** @param name of its collection */
  constructor(server: QdrantServer, name: string) {
    this.#points = new QdrantCollection(server, name);
  }

  /** Made when it is not there. @throws ProviderError */
  async read(signal?: AbortSignal): Promise<Kept> {
    await this.#points.make(1, signal);
    const payloads = await this.#points.payloads(payload, signal);
    const all = payloads.flatMap((each) =>
      "counts" in each ? [] : { name: each.id, origin: each.origin, retiredAtMs: each.retiredAtMs },
    );
    const name = payloads.flatMap((each) => ("counts" in each ? each.counts : []))[0];
    return { counts: all.find((each) => each.name === name), all };
  }

  /** Vectors of `origin` are made or used in the collection from now on. @param counts whether it is the one that counts */
  begin(name: string, origin: VectorOrigin, counts: boolean, signal?: AbortSignal): Promise<void> {
    const begun = payloadOf({ name, origin, retiredAtMs: null });
    return this.#write(counts ? [begun, { id: COUNTING_ID, counts: name }] : [begun], signal);
  }

  /** From now on this collection counts, and none of the others that there are. */
  settle(name: string, origin: VectorOrigin, { all }: Kept, nowMs: number, signal?: AbortSignal): Promise<void> {
    const others = all
      .filter((each) => each.name !== name)
      .map((each) => payloadOf({ ...each, retiredAtMs: each.retiredAtMs ?? nowMs }));
    const own = payloadOf({ name, origin, retiredAtMs: null });
    return this.#write([...others, own, { id: COUNTING_ID, counts: name }], signal);
  }

  forget(name: string, signal?: AbortSignal): Promise<void> {
    return this.#points.remove([name], signal);
  }

  #write(payloads: readonly v.InferOutput<typeof payload>[], signal: AbortSignal | undefined): Promise<void> {
    const points = payloads.map((each) => ({ payload: each, vector: [1] }));
    return this.#points.put(points, signal);
  }
}

const payloadOf = ({ name, origin: { version, entry }, retiredAtMs }: KeptCollection): v.InferOutput<typeof kept> => ({
  id: name,
  origin: { version, entry },
  retiredAtMs,
});
