/** The operator's own list of words and topics, as it is typed: one a line. Matching is the relay's (docs/protocol.md). */
import { BLOCKED_MOST_WORDS, BLOCKED_WORD_MOST_CHARACTERS } from "@hisho/protocol";

/** Without empty lines and repetitions, none longer and no more of them than the relay takes. */
export function wordsOf(lines: string): string[] {
  const words = lines.split(/[\n,、，]/).map((word) => word.trim().slice(0, BLOCKED_WORD_MOST_CHARACTERS));
  return [...new Set(words.filter((word) => word !== ""))].slice(0, BLOCKED_MOST_WORDS);
}
