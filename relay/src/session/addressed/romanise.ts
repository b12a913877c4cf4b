/** How kana and hangul sound, in Latin letters close enough to compare a name across scripts. Pure. */

const ROWS: readonly (readonly [consonant: string, kana: string])[] = [
  ["", "あいうえお"],
  ["k", "かきくけこ"],
  ["g", "がぎぐげご"],
  ["s", "さしすせそ"],
  ["z", "ざじずぜぞ"],
  ["t", "たちつてと"],
  ["d", "だぢづでど"],
  ["n", "なにぬねの"],
  ["h", "はひふへほ"],
  ["b", "ばびぶべぼ"],
  ["p", "ぱぴぷぺぽ"],
  ["m", "まみむめも"],
  ["r", "らりるれろ"],
];
const VOWELS = "aiueo";
/** Hepburn, where it differs from the row. */
const HEPBURN: Readonly<Record<string, string>> = {
  し: "shi",
  じ: "ji",
  ち: "chi",
  ぢ: "ji",
  つ: "tsu",
  づ: "zu",
  ふ: "fu",
  や: "ya",
  ゆ: "yu",
  よ: "yo",
  わ: "wa",
  を: "o",
  ん: "n",
  ゔ: "vu",
  ー: "",
  っ: "",
};
const KANA = new Map<string, string>([
  ...ROWS.flatMap(([consonant, row]) =>
    [...row].map((kana, index): [string, string] => [kana, consonant + (VOWELS[index] ?? "")]),
  ),
  ...Object.entries(HEPBURN),
]);
const SMALL: Readonly<Record<string, string>> = {
  ゃ: "ya",
  ゅ: "yu",
  ょ: "yo",
  ぁ: "a",
  ぃ: "i",
  ぅ: "u",
  ぇ: "e",
  ぉ: "o",
};

// Unicode 16, section 3.12: a syllable is 0xac00 + (initial * 21 + vowel) * 28 + final.
const INITIALS = ["g", "kk", "n", "d", "tt", "r", "m", "b", "pp", "s", "ss", "", "j", "jj", "ch", "k", "t", "p", "h"];
const MEDIALS = "a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i".split(" ");
const FINALS = " k k k n n n t l k m p t t p l m p p t t ng t t k t p t".split(" ");

/** Katakana as hiragana; everything else as it is. */
const hiragana = (character: string): string => {
  const code = character.charCodeAt(0);
  return code >= 0x30a1 && code <= 0x30f4 ? String.fromCharCode(code - 0x60) : character;
};

function hangulSound(character: string): string | undefined {
  const index = character.charCodeAt(0) - 0xac00;
  if (index < 0 || index >= 11_172) return undefined;
  const [initial, medial, final] = [Math.floor(index / 588), Math.floor((index % 588) / 28), index % 28];
  return `${INITIALS[initial]}${MEDIALS[medial]}${FINALS[final]}`;
}

export interface Sound {
  /** Latin letters; empty for a mark that only lengthens. */
  sound: string;
  /** UTF-16 code units of the text that make it. */
  length: number;
}

/** The first syllable of a text. @returns undefined when it begins with no kana and no hangul */
export function firstSound(text: string): Sound | undefined {
  const character = hiragana(text[0] ?? "");
  const hangul = hangulSound(character);
  if (hangul !== undefined) return { sound: hangul, length: 1 };
  const sound = KANA.get(character) ?? SMALL[character];
  if (sound === undefined) return undefined;
  const small = SMALL[hiragana(text[1] ?? "")];
  if (small === undefined || !sound.endsWith("i")) return { sound, length: 1 };
  const glide = /^(?:sh|ch|j)i$/.test(sound) && small.startsWith("y") ? small.slice(1) : small;
  return { sound: sound.slice(0, -1) + glide, length: 2 };
}

/** A whole word in Latin letters, lower case; letters of other scripts stay. */
export function romanised(word: string): string {
  let latin = "";
  for (let at = 0; at < word.length; ) {
    const { sound, length } = firstSound(word.slice(at)) ?? { sound: word[at]!.toLowerCase(), length: 1 };
    latin += sound;
    at += length;
  }
  return latin;
}
