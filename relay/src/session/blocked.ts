/** Whether somebody asks about what the operator does not want answered here (docs/protocol.md, "Reception screens"). */

/** The mark of another block stands 0x60 before: katakana as hiragana (Unicode, code charts U+3040 and U+30A0). */
const toHiragana = (text: string): string =>
  text.replace(/[\u30a1-\u30f6]/g, (kana) => String.fromCharCode(kana.charCodeAt(0) - 0x60));

const LATIN_RUN = /[\p{Script=Latin}\p{N}\p{M}]+/gu;

/** NFKC, without case, katakana as hiragana; one space between words and around Latin ones, and nothing else. */
const folded = (text: string): string =>
  toHiragana(text.normalize("NFKC").toLowerCase())
    .replace(/[\p{Cf}\u00ad]/gu, "")
    .replace(/[^\p{L}\p{N}\p{M}ー]+/gu, " ")
    .replace(LATIN_RUN, " $& ")
    .replace(/ +/g, " ")
    .trim();

const isLatin = (word: string): boolean => word.replace(LATIN_RUN, "").trim() === "";

/** Latin words stand between spaces: "art" is not in "start". Other scripts write theirs together. */
function holds(text: string, word: string): boolean {
  if (word === "") return false;
  if (!isLatin(word)) return text.replaceAll(" ", "").includes(word.replaceAll(" ", ""));
  return [word, `${word}s`, `${word}es`].some((form) => ` ${text} `.includes(` ${form} `));
}

/** @param blocked in the operator's spelling */
export function isBlocked(question: string, blocked: readonly string[]): boolean {
  if (blocked.length === 0) return false;
  const text = folded(question);
  return blocked.some((word) => holds(text, folded(word)));
}
