import type { VectorHit, VectorStore } from "../retrieval/port.ts";
import { ScriptedProvider } from "./script.ts";

/** Exact search over a map; nothing is written to disk. */
export class MemoryVectorStore extends ScriptedProvider implements VectorStore {
  readonly #vectors = new Map<string, Float32Array>();

  get size(): number {
    return this.#vectors.size;
  }

  add(ids: readonly string[], vectors: readonly Float32Array[]): Promise<void> {
    ids.forEach((id, index) => {
      const vector = vectors[index];
      if (vector === undefined) throw new RangeError(`${ids.length} ids but ${vectors.length} vectors`);
      this.#vectors.set(id, vector);
    });
    return Promise.resolve();
  }

  remove(ids: readonly string[]): Promise<void> {
    for (const id of ids) this.#vectors.delete(id);
    return Promise.resolve();
  }

  ids(): Promise<readonly string[]> {
    return Promise.resolve([...this.#vectors.keys()]);
  }

  search(query: Float32Array, k: number): Promise<VectorHit[]> {
    const hits = [...this.#vectors].map(([id, vector]) => ({
      id,
      score: vector.reduce((sum, value, index) => sum + value * (query[index] ?? 0), 0),
    }));
    return Promise.resolve(hits.sort((a, b) => b.score - a.score).slice(0, k));
  }

  save(): Promise<void> {
    return Promise.resolve();
  }

  scratch(): VectorStore {
    return new MemoryVectorStore();
  }
}
