/** How good a ranking is, of passages that are relevant or not. */

export const PLACES = 5;

export interface Judged {
  /** Of the first places, best first. */
  relevant: readonly boolean[];
  /** Relevant passages that there are. */
  total: number;
}

/** Whether a passage that answers is among the first five, 0 or 1: one is enough for an answer. */
export const recall = ({ relevant }: Judged): number => (relevant.slice(0, PLACES).some(Boolean) ? 1 : 0);

/** Normalised discounted cumulative gain at five (Järvelin and Kekäläinen, TOIS 2002), gains 0 or 1; 0 to 1. */
export function ndcg({ relevant, total }: Judged): number {
  const gain = (hits: readonly boolean[]): number =>
    hits.reduce((sum, hit, place) => sum + (hit ? 1 / Math.log2(place + 2) : 0), 0);
  const ideal = gain(new Array<boolean>(Math.min(PLACES, total)).fill(true));
  return ideal === 0 ? 0 : gain(relevant.slice(0, PLACES)) / ideal;
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
