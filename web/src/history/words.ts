/** How words are compared when something is looked for. Pure. */

/**
 * Case, width (full and half), composition and kana (ホテル, ほてる) make no difference. Of the same length as the text
 * in NFKC wherever lower case is.
 */
export const folded = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));

/** Folded, and without what Markdown and citations put between the words. */
export const searchable = (text: string): string => folded(text.replace(/\*|`|\[\d{1,3}\]|\0/g, ""));

/** The words of a query, the longest first, which is likely the rarest. Empty when nothing is asked for. */
export const queryWords = (query: string): readonly string[] =>
  searchable(query)
    .split(/\s+/u)
    .filter((word) => word !== "")
    .sort((a, b) => b.length - a.length);
