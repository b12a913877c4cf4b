/**
 * Whether a passage is about the question at all, from what its words and its meaning say. Every figure was chosen by the
 * development questions of `npm run bench -- retrieval`, none by the questions that it judges by.
 */

import type { WordHit } from "@hisho/providers/retrieval/bm25.ts";
import type { Vote } from "@hisho/providers/retrieval/fuse.ts";
import type { VectorHit } from "@hisho/providers/retrieval/port.ts";

/** Words alone: by chance a passage of a thousand characters holds up to 0.3 of a question's weight. */
const MIN_COVERAGE = 0.33;
/** Words where meaning can be compared too: coverage and cosine together, so that meaning may speak against chance words. */
const MIN_TOGETHER = 0.66;
/** Meaning alone: unrelated English has a cosine of -0.1 to 0.44, paraphrases 0.5 to 0.8. */
const MIN_COSINE = 0.44;
/** Of meaning beside words: passages of a thousand characters blur it, and what was looked for often lies in one sentence. */
const MEANING_SHARE = 0.3;

export interface Found {
  /** By words and by meaning, best first; a passage has a place in a ranking only where that ranking found it. */
  rankings: readonly (readonly Vote[])[];
  /** 0 to 1: the cosine, or the share of the question's words, whichever is more. */
  scores: ReadonlyMap<string, number>;
}

/**
 * @param byWords best first
 * @param near passages by their meaning, best first
 * @param cosineOf a passage's cosine, or the most that it can be; undefined where the embedding does not read the passage
 */
export function judge(
  byWords: readonly WordHit[],
  near: readonly VectorHit[],
  cosineOf: (id: string) => number | undefined,
): Found {
  const worded = byWords.filter(({ id, coverage }) => isAbout(coverage, cosineOf(id)));
  const meant = near.filter(({ score }) => score >= MIN_COSINE);
  const scores = new Map(worded.map(({ id, coverage }) => [id, coverage]));
  for (const { id, score } of meant) scores.set(id, Math.max(Math.min(1, score), scores.get(id) ?? 0));
  const rankings = [
    worded.map(({ id, coverage }) => ({ id, evidence: coverage })),
    meant.map(({ id, score }) => ({ id, evidence: MEANING_SHARE * Math.min(1, score) })),
  ];
  return { rankings, scores };
}

function isAbout(coverage: number, cosine: number | undefined): boolean {
  if (cosine === undefined) return coverage >= MIN_COVERAGE;
  return cosine >= MIN_COSINE || (coverage >= MIN_COVERAGE && coverage + cosine >= MIN_TOGETHER);
}
