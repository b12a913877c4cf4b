/** Puts the taught readings in the place of words, for the voice only. */
import type { Reading } from "@hisho/providers/llm/port.ts";

type Taught = Pick<Reading, "written" | "spoken">;

/** Letters and digits that stand together as a word where words stand apart. */
const SPACED = String.raw`[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]`;
const isSpaced = (character: string | undefined): boolean =>
  character !== undefined && new RegExp(SPACED, "u").test(character);
const isHangul = (character: string | undefined): boolean =>
  character !== undefined && /\p{Script=Hangul}/u.test(character);
const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/**
 * @param readings of one language
 * @returns rewrites a text in one pass: of what fits at a place the longest, no part of a word, and nothing that is
 *   itself the reading of something
 */
export function readerOf(readings: readonly Taught[]): (text: string) => string {
  const spoken = new Map<string, string>();
  for (const reading of readings) {
    const written = keyOf(reading.written);
    if (written !== "") spoken.set(written, reading.spoken);
  }
  if (spoken.size === 0) return (text) => text;
  const longestFirst = [...spoken.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const pattern = new RegExp(longestFirst.map(wordPattern).join("|"), "giu");
  return (text) => text.normalize("NFC").replace(pattern, (found) => spoken.get(keyOf(found)) ?? found);
}

/** However it is composed, cased and spaced. */
const keyOf = (text: string): string => text.normalize("NFC").trim().replace(/\s+/g, " ").toLowerCase();

/**
 * Where words stand apart a match is a whole word. Korean glues particles behind a word, Japanese anything on either
 * side.
 */
function wordPattern(written: string): string {
  const characters = [...written];
  const [first] = characters;
  const last = characters.at(-1);
  const before = isSpaced(first) ? `(?<!${SPACED}\\p{M}*)` : isHangul(first) ? String.raw`(?<!\p{Script=Hangul})` : "";
  // A mark or joiner would make another character of the last one: an emoji of another colour, a letter with an accent.
  const after = isSpaced(last) ? `(?!\\p{M}|${SPACED})` : String.raw`(?![\p{M}\u200d\u{1f3fb}-\u{1f3ff}])`;
  return `${before}${escaped(written).replace(/ /g, "\\s+")}${after}`;
}
