import type { Citation } from "@hisho/protocol";

const STEP = " › ";

/** Where in its document a citation stands, without the title, which stands beside it; empty when that is all. */
export function placeIn({ title, locator }: Pick<Citation, "title" | "locator">): string {
  if (locator === title) return "";
  return locator.startsWith(title + STEP) ? locator.slice(title.length + STEP.length) : locator;
}

/** Title and place in one line. */
export function citationLine(citation: Pick<Citation, "title" | "locator">): string {
  const place = placeIn(citation);
  return place === "" ? citation.title : `${citation.title}・${place}`;
}
