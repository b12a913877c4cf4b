/** A question that is about one document: what of it answers best, and how it begins where nothing fits. */
import { Bm25 } from "@hisho/providers/retrieval/bm25.ts";
import { fuseRanks } from "@hisho/providers/retrieval/fuse.ts";
import type { VectorHit } from "@hisho/providers/retrieval/port.ts";
import type { IndexedChunk, RankedChunk } from "./passage-index.ts";

const CANDIDATES = 50;
/** "What is this about?" shares no word with the document. */
const OF_ITS_BEGINNING = 3;
const BEGINNING_SCORE = 0.1;

/**
 * @param entries the document's passages, in its order
 * @param near what is nearest by meaning among all documents, best first
 * @returns best first, at most `topK`; none only when the document has no passages
 */
export function rankWithin(
  entries: readonly { chunk: IndexedChunk; vectorId: string }[],
  question: string,
  near: readonly VectorHit[],
  topK: number,
): RankedChunk[] {
  const words = new Bm25();
  for (const [place, { chunk }] of entries.entries()) words.add(String(place), chunk.text, chunk.locator);
  const found = words.search(question, CANDIDATES);
  const coverage = new Map(found.map((hit) => [hit.id, hit.coverage]));
  const meaning = near.flatMap(({ id, score }) =>
    entries.flatMap(({ vectorId }, place) =>
      vectorId === id ? [{ id: String(place), evidence: Math.max(0, score) }] : [],
    ),
  );
  const cosines = new Map(meaning.map(({ id, evidence }) => [id, evidence]));
  const ranked = fuseRanks([found.map((hit) => ({ id: hit.id, evidence: hit.coverage })), meaning]).map(({ id }) => id);
  const beginning = entries.slice(0, OF_ITS_BEGINNING).map((_, place) => String(place));
  const chosen = ranked.length > 0 ? ranked : beginning;
  return chosen.slice(0, topK).flatMap((id) => {
    const entry = entries[Number(id)];
    const score = Math.max(coverage.get(id) ?? 0, cosines.get(id) ?? 0, BEGINNING_SCORE);
    return entry === undefined ? [] : [{ chunk: entry.chunk, score: Math.min(1, score) }];
  });
}
