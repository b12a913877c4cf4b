/** How far what a recogniser wrote may be from a name and still be it. Pure. */

/** Spellings of one sound: kunrei, Hepburn and the Korean romanisation meet here. */
const MERGED: readonly (readonly [RegExp, string])[] = [
  [/sh|ss/g, "s"],
  [/ch|ts|tt/g, "t"],
  [/kk/g, "k"],
  [/pp/g, "p"],
  [/jj|j/g, "z"],
  [/eo/g, "o"],
  [/eu/g, "u"],
  [/ae/g, "e"],
  [/l/g, "r"],
  [/f/g, "h"],
  [/v/g, "b"],
  [/y/g, "i"],
  [/w/g, "u"],
];
/** Consonants that recognisers take for each other. */
const NEAR = ["sth", "rnd", "mn", "kg", "pb", "td", "sz", "bm"];
const VOWEL = /[aiueo]/;
const WEAK = ["iey", "ou"];

/** What is compared of kana and hangul. @param latin as `romanised` writes it */
export const soundKey = (latin: string): string =>
  MERGED.reduce((text, [pattern, letter]) => text.replace(pattern, letter), latin);

const isNear = (a: string, b: string): boolean =>
  [...NEAR, ...WEAK].some((letters) => letters.includes(a) && letters.includes(b));

/** A letter more or less: nothing where it lengthens the vowel beside it, much where it makes another word. */
const extra = (letter: string, ...beside: (string | undefined)[]): number =>
  VOWEL.test(letter) && beside.includes(letter) ? 0 : 2;

/** Costs of turning one row of letters into the other. */
function distance(
  a: string,
  b: string,
  swap: (a: string, b: string) => number,
  insert: (letter: string, before: string | undefined, after: string | undefined) => number,
): number {
  let row = [0];
  for (let j = 1; j <= b.length; j += 1) row.push(row[j - 1]! + insert(b[j - 1]!, b[j - 2], b[j]));
  for (let i = 1; i <= a.length; i += 1) {
    const gone = insert(a[i - 1]!, a[i - 2], a[i]);
    const next = [row[0]! + gone];
    for (let j = 1; j <= b.length; j += 1) {
      next.push(
        Math.min(
          row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : swap(a[i - 1]!, b[j - 1]!)),
          row[j]! + gone,
          next[j - 1]! + insert(b[j - 1]!, b[j - 2], b[j]),
        ),
      );
    }
    row = next;
  }
  return row[b.length]!;
}

/** Of two sound keys: one sound mistaken for its neighbour passes, another vowel or a missing sound does not. */
export function soundsLike(heard: string, name: string): boolean {
  const allowed = name.length >= 8 ? 2 : name.length >= 4 ? 1 : 0;
  return distance(heard, name, (a, b) => (isNear(a, b) ? 1 : 2), extra) <= allowed;
}

/** Of two spellings in Latin letters: one letter in five passes, none in a short name, and no other vowel. */
export function spelledLike(heard: string, name: string): boolean {
  const allowed = name.length >= 9 ? 2 : name.length >= 5 ? 1 : 0;
  if (Math.abs(heard.length - name.length) > allowed) return false;
  const isVowel = (letter: string) => VOWEL.test(letter) || letter === "y";
  const swap = (a: string, b: string) => (isNear(a, b) || !(isVowel(a) || isVowel(b)) ? 1 : 2);
  return distance(heard, name, swap, () => 1) <= allowed;
}
