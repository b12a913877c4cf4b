/**
 * The beginning of `text` up to a share of its length, cut back to a word boundary.
 * @param share 0 to 1
 */
export function wordsUpTo(text: string, share: number): string {
  const limit = text.length * share;
  let end = 0;
  for (const { index, segment } of new Intl.Segmenter(undefined, { granularity: "word" }).segment(text)) {
    if (index + segment.length > limit) break;
    end = index + segment.length;
  }
  return text.slice(0, end);
}
