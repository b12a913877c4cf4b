/** Lines of print to running text: a sentence that goes on in the next line is one sentence, a table's row stays a line. */

export interface PlacedText {
  text: string;
  endsLine: boolean;
  /** From the bottom of the page, in its units. */
  baseline: number;
  height: number;
  /** From the left of the page, in its units. */
  left: number;
  width: number;
}

/** Lines further apart than so many heights begin a new paragraph. */
const PARAGRAPH_HEIGHTS = 1.8;
/** Words in a line that are further apart than so many heights stand in cells of their own. */
const CELL_GAP_HEIGHTS = 1.5;
/** Cells below each other begin or end at the same place, but for so many heights. */
const ALIGNED_HEIGHTS = 0.6;
/** Lines whose every cell is wider than so many heights are lines of several columns of prose. */
const PROSE_HEIGHTS = 12;
const CJK_BEFORE = /[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f、，]$/;
const CJK_AFTER = /^[\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f「『（]/;

interface Cell {
  text: string;
  left: number;
  right: number;
}

interface Line {
  cells: Cell[];
  baseline: number;
  height: number;
}

export function linesToText(items: readonly PlacedText[]): string {
  const lines = linesOf(items);
  let text = "";
  let before: { line: Line; isRow: boolean } | undefined;
  for (const [place, line] of lines.entries()) {
    const isRow = [lines[place - 1], lines[place + 1]].some((other) => other !== undefined && areRows(line, other));
    const words = line.cells.map((cell) => cell.text).join(isRow ? " | " : " ");
    if (before === undefined) text = words;
    else if (isRow !== before.isRow || isFar(before.line, line)) text += `\n\n${words}`;
    else text = isRow ? `${text}\n${words}` : joinLines(text, words);
    before = { line, isRow };
  }
  return text;
}

const isFar = (above: Line, below: Line): boolean =>
  Math.abs(above.baseline - below.baseline) > above.height * PARAGRAPH_HEIGHTS;

/** Whether two lines are rows of a table: two cells at least stand below each other, and they are not columns of prose. */
function areRows(one: Line, other: Line): boolean {
  if (one.cells.length < 2 || other.cells.length < 2) return false;
  if ([one, other].some(isProse)) return false;
  const within = Math.max(one.height, other.height) * ALIGNED_HEIGHTS;
  const isNear = (a: number, b: number): boolean => Math.abs(a - b) <= within;
  const aligned = one.cells.filter((cell) =>
    other.cells.some(({ left, right }) => isNear(left, cell.left) || isNear(right, cell.right)),
  );
  return aligned.length >= 2;
}

const isProse = ({ cells, height }: Line): boolean =>
  cells.every(({ left, right }) => right - left > height * PROSE_HEIGHTS);

function linesOf(items: readonly PlacedText[]): Line[] {
  const lines: Line[] = [];
  let cells: Cell[] = [];
  let baseline: number | undefined;
  let height = 0;
  const finish = (): void => {
    const worded = cells
      .map((cell) => ({ ...cell, text: cell.text.replace(/\s+/g, " ").trim() }))
      .filter(({ text }) => text !== "");
    if (worded.length > 0) {
      lines.push({ cells: worded, baseline: baseline ?? 0, height: height || lines.at(-1)?.height || 1 });
    }
    cells = [];
    baseline = undefined;
  };
  for (const item of items) {
    height = item.height || height;
    const last = cells.at(-1);
    if (item.text.trim() === "") {
      if (last !== undefined) last.text += item.text;
    } else {
      baseline ??= item.baseline;
      const right = item.left + item.width;
      if (last === undefined || item.left - last.right > height * CELL_GAP_HEIGHTS) {
        cells.push({ text: item.text, left: item.left, right });
      } else {
        last.text += item.text;
        last.right = Math.max(last.right, right);
      }
    }
    if (item.endsLine) finish();
  }
  finish();
  return lines;
}

function joinLines(before: string, line: string): string {
  if (CJK_BEFORE.test(before) && CJK_AFTER.test(line)) return before + line;
  // A word that was divided at the line's end.
  if (/\p{Ll}-$/u.test(before) && /^\p{Ll}/u.test(line)) return before.slice(0, -1) + line;
  return `${before}\n${line}`;
}
