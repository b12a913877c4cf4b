/** What a text is searched by: words where words stand apart, character n-grams where they do not. */

/** Scripts that write words without spaces, or glue particles to them. */
const GLUED_CHARACTERS = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー々〆`;
const RUN = new RegExp(`[${GLUED_CHARACTERS}]+|(?:(?![${GLUED_CHARACTERS}])[\\p{L}\\p{N}\\p{M}])+`, "gu");
const GLUED = new RegExp(`^[${GLUED_CHARACTERS}]`, "u");
/** One or two hiragana alone are grammar far more often than a word. */
const LONGEST_GRAMMAR = 2;
const LONGEST_GRAM = 3;

/** English words that carry grammar and no matter; a text is never found by them alone. */
const STOP_WORDS = new Set(
  `a about am an and any are as at be been but by can could did do does for from had has have he her him his how i if in
   into is it its just me my no not of on or our she should so some than that the their them then there these they this
   those to us was we were what when where which who whom whose why will with would you your`.split(/\s+/),
);

/** Plural to singular by the S stemmer (Harman, "How effective is suffixing?", 1991). */
function singular(word: string): string {
  if (/[^ea]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/[^aeo]es$/.test(word)) return word.slice(0, -1);
  if (/[^us]s$/.test(word)) return word.slice(0, -1);
  return word;
}

/** What a question in Japanese or Korean is made of besides its matter: question words, requests, polite endings. */
const ASKING = new RegExp(
  [
    "何時|何曜日|何|誰|いつ|どこ|なぜ|どうして|どう|どれ|ですか|ますか|でしょうか|ください|下さい|教えて|おしえて|です|ます",
    "언제|어디|무엇|뭐|누구|누가|어떻게|얼마|몇|알려|주세요|줘|인가요|예요|이에요|입니다|합니다|습니다|있나요|있어요|하나요|해요",
  ].join("|"),
  "g",
);
/** Found by chance in almost any text: hiragana alone, one syllable of Korean, one katakana. */
const WEAK = /^(?:\p{Script=Hiragana}+|\p{Script=Hangul}|[\p{Script=Katakana}ー])$/u;
const WEAK_WEIGHT = 0.3;

/** How much a shared term says, besides its rarity: 0 to 1. */
export const weightOf = (term: string): number => (WEAK.test(term) ? WEAK_WEIGHT : 1);

const isHiragana = (character: string): boolean => character >= "\u3041" && character <= "\u309f";

/** Appends a run's character n-grams. */
function pushGrams(terms: string[], run: string): void {
  const characters = [...run];
  for (let start = 0; start < characters.length; start++) {
    let gram = "";
    let isGrammar = true;
    for (const character of characters.slice(start, start + LONGEST_GRAM)) {
      gram += character;
      isGrammar &&= isHiragana(character) && gram.length <= LONGEST_GRAMMAR;
      if (!isGrammar) terms.push(gram);
    }
  }
}

/** Terms in order, repeated as often as they occur. NFKC and lower case make full width, half width and case equal. */
export function termsOf(text: string): string[] {
  const runs = text.normalize("NFKC").toLowerCase().replace(ASKING, " ").match(RUN) ?? [];
  const terms: string[] = [];
  for (const run of runs) {
    if (GLUED.test(run)) pushGrams(terms, run);
    else if (!STOP_WORDS.has(run)) terms.push(singular(run));
  }
  return terms;
}
