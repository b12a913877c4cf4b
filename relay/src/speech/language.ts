import type { LanguageTag } from "@hisho/protocol";

export type SpokenLanguage = Exclude<LanguageTag, "auto">;

const HANGUL = /[\uac00-\ud7af\u1100-\u11ff\u3130-\u318f]/;
const KANA = /[\u3040-\u30ff\uff66-\uff9f]/;
const HAN = /[\u3400-\u9fff]/;
const LATIN_WORDS = /[A-Za-z]{2,}(?:[^\p{L}]+[A-Za-z]+){2,}/u;

/** The language of typed or recognised words, by their script; the session's own where the script leaves it open. */
export function languageOf(text: string, session: LanguageTag): SpokenLanguage {
  if (HANGUL.test(text)) return "ko-KR";
  if (KANA.test(text)) return "ja-JP";
  if (HAN.test(text)) return "ja-JP";
  if (session === "auto" || LATIN_WORDS.test(text)) return "en-US";
  return session;
}
