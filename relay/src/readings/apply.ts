/** Puts the taught readings in the place of words, for the voice only. */
import type { Reading } from "@hisho/providers/llm/port.ts";

type Taught = Pick<Reading, "written" | "spoken">;

/** Letters and digits that stand together as a word where words stand apart. */
const SPACED = /[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}]/u;
const HANGUL = /\p{Script=Hangul}/u;
const MARK = /\p{M}/u;
/** It would make another character of the one before: an emoji of another colour, a letter with an accent. */
const JOINED = /\p{M}|\u200d|[\u{1f3fb}-\u{1f3ff}]/u;
const SPACE = /\s/u;

interface Word {
  /** Characters, folded; one space for any number of them. */
  key: readonly string[];
  spoken: string;
}

/**
 * Costs nothing to be made anew, and of a text only the words that begin with one of its characters.
 * @param readings of one language
 * @returns rewrites a text in one pass: of what fits at a place the longest, no part of a word, and nothing that is
 *   itself the reading of something
 */
export function readerOf(readings: readonly Taught[]): (text: string) => string {
  const words = wordsOf(readings);
  if (words.size === 0) return (text) => text;
  return (text) => {
    const characters = [...text.normalize("NFC")];
    const folded = characters.map(fold);
    const read: string[] = [];
    for (let at = 0; at < characters.length; ) {
      const [spoken, end] = wordAt(words.get(folded[at] ?? ""), characters, folded, at);
      read.push(spoken);
      at = end;
    }
    return read.join("");
  };
}

const fold = (character: string): string => character.toLowerCase();

/** By their first character, the longest first; of words that are the same but for case and spaces the last. */
function wordsOf(readings: readonly Taught[]): Map<string, Word[]> {
  const known = new Map<string, Word>();
  for (const { written, spoken } of readings) {
    const key = [...written.normalize("NFC").trim().replace(/\s+/g, " ")].map(fold);
    if (key.length > 0) known.set(key.join(""), { key, spoken });
  }
  const words = new Map<string, Word[]>();
  for (const word of [...known.values()].sort((a, b) => b.key.length - a.key.length)) {
    const first = word.key[0] ?? "";
    const others = words.get(first);
    if (others === undefined) words.set(first, [word]);
    else others.push(word);
  }
  return words;
}

/** @returns what is said at that place, and where it goes on */
function wordAt(
  words: readonly Word[] = [],
  characters: readonly string[],
  folded: readonly string[],
  at: number,
): [spoken: string, end: number] {
  for (const { key, spoken } of words) {
    const end = endOf(key, folded, at);
    if (end !== undefined && beginsAt(characters, at) && endsAt(characters, end)) return [spoken, end];
  }
  return [characters[at] ?? "", at + 1];
}

/** Where the word ends that begins there; undefined when it does not stand there. */
function endOf(key: readonly string[], folded: readonly string[], at: number): number | undefined {
  let end = at;
  for (const character of key) {
    const isHere = character === " " ? SPACE.test(folded[end] ?? "") : folded[end] === character;
    if (!isHere) return undefined;
    end += 1;
    while (character === " " && SPACE.test(folded[end] ?? "")) end += 1;
  }
  return end;
}

/** Where words stand apart a match is a whole word. Korean glues particles behind a word, Japanese anything on either side. */
function beginsAt(characters: readonly string[], at: number): boolean {
  const first = characters[at] ?? "";
  if (HANGUL.test(first)) return !HANGUL.test(characters[at - 1] ?? "");
  if (!SPACED.test(first)) return true;
  let before = at - 1;
  while (MARK.test(characters[before] ?? "")) before -= 1;
  return !SPACED.test(characters[before] ?? "");
}

function endsAt(characters: readonly string[], end: number): boolean {
  const next = characters[end] ?? "";
  return SPACED.test(characters[end - 1] ?? "") ? !MARK.test(next) && !SPACED.test(next) : !JOINED.test(next);
}
