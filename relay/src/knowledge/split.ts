/** A piece of a document: its text is exactly `text.slice(start, end)`. */
export interface Piece {
  /** `p. 3` where the document has pages, `p. 3–4` where it goes over to the next, and the headings above it, outermost first, joined by ` › `; may be empty. */
  locator: string;
  /** UTF-16 code units from the document's beginning; the end is not included. */
  start: number;
  end: number;
}

/** Characters (UTF-16 code units). A section shorter than the minimum is a piece of its own. */
const MIN_CHARACTERS = 800;
const MAX_CHARACTERS = 1200;
const OVERLAP_CHARACTERS = 200;
const LOCATOR_SEPARATOR = " › ";

/** Where a long section may be cut, the best first: after a page, a paragraph, a line, a sentence, a word. */
const BOUNDARIES = [/\f/g, /\n\s*\n/g, /\n/g, /[。！？…]|[.!?](?=\s)/g, /\s/g];

/** ATX headings and fences of CommonMark 0.31 (sections 4.2 and 4.5), one line at a time. */
const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*)$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

interface Section extends Piece {
  headings: readonly string[];
}

export interface Heading {
  /** 1 to 6. */
  level: number;
  title: string;
  /** Where its line begins. */
  start: number;
}

/** The ATX headings of a Markdown document outside code fences. Linear in its length. */
export function headingsOf(text: string): Heading[] {
  const headings: Heading[] = [];
  let fence: string | undefined;
  let start = 0;
  for (const line of text.split("\n")) {
    const mark = FENCE.exec(line)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined;
    } else if (mark !== undefined) {
      fence = mark;
    } else {
      const [, hashes, rest = ""] = HEADING.exec(line) ?? [];
      const title = withoutClosing(rest.trim());
      if (hashes !== undefined && title) headings.push({ level: hashes.length, title, start });
    }
    start += line.length + 1;
  }
  return headings;
}

/** The heading may end in `#` of its own; a pattern for it would take the square of a long line's length. */
function withoutClosing(title: string): string {
  let end = title.length;
  while (title[end - 1] === "#") end -= 1;
  return end === 0 || /\s/.test(title[end - 1] ?? "") ? title.slice(0, end).trimEnd() : title;
}

function sectionsOf(text: string): Section[] {
  const sections: Section[] = [];
  const path: (string | undefined)[] = [];
  const headings = headingsOf(text);
  const close = (start: number, end: number): void => {
    const above = path.filter((title) => title !== undefined);
    sections.push({ start, end, headings: above, locator: above.join(LOCATOR_SEPARATOR) });
  };
  let start = 0;
  for (const heading of headings) {
    close(start, heading.start);
    path.length = Math.min(path.length, heading.level - 1);
    path[heading.level - 1] = heading.title;
    start = heading.start;
  }
  close(start, text.length);
  return sections;
}

/** The last boundary in `text[from, to)`, as the place right after it; undefined when there is none of any kind. */
function lastBoundary(text: string, from: number, to: number): number | undefined {
  const window = text.slice(from, to);
  for (const boundary of BOUNDARIES) {
    const last = [...window.matchAll(boundary)].at(-1);
    if (last !== undefined) return from + last.index + last[0].length;
  }
  return undefined;
}

/** The first boundary in `text[from, to)`: a line, a sentence, else a word. */
function firstBoundary(text: string, from: number, to: number): number | undefined {
  const window = text.slice(from, to);
  for (const boundary of BOUNDARIES) {
    const [first] = window.matchAll(boundary);
    if (first !== undefined && from + first.index + first[0].length < to) return from + first.index + first[0].length;
  }
  return undefined;
}

/** Never between the halves of a surrogate pair. */
const wholeCharacter = (text: string, at: number): number =>
  /[\uDC00-\uDFFF]/.test(text[at] ?? "") && /[\uD800-\uDBFF]/.test(text[at - 1] ?? "") ? at - 1 : at;

function* cut(text: string, start: number, end: number): Generator<[number, number]> {
  let from = start;
  while (end - from > MAX_CHARACTERS) {
    const to = lastBoundary(text, from + MIN_CHARACTERS, from + MAX_CHARACTERS);
    const at = to ?? wholeCharacter(text, from + MAX_CHARACTERS);
    yield [from, at];
    from = firstBoundary(text, at - OVERLAP_CHARACTERS, at) ?? wholeCharacter(text, at - OVERLAP_CHARACTERS);
  }
  yield [from, end];
}

/** Cuts a document along its headings, and long sections at paragraphs, sentences or words, with some overlap. */
export function split(text: string): Piece[] {
  const pages = pageStarts(text);
  return sectionsOf(text).flatMap(({ start, end, locator }) =>
    [...cut(text, start, end)]
      .map(([from, to]) => trimmed(text, from, to, locator))
      .filter((piece) => piece.end > piece.start)
      .map((piece) => (pages.length > 1 ? { ...piece, locator: onPage(pages, piece) } : piece)),
  );
}

/** Where pages begin; they are parted by form feeds. */
const pageStarts = (text: string): number[] => [0, ...[...text.matchAll(/\f/g)].map(({ index }) => index + 1)];

function onPage(starts: readonly number[], { start, end, locator }: Piece): string {
  const pageOf = (place: number): number => starts.findLastIndex((from) => from <= place) + 1;
  const [first, last] = [pageOf(start), pageOf(end - 1)];
  const page = first === last ? `p. ${first}` : `p. ${first}–${last}`;
  return locator === "" ? page : `${page}${LOCATOR_SEPARATOR}${locator}`;
}

function trimmed(text: string, start: number, end: number, locator: string): Piece {
  const inner = text.slice(start, end);
  const from = start + (inner.length - inner.trimStart().length);
  return { locator, start: from, end: Math.max(from, start + inner.trimEnd().length) };
}
