/** How long a question takes beside its embedding. */
import type { VectorStore } from "@hisho/providers/retrieval/port.ts";
import { NEIGHBOURS } from "@hisho/relay/knowledge/passage-index.ts";
import { seededRandom } from "../statistics.ts";
import { type Corpus, vectorIdsOf } from "./corpus.ts";
import { PLACES } from "./quality.ts";

const ROUNDS = 15;

/** A maker of vectors of length 1, always the same ones. */
export function seededVectors(dimensions: number): () => Float32Array {
  const random = seededRandom(1);
  return () => {
    const vector = Float32Array.from({ length: dimensions }, () => random() - 0.5);
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  };
}

/** Gives every passage a vector, whichever its language: time does not ask for meaning. */
export async function fill(corpus: Corpus, stores: readonly VectorStore[], vector: () => Float32Array): Promise<void> {
  const ids = [...new Set(vectorIdsOf(corpus))];
  const vectors = ids.map(vector);
  for (const store of stores) await store.add(ids, vectors);
}

/** Of each question the best of the rounds, ms: other programs of the machine are not measured. */
export async function timesOf(
  questions: readonly string[],
  { index }: Corpus,
  store: VectorStore,
  vector: () => Float32Array,
): Promise<number[]> {
  const best = questions.map(() => Number.POSITIVE_INFINITY);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [place, text] of questions.entries()) {
      const asked = vector();
      const startedAt = performance.now();
      index.rank(text, await store.search(asked, NEIGHBOURS), PLACES);
      best[place] = Math.min(best[place] as number, performance.now() - startedAt);
    }
  }
  return best;
}

/** One plain pass in JavaScript over as many numbers as the vectors have, ms: a measure of the machine as it is now. */
export function passMs(vectors: number, dimensions: number): number {
  const data = new Float32Array(vectors * dimensions).fill(0.5);
  let best = Number.POSITIVE_INFINITY;
  let sum = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now();
    for (let place = 0; place < data.length; place += 1) sum += data[place] as number;
    best = Math.min(best, performance.now() - startedAt);
  }
  if (sum === 0) throw new Error("nothing was read");
  return best;
}
