import { pattern } from "./pattern.ts";
import { add, divide, multiply, parseDecimal, type Rational, rational, subtract } from "./rational.ts";

export type Language = "ja" | "en" | "ko";

export interface Unit {
  measure: "length" | "mass" | "volume" | "temperature" | "area";
  /** How many base units one is (metre, gram, litre, square metre, kelvin); by definition, exact. */
  factor: Rational;
  /** Added after the factor, for temperatures. */
  offset: Rational;
  /** Read out. */
  name: Readonly<Record<Language, string>>;
  /** Patterns for what people say. */
  spoken: Readonly<Record<Language, string>>;
}

type Names = Readonly<Record<Language, readonly [name: string, spoken: string]>>;

function unit(measure: Unit["measure"], factor: string, names: Names, offset = rational(0n)): Unit {
  const pick = (index: 0 | 1) => ({ ja: names.ja[index], en: names.en[index], ko: names.ko[index] });
  return { measure, factor: parseDecimal(factor), offset, name: pick(0), spoken: pick(1) };
}

/** International yard and pound (1959): 0.9144 m and 0.45359237 kg exactly; US gallon 231 cubic inches; tsubo 400/121 m². */
export const UNITS: readonly Unit[] = [
  unit("length", "0.001", {
    ja: ["ミリメートル", "ミリメートル|ミリ|mm"],
    en: ["millimetres", "millimet(?:re|er)s?|mm"],
    ko: ["밀리미터", "밀리미터|밀리|mm"],
  }),
  unit("length", "0.01", {
    ja: ["センチメートル", "センチメートル|センチ|cm"],
    en: ["centimetres", "centimet(?:re|er)s?|cm"],
    ko: ["센티미터", "센티미터|센티|cm"],
  }),
  unit("length", "1000", {
    ja: ["キロメートル", "キロメートル|km"],
    en: ["kilometres", "kilomet(?:re|er)s?|km"],
    ko: ["킬로미터", "킬로미터|km"],
  }),
  unit("length", "1", { ja: ["メートル", "メートル|m"], en: ["metres", "met(?:re|er)s?|m"], ko: ["미터", "미터|m"] }),
  unit("length", "0.0254", { ja: ["インチ", "インチ"], en: ["inches", "inch(?:es)?"], ko: ["인치", "인치"] }),
  unit("length", "0.3048", { ja: ["フィート", "フィート|フット"], en: ["feet", "feet|foot|ft"], ko: ["피트", "피트"] }),
  unit("length", "0.9144", { ja: ["ヤード", "ヤード"], en: ["yards", "yards?"], ko: ["야드", "야드"] }),
  unit("length", "1609.344", { ja: ["マイル", "マイル"], en: ["miles", "miles?"], ko: ["마일", "마일"] }),
  unit("mass", "1000", {
    ja: ["キログラム", "キログラム|kg"],
    en: ["kilograms", "kilogram(?:me)?s?|kilos?|kg"],
    ko: ["킬로그램", "킬로그램|kg"],
  }),
  unit("mass", "1", { ja: ["グラム", "グラム|g"], en: ["grams", "gram(?:me)?s?|g"], ko: ["그램", "그램|g"] }),
  unit("mass", "453.59237", { ja: ["ポンド", "ポンド"], en: ["pounds", "pounds?|lbs?"], ko: ["파운드", "파운드"] }),
  unit("mass", "28.349523125", { ja: ["オンス", "オンス"], en: ["ounces", "ounces?|oz"], ko: ["온스", "온스"] }),
  unit("volume", "0.001", {
    ja: ["ミリリットル", "ミリリットル|ml|cc"],
    en: ["millilitres", "millilit(?:re|er)s?|ml"],
    ko: ["밀리리터", "밀리리터|ml"],
  }),
  unit("volume", "1", { ja: ["リットル", "リットル|l"], en: ["litres", "lit(?:re|er)s?"], ko: ["리터", "리터"] }),
  unit("volume", "3.785411784", {
    ja: ["米ガロン", "ガロン"],
    en: ["US gallons", "(?:us )?gallons?"],
    ko: ["미국 갤런", "갤런"],
  }),
  {
    ...unit("area", "1", { ja: ["坪", "坪"], en: ["tsubo", "tsubo"], ko: ["평", "평"] }),
    factor: rational(400n, 121n),
  },
  unit("area", "1", {
    ja: ["平方メートル", "平方メートル|平米|m2"],
    en: ["square metres", "square met(?:re|er)s?"],
    ko: ["제곱미터", "제곱미터|평방미터|m2"],
  }),
  unit(
    "temperature",
    "1",
    { ja: ["摂氏", "摂氏"], en: ["degrees Celsius", "(?:degrees? )?(?:celsius|centigrade)|°c"], ko: ["섭씨", "섭씨"] },
    rational(27315n, 100n),
  ),
  {
    ...unit("temperature", "1", {
      ja: ["華氏", "華氏"],
      en: ["degrees Fahrenheit", "(?:degrees? )?fahrenheit|°f"],
      ko: ["화씨", "화씨"],
    }),
    factor: rational(5n, 9n),
    offset: rational(45967n, 180n),
  },
];

/** @returns undefined when the two do not measure the same */
export function convert(amount: Rational, from: Unit, to: Unit): Rational | undefined {
  if (from.measure !== to.measure) return undefined;
  return divide(subtract(add(multiply(amount, from.factor), from.offset), to.offset), to.factor);
}

/** Source of a pattern for every unit of a language, longest first. */
export function unitPattern(language: Language): string {
  return UNITS.map(({ spoken }) => spoken[language])
    .sort((a, b) => b.length - a.length)
    .join("|");
}

export function unitOf(words: string, language: Language): Unit | undefined {
  return UNITS.find(({ spoken }) => pattern(`^(?:${spoken[language]})$`, "i").test(words));
}
