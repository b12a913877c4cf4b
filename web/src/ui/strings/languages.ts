/** What is known of the languages without the words of any. */
import type { Language } from "../../session/talk.ts";

export type { Strings } from "./ja.ts";

export const LANGUAGES: readonly Language[] = ["ja", "en", "ko"];

/** Each in itself. */
export const LANGUAGE_NAMES: Record<Language, string> = { ja: "日本語", en: "English", ko: "한국어" };

/** The primary subtag of a BCP 47 tag, for a `lang` attribute; `fallback` where the words' language is not known yet. */
export const primaryTag = (tag: string, fallback: string): string => {
  const primary = tag.toLowerCase().split("-")[0] ?? "";
  return primary === "" || primary === "auto" ? fallback : primary;
};
