/** Number words to exact decimal digits, and the patterns that find them. Each parser returns undefined for anything else. */

const EN_UNITS =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split(
    " ",
  );
const EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const EN_SCALES: Readonly<Record<string, number>> = { thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 };

const EN_WORD = `(?:${[...EN_UNITS, ...EN_TENS, "hundred", ...Object.keys(EN_SCALES)].sort((a, b) => b.length - a.length).join("|")})\\b`;
const EN_DIGIT = `(?:oh|${EN_UNITS.slice(0, 10).join("|")})\\b`;
/** Bounded, so that no run of figures keeps a pattern busy. */
const DIGITS = "\\d{1,18}(?:,\\d{3}){0,6}(?:\\.\\d{1,12})?";

/**
 * Source of a pattern for an English number in lower case. It stands many times in the pattern of a sentence, and the
 * engine copies what must come at least once: its words are a loop from none on, and what is around it asks for one.
 */
export const EN_NUMBER =
  `(?:${DIGITS}(?: (?:hundred|thousand|million|billion|trillion)\\b)?` +
  `|(?:an? )?(?=[a-z]{2})(?:(?: and |[ -])?${EN_WORD}){0,25}(?<=[a-z]{3})(?: point(?: ${EN_DIGIT}){1,12})?)(?: and a half\\b)?`;

export function englishNumber(words: string): string | undefined {
  const text = words.toLowerCase().replaceAll(",", "").replaceAll("-", " ").trim();
  if (/^\d+(\.\d+)?$/.test(text)) return text;
  if (text.endsWith(" and a half")) return half(englishNumber(text.slice(0, -" and a half".length)));
  const [whole = "", fraction] = text.split(" point ");
  if (fraction !== undefined) {
    const digits = fraction.split(" ").map((word) => (word === "oh" ? 0 : EN_UNITS.indexOf(word)));
    const before = englishNumber(whole);
    return before === undefined || digits.some((d) => d < 0 || d > 9) ? undefined : `${before}.${digits.join("")}`;
  }
  let total = 0;
  let group: number | undefined;
  for (const word of whole.split(" ")) {
    const unit = EN_UNITS.indexOf(word);
    const ten = EN_TENS.indexOf(word);
    const scale = EN_SCALES[word];
    if (word === "and" || ((word === "a" || word === "an") && group === undefined)) continue;
    if (/^\d+(\.\d+)?$/.test(word) && group === undefined) group = Number(word);
    else if (word === "hundred") group = (group ?? 1) * 100;
    else if (scale !== undefined) {
      total += (group ?? 1) * scale;
      group = 0;
    } else if (ten >= 0 && (group ?? 0) % 100 === 0) group = (group ?? 0) + (ten + 2) * 10;
    else if (unit >= 10 && (group ?? 0) % 100 === 0) group = (group ?? 0) + unit;
    else if (unit >= 0 && (group === undefined || (group > 0 && group % 10 === 0 && group % 100 !== 10) || total > 0)) {
      if (group !== undefined && group % 10 !== 0) return undefined;
      group = (group ?? 0) + unit;
    } else return undefined;
  }
  if (group === undefined) return undefined;
  return plainDigits(total + group);
}

function half(whole: string | undefined): string | undefined {
  return whole === undefined || whole.includes(".") ? undefined : `${whole}.5`;
}

function plainDigits(value: number): string | undefined {
  if (!Number.isFinite(value) || Math.abs(value) > Number.MAX_SAFE_INTEGER) return undefined;
  return String(Number.isInteger(value) ? value : Number(value.toFixed(6)));
}

/** How Chinese-style numerals are written: digits, then 10, 100, 1000 within a group of four, then the groups. */
interface Numerals {
  digits: string;
  small: Readonly<Record<string, number>>;
  large: Readonly<Record<string, number>>;
  point: string;
}

const JA: Numerals = {
  digits: "〇一二三四五六七八九",
  small: { 十: 10, 百: 100, 千: 1000 },
  large: { 万: 1e4, 億: 1e8, 兆: 1e12 },
  point: "点",
};
const KO: Numerals = {
  digits: "영일이삼사오육칠팔구",
  small: { 십: 10, 백: 100, 천: 1000 },
  large: { 만: 1e4, 억: 1e8, 조: 1e12 },
  point: "점",
};

