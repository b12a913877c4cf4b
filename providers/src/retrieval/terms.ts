/** What a text is searched by: stems of words where words stand apart, character n-grams where they do not. */
import { stemmer } from "stemmer";
import { normalised } from "./normalise.ts";

/** How the letters of a term are written: a text in one script cannot hold the words of another. */
export type Script = "latin" | "japanese" | "hangul";

/** Scripts that write words without spaces, or glue particles to them. */
const JAPANESE = String.raw`\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー々〆`;
const RUN = new RegExp(
  `[${JAPANESE}]+|\\p{Script=Hangul}+|(?:(?![${JAPANESE}\\p{Script=Hangul}])[\\p{L}\\p{M}])+|\\p{N}+`,
  "gu",
);
const JAPANESE_START = new RegExp(`^[${JAPANESE}]`, "u");
const HANGUL_START = /^\p{Script=Hangul}/u;
const NUMBER = /^\p{N}/u;
/** One or two hiragana alone are grammar far more often than a word. */
const LONGEST_GRAMMAR = 2;
const LONGEST_GRAM = 3;

/** English words that carry grammar and no matter; a text is never found by them alone. */
const STOP_WORDS = new Set(
  `a about after all also am an and any are as at be because been before being but by can could did do does doing done
   for from get give go goes going had has have having he her here him his how i if in into is it its just let me much
   my no not of off on or our out please say says she should show so some still take tell than thank that the their them
   then there these they thing this those to too up us use used using very was we were what when where which while who
   whom whose why will with would you your many need needs must shall may might ever whether`.split(/\s+/),
);

/** What a question in Japanese or Korean is made of besides its matter: question words, requests, polite endings. */
const ASKING = new RegExp(
  [
    "何時|何曜日|何月|何日|何年|何人|何個|何回|何分|何|誰|いつ|どこ|なぜ|どうして|どうすれば|どうやって|どう|どれくらい|どれ|いくつ|いくら",
    "ですか|ますか|でしょうか|でしたか|ましたか|ください|下さい|教えて|おしえて|知りたい|ありますか|あります|について|とは|です|ます",
    "언제|어디|무엇|뭐|누구|누가|어떻게|어떤|무슨|얼마나|얼마|몇|알려|주세요|줘|인가요|이에요|예요|입니다|합니다|습니다|있나요|있어요",
    "하나요|해요|해야|되나요|돼요|나요|까요|었죠|였죠|었지|였지|대해|싶어요",
  ].join("|"),
  "gu",
);
/** Found by chance in almost any text: hiragana alone, one syllable of Korean, one katakana. */
const WEAK = /^(?:\p{Script=Hiragana}+|\p{Script=Hangul}|[\p{Script=Katakana}ー])$/u;

const WEAK_WEIGHT = 0.3;
/** Two characters are about a word; one is half of it, and three say little that their pairs have not said. */
const GRAM_WEIGHTS = [0.5, 1, 0.5];

/** How much a shared term says, besides its rarity: 0 to 1. */
export function weightOf(term: string): number {
  if (WEAK.test(term)) return WEAK_WEIGHT;
  return scriptOf(term) === "latin" ? 1 : (GRAM_WEIGHTS[[...term].length - 1] ?? 1);
}

/** Numbers are of every script and count as Latin. */
export function scriptOf(term: string): Script {
  if (HANGUL_START.test(term)) return "hangul";
  return JAPANESE_START.test(term) ? "japanese" : "latin";
}

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

function termsIn(text: string): string[] {
  const terms: string[] = [];
  let before = "";
  let end = -1;
  for (const { 0: run, index } of text.matchAll(RUN)) {
    const script = scriptOf(run);
    const isNumber = NUMBER.test(run);
    const isJoined = index === end && isNumber !== NUMBER.test(before) && scriptOf(before) === "latin";
    if (isJoined) terms.push(before + (script === "latin" ? run : String.fromCodePoint(run.codePointAt(0) ?? 0)));
    if (isNumber) terms.push(run);
    else if (script !== "latin") pushGrams(terms, run);
    else if (!STOP_WORDS.has(run)) terms.push(stemmer(run));
    before = isJoined && script === "latin" ? before + run : run;
    end = index + run.length;
  }
  return terms;
}

/**
 * Terms in order, repeated as often as they occur; words that only ask are none. Letters and figures that stand together
 * are a name beside their parts: `sha256sums`, `3月`, `780mb`.
 */
export const termsOf = (text: string): string[] => termsIn(normalised(text).replace(ASKING, " "));
