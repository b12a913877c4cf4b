/** One catalogue a language; a missing or extra string does not compile. */
import type { Language } from "../../session/talk.ts";
import { en } from "./en.ts";
import { ja, type Strings } from "./ja.ts";
import { ko } from "./ko.ts";

export type { Strings } from "./ja.ts";

export const CATALOGUES: Record<Language, Strings> = { ja, en, ko };
export const LANGUAGES: readonly Language[] = ["ja", "en", "ko"];

/** The primary subtag of a BCP 47 tag, for a `lang` attribute; `fallback` where the words' language is not known yet. */
export const primaryTag = (tag: string, fallback: string): string => {
  const primary = tag.toLowerCase().split("-")[0] ?? "";
  return primary === "" || primary === "auto" ? fallback : primary;
};
