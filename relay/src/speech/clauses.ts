/**
 * Cuts a stream of text into clauses that can be spoken one by one: the first one early, none inside a number, a URL,
 * a bracket, a quotation, a table or a code block.
 */

/** Clause length above which a comma ends it, and above which it is cut wherever it hurts least, in characters. */
interface Lengths {
  comma: number;
  most: number;
}
const FIRST: Record<"cjk" | "latin", Lengths> = { cjk: { comma: 7, most: 60 }, latin: { comma: 14, most: 160 } };
const LATER: Record<"cjk" | "latin", Lengths> = { cjk: { comma: 45, most: 90 }, latin: { comma: 110, most: 220 } };

const STRONG_CJK = "。！？｡．";
const STRONG_LATIN = ".!?…‥";
const COMMAS = "、，,；;：:";
const OPENERS = "(（[［{｛「『【〈《“‘«";
const CLOSERS = ")）]］}｝」』】〉》”’»";
const TRAILING = `${CLOSERS}${STRONG_CJK}${STRONG_LATIN}"'*_\``;
const CJK = /[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uff60]/;
const ABBREVIATION = /(?:^|[\s(])(?:[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|St|vs|etc|e\.g|i\.e|No|Fig|approx|a\.m|p\.m)$/;
const URL_TAIL = /(?:https?:\/\/|www\.)[^\s\u3000-\u9fff\uff00-\uffef]*$/;
/** A link or a picture with where it leads, whole or still open, and an address by itself; none is cut. */
const ADDRESSES =
  /!?\[[^\]\n]{0,200}\]\([^)\s]{0,4000}\)?|(?:https?:\/\/|www\.)[^\s\u3000-\u9fff\uff00-\uffef]{0,4000}/g;
const CITATION = /^\s?\[\d{0,2}(\])?/;

/** The clauses of a text that is whole. */
export function clausesOf(text: string): string[] {
  const splitter = new ClauseSplitter();
  return [...splitter.push(text), ...splitter.flush()];
}

export class ClauseSplitter {
  #buffer = "";
  #first = true;

  /** Takes the next piece of text. @returns the clauses that are complete, in order, with their own white space */
  push(text: string): string[] {
    this.#buffer += text;
    return this.#take(false);
  }

  /** The text is whole. @returns what is left */
  flush(): string[] {
    return this.#take(true);
  }

  #take(whole: boolean): string[] {
    const clauses: string[] = [];
    for (;;) {
      const end = this.#end(whole);
      if (end === 0) return clauses;
      const clause = this.#buffer.slice(0, end);
      this.#buffer = this.#buffer.slice(end);
      if (clause.trim() === "") continue;
      this.#first = false;
      clauses.push(clause);
    }
  }

  /** Where the first clause of the buffer ends; 0 while that is open. */
  #end(whole: boolean): number {
    const text = this.#buffer;
    if (text === "") return 0;
    const block = blockEnd(text, whole);
    if (block !== undefined) return block;
    const { comma, most } = (this.#first ? FIRST : LATER)[CJK.test(text) ? "cjk" : "latin"];
    const plain = text.length < most ? text : withoutAddresses(text);
    let depth = 0;
    let straightQuote = false;
    for (let i = 0; i < text.length; i += 1) {
      const at = text[i]!;
      if (at === "\n") return i + 1;
      if (OPENERS.includes(at)) depth += 1;
      else if (CLOSERS.includes(at) && !isApostrophe(text, i)) depth = Math.max(0, depth - 1);
      else if (at === '"') straightQuote = !straightQuote;
      const inside = depth > 0 || straightQuote;
      if (i >= most && plain[i] !== ADDRESS) return leastPainful(plain.slice(0, i));
      if (inside) continue;
      if (isStrong(text, i, whole) || (i + 1 >= comma && isComma(text, i, whole))) {
        const end = withTrailing(text, i + 1, whole);
        if (end !== undefined) return end;
        return 0;
      }
    }
    return whole ? text.length : 0;
  }
}

