/** Lines of print to running text: a sentence that goes on in the next line is one sentence. */

export interface PlacedText {
  text: string;
  endsLine: boolean;
  /** From the bottom of the page, in its units. */
  baseline: number;
  height: number;
}

/** Lines further apart than so many heights begin a new paragraph. */
const PARAGRAPH_HEIGHTS = 1.8;
const CJK_BEFORE = /[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f、，]$/;
const CJK_AFTER = /^[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f「『（]/;

export function linesToText(items: readonly PlacedText[]): string {
  let text = "";
  let line = "";
  let lineBaseline: number | undefined;
  let previous: { baseline: number; height: number } | undefined;
  const finish = (height: number): void => {
    const words = line.replace(/\s+/g, " ").trim();
    const baseline = lineBaseline ?? 0;
    line = "";
    lineBaseline = undefined;
    if (words === "") return;
    const far = previous !== undefined && Math.abs(previous.baseline - baseline) > previous.height * PARAGRAPH_HEIGHTS;
    text = joinLines(text, words, far);
    previous = { baseline, height: height || previous?.height || 1 };
  };
  let height = 0;
  for (const item of items) {
    if (item.text.trim() !== "") lineBaseline ??= item.baseline;
    height = item.height || height;
    line += item.text;
    if (item.endsLine) finish(height);
  }
  finish(height);
  return text;
}

function joinLines(before: string, line: string, newParagraph: boolean): string {
  if (before === "") return line;
  if (newParagraph) return `${before}\n\n${line}`;
  if (CJK_BEFORE.test(before) && CJK_AFTER.test(line)) return before + line;
  // A word that was divided at the line's end.
  if (/\p{Ll}-$/u.test(before) && /^\p{Ll}/u.test(line)) return before.slice(0, -1) + line;
  return `${before}\n${line}`;
}
