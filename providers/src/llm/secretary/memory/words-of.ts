import { primaryTag } from "../../../config/language.ts";
import { memoryWords as en } from "./en.ts";
import { memoryWords as ja } from "./ja.ts";
import { memoryWords as ko } from "./ko.ts";
import type { MemoryWords } from "./words.ts";

const WORDS: Readonly<Record<string, MemoryWords>> = { ja, en, ko };

/** @param language BCP 47; English for any that is not spoken here */
export const memoryWordsOf = (language: string): MemoryWords => WORDS[primaryTag(language)] ?? en;
