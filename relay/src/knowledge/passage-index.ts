import { setImmediate } from "node:timers/promises";
import { Bm25 } from "@hisho/providers/retrieval/bm25.ts";
import { fuseRanks } from "@hisho/providers/retrieval/fuse.ts";
import type { VectorHit } from "@hisho/providers/retrieval/port.ts";
import type { StoredChunk } from "../store/port.ts";

/** Below, a passage is not about the question: unrelated English sentences have a cosine of -0.1 to 0.15, related ones 0.33 to 0.8. */
const MIN_COSINE = 0.3;
/** Below this share of the question, by weight, likewise: chance gives up to 0.08, rarely more; paraphrases from 0.16 on. */
const MIN_COVERAGE = 0.15;
const CANDIDATES = 50;
/** About 10 ms of work. */
const CHUNKS_AT_ONCE = 8;

export interface IndexedChunk extends StoredChunk {
  title: string;
}

export interface RankedChunk {
  chunk: IndexedChunk;
  /** 0 to 1: the cosine, or the share of the question's words that it holds, whichever is more. */
  score: number;
}

/** Names a chunk's vector; a document's id holds no `#`. */
export const chunkId = ({ docId, ordinal }: Pick<StoredChunk, "docId" | "ordinal">): string => `${docId}#${ordinal}`;

/** What a chunk is found by: its own text and where it stands. */
export const searchText = ({ title, locator, text }: IndexedChunk): string => `${title}\n${locator}\n${text}`;

/** Every chunk in memory, found by words, and joined with what was found by meaning. */
export class PassageIndex {
  readonly #words = new Bm25();
  readonly #chunks = new Map<string, IndexedChunk>();
  readonly #idsOf = new Map<string, string[]>();

  idsOf(docId: string): readonly string[] {
    return this.#idsOf.get(docId) ?? [];
  }

  chunksOf(docId: string): IndexedChunk[] {
    return this.idsOf(docId).map((id) => this.#chunks.get(id) as IndexedChunk);
  }

  /** Replaces a document's chunks; lets others work in between, since a long one has a thousand. */
  async set(docId: string, chunks: readonly IndexedChunk[]): Promise<void> {
    this.delete(docId);
    this.#idsOf.set(docId, chunks.map(chunkId));
    for (const [place, chunk] of chunks.entries()) {
      if (place % CHUNKS_AT_ONCE === CHUNKS_AT_ONCE - 1) await setImmediate();
      this.#words.add(chunkId(chunk), searchText(chunk));
      this.#chunks.set(chunkId(chunk), chunk);
    }
  }

  delete(docId: string): void {
    for (const id of this.idsOf(docId)) {
      this.#words.remove(id);
      this.#chunks.delete(id);
    }
    this.#idsOf.delete(docId);
  }

  /** @param near what is near by meaning, best first; empty when meaning cannot be compared. @returns best first */
  rank(question: string, near: readonly VectorHit[], topK: number): RankedChunk[] {
    const scores = new Map<string, number>();
    const byWords = this.#words.search(question, CANDIDATES).filter(({ coverage }) => coverage >= MIN_COVERAGE);
    const byMeaning = near.filter(({ id, score }) => score >= MIN_COSINE && this.#chunks.has(id));
    for (const { id, coverage } of byWords) scores.set(id, coverage);
    for (const { id, score } of byMeaning) scores.set(id, Math.max(Math.min(1, score), scores.get(id) ?? 0));
    return fuseRanks([byWords.map(({ id }) => id), byMeaning.map(({ id }) => id)])
      .slice(0, topK)
      .map((id) => ({ chunk: this.#chunks.get(id) as IndexedChunk, score: scores.get(id) ?? 0 }));
  }
}
