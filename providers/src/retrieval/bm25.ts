import { type Script, scriptOf, termsOf, weightOf } from "./terms.ts";

/** Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, section 3.4. */
const K1 = 1.2;
const B = 0.75;
/** A term in the heading counts as so many in the text (BM25F, section 3.6 there). */
const HEADING_WEIGHT = 2;

export interface WordHit {
  id: string;
  /** The BM25 sum, for the order. */
  score: number;
  /** How much of what the question asks for is there, by weight: 0 to 1. Comparable between questions and languages. */
  coverage: number;
}

/** How rare a word is, a few texts do not tell: one that each of three holds is rare all the same. */
const LEAST_TEXTS = 200;
/** Removed texts leave their places in the lists until there are this many, and as many as are left. */
const SWEEP_FROM = 64;
const SCRIPTS: readonly Script[] = ["latin", "japanese", "hangul"];
const LATIN = SCRIPTS.indexOf("latin");

interface Sums {
  scores: Float64Array;
  covered: Float64Array;
}

/** Texts found by their words (or character n-grams), in memory, added and removed one by one. */
export class Bm25 {
  /** Text number to id; undefined for one that was removed. Numbers are given once until a sweep. */
  #ids: (string | undefined)[] = [];
  #lengths: number[] = [];
  /** Place in `SCRIPTS` of the script that most terms of a text are written in. */
  #scripts: number[] = [];
  readonly #numberOf = new Map<string, number>();
  /** Term to the texts that hold it: number, count, number, count … */
  readonly #postings = new Map<string, number[]>();
  #totalLength = 0;
  /** Scratch of a search, grown with the texts. */
  #sums: Sums = { scores: new Float64Array(0), covered: new Float64Array(0) };

  get size(): number {
    return this.#numberOf.size;
  }

  /** A known id is replaced. @param heading the title and the headings above the text */
  add(id: string, text: string, heading = ""): void {
    this.remove(id);
    const inText = termsOf(text);
    const inHeading = termsOf(heading);
    const counts = new Map<string, number>();
    const ofScript = SCRIPTS.map(() => 0);
    const count = (term: string, times: number): void => {
      counts.set(term, (counts.get(term) ?? 0) + times);
      const script = SCRIPTS.indexOf(scriptOf(term));
      ofScript[script] = (ofScript[script] ?? 0) + 1;
    };
    for (const term of inText) count(term, 1);
    for (const term of inHeading) count(term, HEADING_WEIGHT);
    const number = this.#ids.length;
    for (const [term, times] of counts) {
      const postings = this.#postings.get(term);
      if (postings === undefined) this.#postings.set(term, [number, times]);
      else postings.push(number, times);
    }
    const length = inText.length + inHeading.length;
    this.#ids.push(id);
    this.#lengths.push(length);
    this.#scripts.push(ofScript.indexOf(Math.max(...ofScript)));
    this.#numberOf.set(id, number);
    this.#totalLength += length;
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
    const { scores, covered } = this.#emptySums();
    const asked = SCRIPTS.map(() => 0);
    for (const term of new Set(termsOf(question))) {
      const postings = this.#alive(term);
      const weight = weightOf(term) * this.#inverseFrequency(postings.length / 2);
      const script = SCRIPTS.indexOf(scriptOf(term));
      asked[script] = (asked[script] ?? 0) + weight;
      for (let place = 0; place < postings.length; place += 2) {
        const number = postings[place] as number;
        const times = postings[place + 1] as number;
        const length = this.#lengths[number] as number;
        const saturated = (times * (K1 + 1)) / (times + K1 * (1 - B + (B * length) / averageLength));
        scores[number] = (scores[number] as number) + weight * saturated;
        covered[number] = (covered[number] as number) + weight;
      }
    }
    const expected = SCRIPTS.map((_, own) => expectedOf(own, asked));
    return best(scores, this.#ids.length, k).map((number) => ({
      id: this.#ids[number] as string,
      score: scores[number] as number,
      coverage: Math.min(1, (covered[number] as number) / (expected[this.#scripts[number] as number] as number)),
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
    const kept = [...renumbered.keys()];
    this.#lengths = kept.map((number) => this.#lengths[number] as number);
    this.#scripts = kept.map((number) => this.#scripts[number] as number);
    this.#ids = kept.map((number) => this.#ids[number]);
    this.#numberOf.clear();
    for (const [number, id] of this.#ids.entries()) if (id !== undefined) this.#numberOf.set(id, number);
  }

  #emptySums(): Sums {
    const needed = this.#ids.length;
    if (this.#sums.scores.length < needed) {
      this.#sums = { scores: new Float64Array(2 * needed), covered: new Float64Array(2 * needed) };
    } else {
      this.#sums.scores.fill(0);
      this.#sums.covered.fill(0);
    }
    return this.#sums;
  }

  /** Never negative; a term that no text holds weighs most. */
  #inverseFrequency(holders: number): number {
    return Math.log(1 + (Math.max(LEAST_TEXTS, this.size) - holders + 0.5) / (holders + 0.5));
  }
}

/**
 * What a text of script `own` can be asked for: names and figures in Latin letters stand in texts of every script. What
 * it cannot hold tells little of it and counts at most as much as what it can.
 */
function expectedOf(own: number, asked: readonly number[]): number {
  const possible = (asked[LATIN] ?? 0) + (own === LATIN ? 0 : (asked[own] ?? 0));
  const foreign = asked.reduce((sum, weight) => sum + weight, 0) - possible;
  return possible + Math.min(foreign, possible);
}

/** The `k` with the highest scores above 0, best first, among equals the older first; most questions touch most texts. */
function best(scores: Float64Array, size: number, k: number): number[] {
  const first: number[] = [];
  let worst = 0;
  for (let number = 0; number < size; number += 1) {
    const score = scores[number] as number;
    if (score <= worst) continue;
    let place = first.length;
    while (place > 0 && score > (scores[first[place - 1] as number] as number)) place -= 1;
    first.splice(place, 0, number);
    if (first.length > k) first.pop();
    if (first.length === k) worst = scores[first[k - 1] as number] as number;
  }
  return first;
}
