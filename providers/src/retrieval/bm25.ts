import { termsOf, weightOf } from "./terms.ts";

/** Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, section 3.4. */
const K1 = 1.2;
const B = 0.75;

export interface WordHit {
  id: string;
  /** The BM25 sum, for the order. */
  score: number;
  /** How much of what the question asks for is there, by weight: 0 to 1. Comparable between questions. */
  coverage: number;
}

interface Entry {
  length: number;
  counts: ReadonlyMap<string, number>;
}

/** Texts found by their words (or character n-grams), in memory, added and removed one by one. */
export class Bm25 {
  readonly #entries = new Map<string, Entry>();
  /** Term to the texts that hold it. */
  readonly #postings = new Map<string, Set<string>>();
  #totalLength = 0;

  get size(): number {
    return this.#entries.size;
  }

  /** A known id is replaced. */
  add(id: string, text: string): void {
    this.remove(id);
    const terms = termsOf(text);
    const counts = new Map<string, number>();
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
    for (const term of counts.keys()) {
      const holders = this.#postings.get(term);
      if (holders === undefined) this.#postings.set(term, new Set([id]));
      else holders.add(id);
    }
    this.#entries.set(id, { length: terms.length, counts });
    this.#totalLength += terms.length;
  }

  remove(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    for (const term of entry.counts.keys()) {
      const holders = this.#postings.get(term);
      holders?.delete(id);
      if (holders?.size === 0) this.#postings.delete(term);
    }
    this.#entries.delete(id);
    this.#totalLength -= entry.length;
  }

  /** @returns at most `k` texts that share a term with the question, best first */
  search(question: string, k: number): WordHit[] {
    const terms = new Set(termsOf(question));
    const averageLength = this.#totalLength / Math.max(1, this.size);
    const scores = new Map<string, { score: number; covered: number }>();
    let asked = 0;
    for (const term of terms) {
      const holders = this.#postings.get(term);
      const weight = weightOf(term) * this.#inverseFrequency(holders?.size ?? 0);
      asked += weight;
      for (const id of holders ?? []) {
        const { length, counts } = this.#entries.get(id) as Entry;
        const count = counts.get(term) ?? 0;
        const saturated = (count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / averageLength));
        const so = scores.get(id) ?? { score: 0, covered: 0 };
        scores.set(id, { score: so.score + weight * saturated, covered: so.covered + weight });
      }
    }
    return [...scores]
      .map(([id, { score, covered }]) => ({ id, score, coverage: covered / asked }))
      .sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1))
      .slice(0, k);
  }

  /** Never negative; a term that no text holds weighs most. */
  #inverseFrequency(holders: number): number {
    return Math.log(1 + (this.size - holders + 0.5) / (holders + 0.5));
  }
}
