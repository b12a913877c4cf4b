/** What a language model may do with how words are read. */

import { primaryTag } from "@hisho/providers/config/language.ts";
import type { ChatMessage, ReadingBook } from "@hisho/providers/llm/port.ts";
import { readingWordsOf } from "@hisho/providers/llm/secretary/readings/words-of.ts";
import { defineTool, type Tool } from "@hisho/providers/llm/tools.ts";
import * as v from "valibot";
import { MOST_READING_CHARACTERS } from "./port.ts";

const ASKS = /\b(?:pronounc\w*|read|say|call)\b|読|よみ|よん|呼|発音|읽|발음|불러/iu;

const word = (description: string) =>
  v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(MOST_READING_CHARACTERS), v.description(description));

/** Those that the person's own last words call for; none otherwise. */
export function readingTools(book: ReadingBook, messages: readonly ChatMessage[]): Tool[] {
  if (!ASKS.test(messages.at(-1)?.text ?? "")) return [];
  return [
    defineTool({
      name: "teach_reading",
      description:
        "Keeps how the voice is to read one word or name from now on. Call it only when the user says how a word is " +
        "pronounced or read.",
      parameters: {
        written: word("The word as it is written."),
        spoken: word("How it sounds, in plain letters of the user's language: kana in Japanese, Hangul in Korean."),
      },
      run: async ({ written, spoken }, { language }) => {
        await book.teach([{ written, spoken, language: primaryTag(language) }]);
        return readingWordsOf(language).taught(written);
      },
    }),
  ];
}
