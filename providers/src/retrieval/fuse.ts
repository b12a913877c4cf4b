/**
 * Reciprocal rank fusion (Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet …", SIGIR 2009) takes
 * 60 for rankings of a thousand; of fifty, what stands first has to count for more.
 */
const RANK_CONSTANT = 10;

export interface Vote {
  id: string;
  /** How sure the ranking is that this one is about the question, 0 to 1. */
  evidence: number;
}

export interface FusedRank {
  id: string;
  /** Above 0; 1 / 11 for each ranking that it leads beyond doubt. */
  score: number;
}

/**
 * Merges rankings by the sum of evidence / (10 + rank): a ranking has no say where it found nothing, and little where it
 * is in doubt.
 * @param rankings best first
 * @returns every id with evidence once, best first
 */
export function fuseRanks(rankings: readonly (readonly Vote[])[]): FusedRank[] {
  const scores = new Map<string, number>();
  for (const ranking of rankings) {
    ranking.forEach(({ id, evidence }, index) => {
      if (evidence > 0) scores.set(id, (scores.get(id) ?? 0) + evidence / (RANK_CONSTANT + index + 1));
    });
  }
  return [...scores].sort(([, a], [, b]) => b - a).map(([id, score]) => ({ id, score }));
}