function groupedNumber(text: string, { digits, small, large, point }: Numerals): string | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return text;
  const [whole = "", fraction] = text.split(point);
  if (fraction !== undefined) {
    const before = groupedNumber(whole, { digits, small, large, point });
    const after = Array.from(fraction, (c) => (/\d/.test(c) ? c : String(digits.indexOf(c)))).join("");
    return before === undefined || !/^\d+$/.test(after) ? undefined : `${before}.${after}`;
  }
  if (Array.from(whole).every((c) => digits.includes(c)) && whole !== "") {
    return Array.from(whole, (c) => digits.indexOf(c))
      .join("")
      .replace(/^0+(?=\d)/, "");
  }
  let total = 0;
  let group = 0;
  let pending: number | undefined;
  for (const piece of whole.match(/\d+(?:\.\d+)?|./gu) ?? []) {
    if (/^\d/.test(piece)) {
      if (pending !== undefined) return undefined;
      pending = Number(piece);
    } else if (digits.includes(piece)) {
      if (pending !== undefined) return undefined;
      pending = digits.indexOf(piece);
    } else if (small[piece] !== undefined) {
      group += (pending ?? 1) * small[piece];
      pending = undefined;
    } else if (large[piece] !== undefined) {
      const before = group + (pending ?? 0);
      total += (before === 0 ? 1 : before) * large[piece];
      group = 0;
      pending = undefined;
    } else return undefined;
  }
  return plainDigits(total + group + (pending ?? 0));
}

const JA_SIGN = "〇一二三四五六七八九十百千万億兆";
/** Source of a pattern for a Japanese number, kanji, figures or both. */
export const JA_NUMBER = `(?:${DIGITS}|[${JA_SIGN}零])(?:[${JA_SIGN}零]|(?<=[${JA_SIGN}零])${DIGITS}){0,24}(?:点[${JA_SIGN.slice(0, 10)}零\\d]{1,12})?`;

export function japaneseNumber(words: string): string | undefined {
  return groupedNumber(words.replaceAll(",", "").replaceAll("零", "〇").trim(), JA);
}

const KO_NATIVE_TENS: Readonly<Record<string, number>> = {
  열: 10,
  스물: 20,
  스무: 20,
  서른: 30,
  마흔: 40,
  쉰: 50,
  예순: 60,
  일흔: 70,
  여든: 80,
  아흔: 90,
};
const KO_NATIVE_UNITS: Readonly<Record<string, number>> = {
  하나: 1,
  한: 1,
  둘: 2,
  두: 2,
  셋: 3,
  세: 3,
  넷: 4,
  네: 4,
  다섯: 5,
  여섯: 6,
  일곱: 7,
  여덟: 8,
  아홉: 9,
};
const KO_NATIVE = `(?:(?:${Object.keys(KO_NATIVE_TENS).join("|")})(?:${Object.keys(KO_NATIVE_UNITS).join("|")})?|${Object.keys(KO_NATIVE_UNITS).join("|")})`;
const KO_SIGN = "영공일이삼사오육륙칠팔구십백천만억조";
const KO_SINO = `(?:${DIGITS}|[${KO_SIGN}])(?:[${KO_SIGN}]|(?<=[${KO_SIGN}])${DIGITS}| (?=[${KO_SIGN}\\d]{0,12}[십백천만억조])(?:[${KO_SIGN}]|${DIGITS})){0,24}(?: ?점 ?[${KO_SIGN.slice(0, 11)}\\d]{1,12})?`;

/** Source of a pattern for a Korean number: native (열두), Sino-Korean (삼천이백), figures or mixed (3천). */
export const KO_NUMBER = `(?:${KO_NATIVE}|${KO_SINO})`;

export function koreanNumber(words: string): string | undefined {
  const text = words.replaceAll(",", "").replace(/\s+/g, "").replaceAll("공", "영").replaceAll("륙", "육");
  const ten = Object.keys(KO_NATIVE_TENS).find((word) => text.startsWith(word));
  const rest = ten === undefined ? text : text.slice(ten.length);
  const unit = rest === "" ? 0 : KO_NATIVE_UNITS[rest];
  if (unit !== undefined && text !== "") return String((ten === undefined ? 0 : (KO_NATIVE_TENS[ten] ?? 0)) + unit);
  return groupedNumber(text, KO);
}
