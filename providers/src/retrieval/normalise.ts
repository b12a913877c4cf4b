/** One spelling for what is written in several ways, so that question and passage meet. */

type Values = Readonly<Record<string, number>>;

const DIGITS: Values = { 〇: 0, 零: 0, 一: 1, 二: 2, 三: 3, 四: 4, 五: 5, 六: 6, 七: 7, 八: 8, 九: 9 };
const PLACES: Values = { 十: 10, 百: 100, 千: 1000 };
const MYRIAD = 10_000;
/** Of a number in words; a longer row of them is none, and is not searched for its end. */
const MOST_NUMERALS = 12;
/** What is counted or dated in Japanese: 「十二時」 is 12時, 「一緒」 stays as it is. */
const JAPANESE_COUNTERS =
  "時|分|秒|日|月|年|週|歳|才|人|名|個|回|枚|本|冊|台|階|円|度|番|号|点|割|倍|件|行|章|節|泊|か月|ヶ月|カ月";
const KANJI = "[〇零一二三四五六七八九十百千万]";
const KANJI_NUMBER = new RegExp(`(?<!${KANJI})${KANJI}{1,${MOST_NUMERALS}}(?=${JAPANESE_COUNTERS})`, "g");

const NATIVE_ONES: Values = {
  ...{ 하나: 1, 한: 1, 두: 2, 둘: 2, 세: 3, 셋: 3, 네: 4, 넷: 4, 다섯: 5, 여섯: 6, 일곱: 7, 여덟: 8, 아홉: 9 },
};
const NATIVE_TENS: Values = { 열: 10, 스물: 20, 스무: 20, 서른: 30, 마흔: 40, 쉰: 50 };
/** Counted with Korea's own numbers: 「열두 시」 is 12시. */
const NATIVE_ONE = Object.keys(NATIVE_ONES).join("|");
const NATIVE_NUMBER = new RegExp(
  `(?<!\\p{L})(?:(${Object.keys(NATIVE_TENS).join("|")})(${NATIVE_ONE})?|(${NATIVE_ONE})) ?(?=(?:시간|시|살|개|명|번|달|마리|권|잔|장|대|가지)(?!\\p{L}{3}))`,
  "gu",
);
const SINO_DIGITS: Values = {
  ...{ 영: 0, 공: 0, 일: 1, 이: 2, 삼: 3, 사: 4, 오: 5, 육: 6, 칠: 7, 팔: 8, 구: 9 },
};
const SINO_PLACES: Values = { 십: 10, 백: 100, 천: 1000 };
/** Counted with Chinese numbers: 「십이월」 is 12월. One figure alone is too often a word of its own. */
const SINO_NUMBER =
  /(?<!\p{L})([일이삼사오육칠팔구십백천만]{2,12}|[일이삼사오육칠팔구]) ?(?=(?:월|분|초|년|원|층|도|주일|개월)(?!\p{L}{3}))/gu;

const ENGLISH_NUMBERS = new Map(
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
    .split(" ")
    .map((word, value) => [word, String(value)]),
);
const ENGLISH_NUMBER = new RegExp(`\\b(?:${[...ENGLISH_NUMBERS.keys()].join("|")})\\b`, "g");

/** Reads 「二百五十」 by its places and 「二〇二六」 by its digits. */
function written(word: string, digits: Values, places: Values, myriad: string): string {
  const characters = [...word];
  if (characters.every((character) => digits[character] !== undefined)) {
    return characters.map((character) => digits[character]).join("");
  }
  let total = 0;
  let below = 0;
  let digit: number | undefined;
  for (const character of characters) {
    const place = places[character];
    if (place !== undefined) {
      below += (digit ?? 1) * place;
      digit = undefined;
    } else if (character === myriad) {
      total += (below + (digit ?? 0) || 1) * MYRIAD;
      below = 0;
      digit = undefined;
    } else {
      digit = digits[character];
    }
  }
  return String(total + below + (digit ?? 0));
}

/** 「サーバー」 and 「サーバ」, 「コンピューター」 and 「コンピュータ」: the mark at the end of a long word is a matter of taste. */
const LONG_ENDING = /(?<=[\p{Script=Katakana}ー]{3})ー(?![\p{Script=Katakana}ー])/gu;
const VOICED: Readonly<Record<string, string>> = {
  ヴァ: "バ",
  ヴィ: "ビ",
  ヴェ: "ベ",
  ヴォ: "ボ",
  ヴ: "ブ",
  ヂ: "ジ",
  ヅ: "ズ",
};
const VOICED_SPELLING = /ヴ[ァィェォ]?|[ヂヅ]/g;
/** 1,012 and 1012. */
const GROUPED = /(?<=\d),(?=\d{3}(?!\d))/g;

/**
 * Full and half width and case are one (NFKC), and so are 「十二時」, 「12時」 and 「１２時」, 열두 시 and 12시, twelve and 12,
 * 「サーバー」 and 「サーバ」.
 */
export function normalised(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(GROUPED, "")
    .replace(KANJI_NUMBER, (word) => written(word, DIGITS, PLACES, "万"))
    .replace(NATIVE_NUMBER, (_, tens = "", more = "", ones = "") =>
      String((NATIVE_TENS[tens] ?? 0) + (NATIVE_ONES[more] ?? 0) + (NATIVE_ONES[ones] ?? 0)),
    )
    .replace(SINO_NUMBER, (_, word: string) => written(word, SINO_DIGITS, SINO_PLACES, "만"))
    .replace(ENGLISH_NUMBER, (word) => ENGLISH_NUMBERS.get(word) ?? word)
    .replace(LONG_ENDING, "")
    .replace(VOICED_SPELLING, (spelling) => VOICED[spelling] ?? spelling);
}
