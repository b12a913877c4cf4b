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

/** Removed texts leave their places in the lists until there are this many, and as many as are left. */
const SWEEP_FROM = 64;

/** Texts found by their words (or character n-grams), in memory, added and removed one by one. */
export class Bm25 {
  /** Text number to id; undefined for one that was removed. Numbers are given once until a sweep. */
  #ids: (string | undefined)[] = [];
  #lengths: number[] = [];
  readonly #numberOf = new Map<string, number>();
  /** Term to the texts that hold it: number, count, number, count … */
  readonly #postings = new Map<string, number[]>();
  #totalLength = 0;

  get size(): number {
    return this.#numberOf.size;
  }

  /** A known id is replaced. */
  add(id: string, text: string): void {
    this.remove(id);
    const terms = termsOf(text);
    const counts = new Map<string, number>();
    for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
    const number = this.#ids.length;
    for (const [term, count] of counts) {
      const postings = this.#postings.get(term);
      if (postings === undefined) this.#postings.set(term, [number, count]);
      else postings.push(number, count);
    }
    this.#ids.push(id);
    this.#lengths.push(terms.length);
    this.#numberOf.set(id, number);
    this.#totalLength += terms.length;
  }

  remove(id: string): void {
    const number = this.#numberOf.get(id);
    if (number === undefined) return;
    this.#numberOf.delete(id);
    this.#ids[number] = undefined;
    this.#totalLength -= this.#lengths[number] ?? 0;
    const removed = this.#ids.length - this.size;
    if (removed >= SWEEP_FROM && removed >= this.size) this.#sweep();
  }

  /** @returns at most `k` texts that share a term with the question, best first */
  search(question: string, k: number): WordHit[] {
    const averageLength = this.#totalLength / Math.max(1, this.size);
    const scores = new Float64Array(this.#ids.length);
    const covered = new Float64Array(this.#ids.length);
    let asked = 0;
    for (const term of new Set(termsOf(question))) {
      const postings = this.#alive(term);
      const weight = weightOf(term) * this.#inverseFrequency(postings.length / 2);
      asked += weight;
      for (let place = 0; place < postings.length; place += 2) {
        const number = postings[place] as number;
        const count = postings[place + 1] as number;
        const length = this.#lengths[number] as number;
        const saturated = (count * (K1 + 1)) / (count + K1 * (1 - B + (B * length) / averageLength));
        scores[number] = (scores[number] as number) + weight * saturated;
        covered[number] = (covered[number] as number) + weight;
      }
    }
    return best(scores, k).map((number) => ({
      id: this.#ids[number] as string,
      score: scores[number] as number,
      coverage: (covered[number] as number) / asked,
    }));
  }

  /** A term's postings without removed texts. */
  #alive(term: string): number[] {
    const postings = this.#postings.get(term) ?? [];
    if (this.#ids.length === this.size) return postings;
    return postings.filter((_, place) => this.#ids[postings[place - (place % 2)] as number] !== undefined);
  }

  /** Numbers the texts anew and forgets what the removed ones left. */
  #sweep(): void {
    const renumbered = new Map<number, number>();
    for (const [number, id] of this.#ids.entries()) if (id !== undefined) renumbered.set(number, renumbered.size);
    for (const [term] of this.#postings) {
      const postings = this.#alive(term).map((value, place) =>
        place % 2 === 0 ? (renumbered.get(value) as number) : value,
      );
      if (postings.length === 0) this.#postings.delete(term);
      else this.#postings.set(term, postings);
    }
    this.#lengths = [...renumbered.keys()].map((number) => this.#lengths[number] as number);
    this.#ids = this.#ids.filter((id) => id !== undefined);
    this.#numberOf.clear();
    for (const [number, id] of this.#ids.entries()) if (id !== undefined) this.#numberOf.set(id, number);
  }

  /** Never negative; a term that no text holds weighs most. */
  #inverseFrequency(holders: number): number {
    return Math.log(1 + (this.size - holders + 0.5) / (holders + 0.5));
  }
}

/** The `k` with the highest scores above 0, best first, among equals the older first; most questions touch most texts. */
function best(scores: Float64Array, k: number): number[] {
  const first: number[] = [];
  let worst = 0;
  for (const [number, score] of scores.entries()) {
    if (score <= worst) continue;
    let place = first.length;
    while (place > 0 && score > (scores[first[place - 1] as number] as number)) place -= 1;
    first.splice(place, 0, number);
    if (first.length > k) first.pop();
    if (first.length === k) worst = scores[first[k - 1] as number] as number;
  }
  return first;
}
