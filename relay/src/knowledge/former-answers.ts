import { setImmediate } from "node:timers/promises";
import type { Embedding, FormerVectors, VectorHit, VectorOrigin } from "@hisho/providers/retrieval/port.ts";
import { type IndexedChunk, meaningText, type PassageIndex } from "./passage-index.ts";
import { covers } from "./script.ts";

/** Rounding differs between machines; another model gives 0.9 at most. */
const SAME_COSINE = 0.99;
const OTHERS_HAVE_THEIR_TURN_AFTER = 200;

/** Makes the embedding that former vectors come from; undefined when it cannot be made again. */
export type FormerEmbeddingOf = (origin: VectorOrigin) => Embedding | undefined;

/**
 * The vectors of the embedding before, which answer as long as those of the new one are being made. They are used when
 * their embedding can be made again and a passage of the documents gets the vector from it that is kept of it: a server
 * that runs another model by now would answer any question with anything.
 */
export class FormerAnswers {
  readonly #vectors: FormerVectors;
  readonly #embedding: Embedding;
  readonly #index: PassageIndex;
  readonly #stop = new AbortController();
  #isProven = false;

  constructor(vectors: FormerVectors, embedding: Embedding, index: PassageIndex) {
    this.#vectors = vectors;
    this.#embedding = embedding;
    this.#index = index;
  }

  /** Whether a question can be asked. */
  get isProven(): boolean {
    return this.#isProven;
  }

  get name(): string {
    return this.#embedding.name;
  }

  /** Loads the embedding and tries it. Afterwards `isProven` says whether it may be used. @throws ProviderError */
  async prove(chunks: Iterable<IndexedChunk>): Promise<void> {
    const { signal } = this.#stop;
    const kept = new Set(await this.#vectors.ids());
    const { version } = this.#vectors.origin;
    let looked = 0;
    for (const chunk of chunks) {
      looked += 1;
      if (looked % OTHERS_HAVE_THEIR_TURN_AFTER === 0) await setImmediate(undefined, { signal });
      if (!kept.has(this.#index.vectorIdOf(chunk, version))) continue;
      await this.#embedding.prepare(signal);
      const [vector] = await this.#embedding.embed([meaningText(chunk)], signal);
      const [best] = vector === undefined ? [] : await this.#vectors.search(vector, 1);
      if (best === undefined || best.score < SAME_COSINE) return;
      this.#index.answerTo(version);
      this.#isProven = true;
      return;
    }
  }

  /** @param answered told when the question is a vector. @throws ProviderError, or the signal's reason */
  async search(question: string, k: number, signal: AbortSignal, answered: () => void): Promise<VectorHit[]> {
    if (!covers(this.#embedding.languages, question)) return [];
    const [vector] = await this.#embedding.embed([question], signal, "query");
    answered();
    return vector === undefined ? [] : this.#vectors.search(vector, k);
  }

  /** They are not needed any more. */
  async close(): Promise<void> {
    this.#stop.abort(new Error("the former vectors are not needed any more"));
    if (this.#isProven) this.#index.forgetFormer();
    this.#isProven = false;
    await this.#embedding.close();
  }
}
