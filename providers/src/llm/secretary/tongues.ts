import { primaryTag } from "../../config/language.ts";
import { scopeOf as enScopeOf } from "./changing/en.ts";
import type { Scope } from "./changing/intent.ts";
import { scopeOf as jaScopeOf } from "./changing/ja.ts";
import { scopeOf as koScopeOf } from "./changing/ko.ts";
import { BOOK_RULES as EN_BOOK_RULES, RULES as EN_RULES } from "./en.ts";
import { numberOf as enNumberOf } from "./en-agenda.ts";
import { en } from "./en-words.ts";
import { type Rule, understand } from "./intent.ts";
import { BOOK_RULES as JA_BOOK_RULES, RULES as JA_RULES } from "./ja.ts";
import { numberOf as jaNumberOf } from "./ja-agenda.ts";
import { ja } from "./ja-words.ts";
import { BOOK_RULES as KO_BOOK_RULES, RULES as KO_RULES } from "./ko.ts";
import { numberOf as koNumberOf } from "./ko-agenda.ts";
import { ko } from "./ko-words.ts";
import { repeatIn as enRepeatIn } from "./repeating/en.ts";
import type { RepeatFound } from "./repeating/intent.ts";
import { repeatIn as jaRepeatIn } from "./repeating/ja.ts";
import { repeatIn as koRepeatIn } from "./repeating/ko.ts";
import type { Words } from "./words.ts";

export interface Tongue {
  rules: readonly Rule[];
  /** Of those, what concerns the books alone. */
  bookRules: readonly Rule[];
  /** Which of several that were read out: from 1, -1 is the last; undefined for other words. */
  numberOf: (text: string) => number | undefined;
  /** Whether once or always, as an answer; undefined for other words. */
  scopeOf: (text: string) => Scope | undefined;
  words: Words;
  /** What is said of coming again. */
  repeatIn: (text: string) => RepeatFound | undefined;
  /** A thing, and perhaps its time, as a wish to be reminded of it. */
  reminding: (text: string) => string;
}

const ENGLISH: Tongue = {
  rules: EN_RULES,
  bookRules: EN_BOOK_RULES,
  numberOf: enNumberOf,
  scopeOf: enScopeOf,
  words: en,
  repeatIn: enRepeatIn,
  reminding: (text) => `remind me to ${text}`,
};
const TONGUES: Readonly<Record<string, Tongue>> = {
  ja: {
    rules: JA_RULES,
    bookRules: JA_BOOK_RULES,
    numberOf: jaNumberOf,
    scopeOf: jaScopeOf,
    words: ja,
    repeatIn: jaRepeatIn,
    reminding: (text) => `${text}とリマインドして`,
  },
  en: ENGLISH,
  ko: {
    rules: KO_RULES,
    bookRules: KO_BOOK_RULES,
    numberOf: koNumberOf,
    scopeOf: koScopeOf,
    words: ko,
    repeatIn: koRepeatIn,
    reminding: (text) => `${text} 리마인드해 줘`,
  },
};

/** The tongue of the language; for `auto` and others, that of the letters. */
export function tongueOf(language: string, text: string): Tongue {
  const known = TONGUES[primaryTag(language)];
  if (known !== undefined) return known;
  const tag = /\p{Script=Hangul}/u.test(text)
    ? "ko"
    : /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(text)
      ? "ja"
      : "en";
  return TONGUES[tag] ?? ENGLISH;
}

/** The words of a language; English for those that have none. */
export const wordsFor = (language: string): Words => (TONGUES[primaryTag(language)] ?? ENGLISH).words;

/** Words that no rule understands meet every pattern; a thing with a day and an hour meets those behind the first. */
const EVERY_PATTERN = ["§", "x on friday at 3", "明日の3時にx", "내일 3시 x"];

/**
 * A pattern is compiled when it is first matched, and better when it is matched again: hundreds of milliseconds that
 * nobody should wait for in an answer.
 * @throws the signal's reason
 */
export async function compileRules(signal: AbortSignal): Promise<void> {
  for (const { rules } of Object.values(TONGUES)) {
    for (const text of [...EVERY_PATTERN, ...EVERY_PATTERN]) {
      signal.throwIfAborted();
      understand(text, rules);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
