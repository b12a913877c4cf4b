/** From this share of Latin letters on, a text is English enough for a model that knows only English. */
const LATIN_SHARE = 0.8;

const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0;

/** The language a text is written in, by its letters: `ja`, `ko` or `en`; undefined when it has none of theirs. */
export function languageByScript(text: string): "ja" | "ko" | "en" | undefined {
  const latin = count(text, /\p{Script=Latin}/gu);
  const hangul = count(text, /\p{Script=Hangul}/gu);
  const japanese = count(text, /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu);
  const letters = count(text, /\p{L}/gu);
  if (letters === 0) return undefined;
  if (latin / letters >= LATIN_SHARE) return "en";
  if (hangul === 0 && japanese === 0) return undefined;
  return hangul > japanese ? "ko" : "ja";
}

/** @param languages primary tags, or `*` */
export function covers(languages: readonly string[], text: string): boolean {
  if (languages.includes("*")) return true;
  const language = languageByScript(text);
  return language !== undefined && languages.includes(language);
}
