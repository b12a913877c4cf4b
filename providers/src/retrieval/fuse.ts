/** Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet …", SIGIR 2009. */
const RANK_CONSTANT = 60;

export interface FusedRank {
  id: string;
  /** Above 0; 1 / 61 for each ranking that it leads. */
  score: number;
}

/** Merges rankings by the sum of 1 / (60 + rank). @param rankings ids, best first. @returns every id once, best first */
export function fuseRanks(rankings: readonly (readonly string[])[]): FusedRank[] {
  const scores = new Map<string, number>();
  for (const ranking of rankings) {
    ranking.forEach((id, index) => {
      scores.set(id, (scores.get(id) ?? 0) + 1 / (RANK_CONSTANT + index + 1));
    });
  }
  return [...scores].sort(([, a], [, b]) => b - a).map(([id, score]) => ({ id, score }));
}
