import type { Citation } from "@hisho/protocol";

const STEP = " › ";
/** A page, or the first and the last of several. */
type PageName = (first: number, last?: number) => string;
/** docs/protocol.md: the page comes first, where a document has pages. */
const PAGE = /^p\. (\d+)(?:–(\d+))?$/;

/**
 * Where in its document a citation stands, without the title, which stands beside it; empty when that is all.
 * @param pageName the page in the person's language
 */
export function placeIn({ title, locator }: Pick<Citation, "title" | "locator">, pageName: PageName): string {
  const [first = "", ...others] = locator.split(STEP);
  const [, page, last] = PAGE.exec(first) ?? [];
  const headings = page === undefined ? [first, ...others] : others;
  const below = headings[0] === title ? headings.slice(1) : headings;
  const path = below.join(STEP);
  if (page === undefined) return path;
  const name = last === undefined ? pageName(Number(page)) : pageName(Number(page), Number(last));
  return path === "" ? name : `${name}・${path}`;
}

/** Title and place in one line. */
export function citationLine(citation: Pick<Citation, "title" | "locator">, pageName: PageName): string {
  const place = placeIn(citation, pageName);
  return place === "" ? citation.title : `${citation.title}・${place}`;
}
