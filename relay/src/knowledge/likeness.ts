/** How alike two texts are, from signatures made once (Li, Owen and Zhang, "One Permutation Hashing", 2012). */
const BINS = 64;
const SHINGLE_CHARACTERS = 4;
const EMPTY = 0xffffffff;

/** Of a text's four-character shingles, spaces and case left out; 256 bytes. */
export function signatureOf(text: string): Uint32Array {
  const bins = new Uint32Array(BINS).fill(EMPTY);
  const plain = text.toLowerCase().replace(/\s+/g, "");
  for (let start = 0; start + SHINGLE_CHARACTERS <= plain.length; start += 1) {
    // FNV-1a over the code units.
    let hash = 0x811c9dc5;
    for (let at = start; at < start + SHINGLE_CHARACTERS; at += 1) {
      hash = Math.imul(hash ^ plain.charCodeAt(at), 0x01000193);
    }
    const bin = (hash >>> 26) % BINS;
    const value = (hash & 0x03ffffff) >>> 0;
    if (value < (bins[bin] as number)) bins[bin] = value;
  }
  return bins;
}

/** About the share of shingles that both have, 0 to 1. */
export function likeness(a: Uint32Array, b: Uint32Array): number {
  let equal = 0;
  let used = 0;
  for (let bin = 0; bin < BINS; bin += 1) {
    if (a[bin] === EMPTY && b[bin] === EMPTY) continue;
    used += 1;
    if (a[bin] === b[bin]) equal += 1;
  }
  return used === 0 ? 0 : equal / used;
}

/**
 * The best `k`, each weighed against its likeness to those before it: maximal marginal relevance (Carbonell and
 * Goldstein, "The Use of MMR", SIGIR 1998).
 * @param candidates best first, scores above 0
 * @param weight of the score, 0 to 1; the rest is that of being different
 */
export function thinned<Candidate extends { score: number; signature: Uint32Array }>(
  candidates: readonly Candidate[],
  k: number,
  weight: number,
): Candidate[] {
  const best = candidates[0]?.score ?? 1;
  const left = candidates.map((candidate) => ({ candidate, nearest: 0 }));
  const chosen: Candidate[] = [];
  while (chosen.length < k && left.length > 0) {
    const worth = left.map(({ candidate, nearest }) => (weight * candidate.score) / best - (1 - weight) * nearest);
    const place = worth.indexOf(Math.max(...worth));
    const [next] = left.splice(place, 1);
    if (next === undefined) break;
    chosen.push(next.candidate);
    for (const each of left) {
      each.nearest = Math.max(each.nearest, likeness(each.candidate.signature, next.candidate.signature));
    }
  }
  return chosen;
}
