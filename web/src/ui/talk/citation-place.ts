import type { Citation } from "@hisho/protocol";

const STEP = " › ";
/** docs/protocol.md: the page comes first, where a document has pages. */
const PAGE = /^p\. (\d+)$/;

/**
 * Where in its document a citation stands, without the title, which stands beside it; empty when that is all.
 * @param pageName the page in the person's language
 */
export function placeIn(
  { title, locator }: Pick<Citation, "title" | "locator">,
  pageName: (page: number) => string,
): string {
  const [first = "", ...others] = locator.split(STEP);
  const page = PAGE.exec(first)?.[1];
  const headings = page === undefined ? [first, ...others] : others;
  const below = headings[0] === title ? headings.slice(1) : headings;
  const path = below.join(STEP);
  if (page === undefined) return path;
  return path === "" ? pageName(Number(page)) : `${pageName(Number(page))}・${path}`;
}

/** Title and place in one line. */
export function citationLine(
  citation: Pick<Citation, "title" | "locator">,
  pageName: (page: number) => string,
): string {
  const place = placeIn(citation, pageName);
  return place === "" ? citation.title : `${citation.title}・${place}`;
}
