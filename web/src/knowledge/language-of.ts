/** Which of the three languages a text is written in, by its letters alone. Pure. */
import type { Language } from "../session/talk.ts";

const SCRIPTS: readonly [Language, RegExp][] = [
  ["ko", /\p{Script=Hangul}/gu],
  ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/gu],
];
/** Of the letters: a Japanese document names many things in Latin, an English one few in Japanese. */
const LEAST_SHARE = 0.15;

/** @returns `fallback` where there are no letters */
export function languageOf(text: string, fallback: Language): Language {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return fallback;
  const counts = SCRIPTS.map(([language, letter]) => ({ language, count: text.match(letter)?.length ?? 0 }));
  const most = counts.reduce((a, b) => (b.count > a.count ? b : a));
  return most.count / letters >= LEAST_SHARE ? most.language : "en";
}
