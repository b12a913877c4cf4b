import type { ReadingBook } from "@hisho/providers/llm/port.ts";

/** The voice's languages. */
export const READING_LANGUAGES = ["ja", "en", "ko"] as const;
/** A word or a name, not a sentence. */
export const MOST_READING_CHARACTERS = 100;
/** More than anybody teaches; each sentence is looked through for all of them. */
export const MOST_READINGS = 5_000;

/** What the store keeps of taught readings. Every method rejects with a StoreError. */
export type ReadingStore = ReadingBook;