/** The end of a code fence or a table that begins here, 0 while it is open, undefined where neither begins. */
function blockEnd(text: string, whole: boolean): number | undefined {
  const start = text.search(/\S/);
  const head = start < 0 ? "" : text.slice(start);
  const fence = /^(```+|~~~+)/.exec(head)?.[1];
  if (fence !== undefined) {
    const close = text.indexOf(`\n${fence}`, start + fence.length);
    const line = close < 0 ? -1 : text.indexOf("\n", close + 1);
    if (line >= 0) return line + 1;
    return whole ? text.length : 0;
  }
  if (head.startsWith("|")) {
    const end = /\n(?!\s*\|)(?=[^\n]*\S)|\n\s*\n/.exec(text.slice(start));
    if (end !== null) return start + end.index + 1;
    return whole ? text.length : 0;
  }
  if (!whole && /^(`{1,2}|~{1,2})$/.test(head)) return 0;
  return undefined;
}

function isStrong(text: string, i: number, whole: boolean): boolean {
  const at = text[i]!;
  if (STRONG_CJK.includes(at)) return !URL_TAIL.test(text.slice(0, i)) || CJK.test(at) || at === "。";
  if (!STRONG_LATIN.includes(at)) return false;
  const next = text[i + 1];
  if (next === undefined) return whole;
  const before = text.slice(0, i);
  if (URL_TAIL.test(before) && !/\s/.test(next)) return false;
  if (at !== ".")
    return /[\s"'”’)\]」』）]/.test(next) || CJK.test(next) || at === "…" || at === "‥" || STRONG_LATIN.includes(next);
  if (/^\s*\d+$/.test(before)) return false;
  if (ABBREVIATION.test(before)) return false;
  if (/[\w@]/.test(next)) return false;
  return true;
}

function isComma(text: string, i: number, whole: boolean): boolean {
  const at = text[i]!;
  if (!COMMAS.includes(at)) return false;
  const next = text[i + 1];
  if (next === undefined) return whole;
  if (at === "、" || at === "，" || at === "；" || at === "：") return true;
  return /\s/.test(next) && !URL_TAIL.test(text.slice(0, i));
}

/** Takes closing marks, further stops, a citation and white space along; undefined while more of them may come. */
function withTrailing(text: string, from: number, whole: boolean): number | undefined {
  let end = from;
  for (;;) {
    if (end >= text.length) return whole ? end : undefined;
    const citation = CITATION.exec(text.slice(end));
    if (citation !== null) {
      if (citation[1] === undefined) {
        if (!whole && end + citation[0].length === text.length) return undefined;
        break;
      }
      end += citation[0].length;
    } else if (TRAILING.includes(text[end]!)) {
      end += 1;
    } else {
      break;
    }
  }
  while (end < text.length && /[ \t\u3000]/.test(text[end]!)) end += 1;
  return end;
}

function isApostrophe(text: string, i: number): boolean {
  return text[i] === "’" && /\w/.test(text[i - 1] ?? "") && /\w/.test(text[i + 1] ?? "");
}

/** Stands for each character of an address. */
const ADDRESS = "\u{e000}";
const withoutAddresses = (text: string): string => text.replace(ADDRESSES, (address) => ADDRESS.repeat(address.length));

/** The last word boundary, never before the middle, never inside an address. @param text its addresses masked */
function leastPainful(text: string): number {
  const middle = Math.floor(text.length / 2);
  const comma = Math.max(...[...COMMAS, " ", "\u3000"].map((mark) => text.lastIndexOf(mark)));
  if (comma >= middle) return comma + 1;
  if (text.endsWith(ADDRESS)) return text.length;
  const words = [...new Intl.Segmenter("ja", { granularity: "word" }).segment(text)];
  const last = words.at(-1);
  return last !== undefined && last.index >= middle ? last.index : text.length;
}
