/** Letters of a word whose script is none of those below; a guess on the safe side. */
const LETTERS_PER_UNIT = 3;

/**
 * The least number of syllables or morae in which a text can be said: a mora for a kana or kanji, a syllable for a block
 * of Hangul, a vowel group of Latin letters, a digit.
 */
export function spokenUnits(text: string): number {
  let units = 0;
  const rest = text.normalize("NFKC").replace(/[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{N}]/gu, (character) => {
    // Small kana are said with the one before them.
    if (!/[ぁぃぅぇぉゃゅょゎァィゥェォャュョヮ]/u.test(character)) units += 1;
    return " ";
  });
  for (const [word] of rest.matchAll(/\p{L}+/gu)) {
    const vowels = /^\p{sc=Latn}+$/u.test(word)
      ? word
          .normalize("NFD")
          .toLowerCase()
          .replace(/(?<=[^aeiouy])e$/u, "")
          .match(/[aeiouy]+/gu)?.length
      : Math.floor(word.length / LETTERS_PER_UNIT);
    units += Math.max(1, vowels ?? 1);
  }
  return units;
}
