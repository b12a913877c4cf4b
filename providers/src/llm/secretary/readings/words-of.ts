import { primaryTag } from "../../../config/language.ts";
import { readingWords as en } from "./en.ts";
import { readingWords as ja } from "./ja.ts";
import { readingWords as ko } from "./ko.ts";
import type { ReadingWords } from "./words.ts";

const WORDS: Readonly<Record<string, ReadingWords>> = { ja, en, ko };

/** @param language BCP 47; English for any that is not spoken here */
export const readingWordsOf = (language: string): ReadingWords => WORDS[primaryTag(language)] ?? en;
