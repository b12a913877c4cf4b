import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { Bm25 } from "@hisho/providers/retrieval/bm25.ts";
import { fuseRanks } from "@hisho/providers/retrieval/fuse.ts";
import type { Embedding, VectorHit } from "@hisho/providers/retrieval/port.ts";
import type { StoredChunk } from "../store/port.ts";
import { judge } from "./evidence.ts";
import { signatureOf, thinned } from "./likeness.ts";
import { covers } from "./script.ts";

/** Asked of the vectors. */
export const NEIGHBOURS = 50;
const CANDIDATES = 50;
/** So many times as many as are wanted are weighed against each other. */
const POOL = 4;
/** Of the rank; the rest is for telling something new. A copy falls behind by about two ranks. */
const RELEVANCE_WEIGHT = 0.85;
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

/** Names a chunk; a document's id holds no `#`. */
const chunkId = ({ docId, ordinal }: Pick<StoredChunk, "docId" | "ordinal">): string => `${docId}#${ordinal}`;

/** Where a chunk stands, once: a document's title is often its first heading. */
const headingOf = ({ title, locator }: IndexedChunk): string =>
  locator.includes(title) ? locator : `${title}\n${locator}`;

const PAGE = /^p\. \d+(?:–\d+)?(?: › )?/;
/** What a chunk's meaning is taken from: its own text under its headings. The page and the file's name do not change it. */
export const meaningText = ({ locator, text }: IndexedChunk): string =>
  `${locator.replace(PAGE, "")}\n${text}`.trimStart();

interface Entry {
  chunk: IndexedChunk;
  vectorId: string;
  signature: Uint32Array;
  /** Whether the embedding reads it. */
  isReadable: boolean;
}

/** Every chunk in memory, found by words, and joined with what was found by meaning. */
export class PassageIndex {
  readonly #version: string;
  /** Of the embedding before, as long as its vectors answer. */
  #formerVersion: string | undefined;
  readonly #languages: readonly string[];
  readonly #unrelatedCosine: number;
  #removed = 0;
  #added = 0;
  readonly #words = new Bm25();
  readonly #entries = new Map<string, Entry>();
  readonly #idsOf = new Map<string, string[]>();
  /** Chunks by their vector: the same text in several documents has one. */
  readonly #sharing = new Map<string, Set<string>>();

  /**
   * @param embedding its version, since the vectors of another are other vectors, the languages that it reads, and where
   *   its cosines begin
   */
  constructor({
    version,
    languages,
    unrelatedCosine = 0,
  }: Pick<Embedding, "version" | "languages" | "unrelatedCosine">) {
    this.#version = version;
    this.#unrelatedCosine = unrelatedCosine;
    this.#languages = languages;
  }

