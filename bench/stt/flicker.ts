/** How much of what was shown is taken back. */

/**
 * @param texts in the order in which they were shown
 * @returns characters taken back for each one of the last text; 0 of nothing
 */
export function flicker(texts: readonly string[]): number {
  let retracted = 0;
  for (const [i, text] of texts.entries()) {
    const before = texts[i - 1] ?? "";
    retracted += before.length - sameBeginning(before, text);
  }
  return retracted / Math.max(1, texts.at(-1)?.length ?? 0);
}

function sameBeginning(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return at;
}
