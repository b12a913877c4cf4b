/** A question about the Debian installation guide, with the passages that answer it. */

export type Kind = "fact" | "number" | "paraphrase" | "cross-language" | "nothing";
export type Language = "en" | "ja" | "ko";

export interface Question {
  /** Of the question; of a cross-language one, that of the documents which are searched. */
  language: Language;
  kind: Kind;
  text: string;
  /** Chapters of the guide (files without ending) that answer it; none where nothing does. */
  chapters: readonly string[];
  /** A passage of these chapters answers it when it holds this; any of them when empty. */
  holds: string;
}

/** @param chapters parted by spaces; empty where nothing answers */
export type Asked = (text: string, chapters: string, holds?: string) => Question;

const asked =
  (language: Language, kind: Kind): Asked =>
  (text, chapters, holds = "") => ({
    ...{ language, kind, text, holds },
    chapters: chapters === "" ? [] : chapters.split(" "),
  });

/** Writes questions of one language down, by their kind. */
export const askedIn = (language: Language): Record<"number" | "fact" | "paraphrase" | "cross" | "nothing", Asked> => ({
  number: asked(language, "number"),
  fact: asked(language, "fact"),
  paraphrase: asked(language, "paraphrase"),
  cross: asked(language, "cross-language"),
  nothing: asked(language, "nothing"),
});
