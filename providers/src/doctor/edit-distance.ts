/** Levenshtein distance: the fewest substitutions, deletions and insertions that turn `wanted` into `got`. */
export function editDistance(wanted: readonly string[], got: readonly string[]): number {
  let row = got.map((_, index) => index + 1);
  for (const [i, piece] of wanted.entries()) {
    let diagonal = i;
    let left = i + 1;
    row = got.map((other, j) => {
      const above = row[j] ?? 0;
      left = Math.min(above + 1, left + 1, diagonal + (piece === other ? 0 : 1));
      diagonal = above;
      return left;
    });
  }
  return row.at(-1) ?? wanted.length;
}