  /** How often passages were taken away or replaced, and how many came. */
  get revision(): { removed: number; added: number } {
    return { removed: this.#removed, added: this.#added };
  }

  countOf(docId: string): number {
    return this.#idsOf.get(docId)?.length ?? 0;
  }

  chunks(): Iterable<IndexedChunk> {
    const entries = this.#entries.values();
    return (function* () {
      for (const { chunk } of entries) yield chunk;
    })();
  }

  /** @param version of an embedding */
  vectorIdOf(chunk: IndexedChunk, version: string): string {
    return createHash("sha256")
      .update(`${version}\0${meaningText(chunk)}`)
      .digest("hex");
  }

  /** The vectors of the embedding before lead to their chunks too, until `forgetFormer`. */
  answerTo(version: string): void {
    this.#formerVersion = version;
    for (const [id, { chunk }] of this.#entries) this.#share(this.vectorIdOf(chunk, version), id);
  }

  forgetFormer(): void {
    const version = this.#formerVersion;
    if (version === undefined) return;
    for (const [id, { chunk }] of this.#entries) this.#unshare(this.vectorIdOf(chunk, version), id);
    this.#formerVersion = undefined;
  }

  /** A document's chunks and their vectors' ids, in its order. */
  entriesOf(docId: string): { chunk: IndexedChunk; vectorId: string }[] {
    return (this.#idsOf.get(docId) ?? []).map((id) => this.#entries.get(id) as Entry);
  }

  /** Whether any chunk has this vector. */
  usesVector(vectorId: string): boolean {
    return this.#sharing.has(vectorId);
  }

  /** Replaces a document's chunks; lets others work in between, since a long one has a thousand. */
  async set(docId: string, chunks: readonly IndexedChunk[]): Promise<void> {
    this.delete(docId);
    this.#idsOf.set(docId, chunks.map(chunkId));
    for (const [place, chunk] of chunks.entries()) {
      if (place % CHUNKS_AT_ONCE === CHUNKS_AT_ONCE - 1) await setImmediate();
      this.#add(chunk);
    }
  }

  delete(docId: string): void {
    const ids = this.#idsOf.get(docId) ?? [];
    if (ids.length > 0) this.#removed += 1;
    for (const id of ids) {
      this.#words.remove(id);
      const entry = this.#entries.get(id);
      if (entry === undefined) continue;
      this.#entries.delete(id);
      this.#unshare(entry.vectorId, id);
      if (this.#formerVersion !== undefined) this.#unshare(this.vectorIdOf(entry.chunk, this.#formerVersion), id);
    }
    this.#idsOf.delete(docId);
  }

  /** @param near the `NEIGHBOURS` that are nearest by meaning, best first; none when meaning cannot be compared. @returns best first */
  rank(question: string, near: readonly VectorHit[], topK: number): RankedChunk[] {
    const related = near.map(({ id, score }) => ({ id, score: this.#aboveUnrelated(score) }));
    const byMeaning = related.flatMap((hit) => this.#chunksWith(hit));
    const cosines = new Map(byMeaning.map(({ id, score }) => [id, score]));
    // What is not among the nearest is at most as near as the last of them, or was not embedded yet.
    const most = related.length < NEIGHBOURS ? undefined : related.at(-1)?.score;
    const { rankings, scores } = judge(this.#words.search(question, CANDIDATES), byMeaning, (id) =>
      this.#entries.get(id)?.isReadable === true ? (cosines.get(id) ?? most) : undefined,
    );
    const fused = fuseRanks(rankings).slice(0, topK * POOL);
    const candidates = fused.map(({ id, score }) => ({ ...(this.#entries.get(id) as Entry), id, score }));
    return thinned(withoutCopies(candidates), topK, RELEVANCE_WEIGHT).map(({ id, chunk }) => ({
      chunk,
      score: scores.get(id) ?? 0,
    }));
  }

  #add(chunk: IndexedChunk): void {
    this.#added += 1;
    const id = chunkId(chunk);
    const vectorId = this.vectorIdOf(chunk, this.#version);
    this.#words.add(id, chunk.text, headingOf(chunk));
    this.#entries.set(id, {
      chunk,
      vectorId,
      signature: signatureOf(chunk.text),
      isReadable: covers(this.#languages, chunk.text),
    });
    this.#share(vectorId, id);
    if (this.#formerVersion !== undefined) this.#share(this.vectorIdOf(chunk, this.#formerVersion), id);
  }

  #share(vectorId: string, id: string): void {
    const sharing = this.#sharing.get(vectorId);
    if (sharing === undefined) this.#sharing.set(vectorId, new Set([id]));
    else sharing.add(id);
  }

  #unshare(vectorId: string, id: string): void {
    const sharing = this.#sharing.get(vectorId);
    sharing?.delete(id);
    if (sharing?.size === 0) this.#sharing.delete(vectorId);
  }

  /** 0 for texts that have nothing to do with each other, 1 for the same. */
  #aboveUnrelated(cosine: number): number {
    return (cosine - this.#unrelatedCosine) / (1 - this.#unrelatedCosine);
  }

  #chunksWith({ id: vectorId, score }: VectorHit): VectorHit[] {
    return [...(this.#sharing.get(vectorId) ?? [])].map((id) => ({ id, score }));
  }
}

/** Each text once, where it stands best. */
function withoutCopies<Candidate extends { chunk: IndexedChunk }>(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>();
  return candidates.filter(({ chunk: { hash } }) => !seen.has(hash) && seen.add(hash));
}
