/** From this share of Latin letters on, a text is English enough for a model that knows only English. */
const LATIN_SHARE = 0.8;

/** So much of a text tells. */
const LOOKED_AT_CHARACTERS = 4_000;
const OTHER_LETTER = /\p{L}/u;

const isLatin = (code: number): boolean =>
  (code >= 0x41 && code <= 0x5a) ||
  (code >= 0x61 && code <= 0x7a) ||
  (code >= 0xc0 && code <= 0x24f && code !== 0xd7 && code !== 0xf7) ||
  (code >= 0x1e00 && code <= 0x1eff);
const isHangul = (code: number): boolean =>
  (code >= 0xac00 && code <= 0xd7af) || (code >= 0x1100 && code <= 0x11ff) || (code >= 0x3130 && code <= 0x318f);
const isJapanese = (code: number): boolean =>
  (code >= 0x3041 && code <= 0x30ff && code !== 0x30fb) ||
  (code >= 0x4e00 && code <= 0x9fff) ||
  (code >= 0x3400 && code <= 0x4dbf) ||
  (code >= 0xf900 && code <= 0xfaff) ||
  (code >= 0xff66 && code <= 0xff9f) ||
  (code >= 0x20000 && code <= 0x3ffff);

/** The language a text is written in, by its letters (Unicode blocks): `ja`, `ko` or `en`; undefined when it has none of theirs. */
export function languageByScript(text: string): "ja" | "ko" | "en" | undefined {
  let [latin, hangul, japanese, others] = [0, 0, 0, 0];
  for (const character of text.slice(0, LOOKED_AT_CHARACTERS)) {
    const code = character.codePointAt(0) ?? 0;
    if (isLatin(code)) latin += 1;
    else if (isHangul(code)) hangul += 1;
    else if (isJapanese(code)) japanese += 1;
    else if (code > 0x7f && OTHER_LETTER.test(character)) others += 1;
  }
  const letters = latin + hangul + japanese + others;
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
