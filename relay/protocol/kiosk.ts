/** What a reception screen and its operator say to the relay (docs/protocol.md, "Reception screens"). */
import * as v from "valibot";

export const BLOCKED_MOST_WORDS = 200;
export const BLOCKED_WORD_MOST_CHARACTERS = 64;

/** Words and topics that are answered by one sentence, in the operator's spelling. */
export const blockedWords = v.pipe(
  v.array(
    v.pipe(
      v.string("expected a word"),
      v.maxLength(BLOCKED_WORD_MOST_CHARACTERS, `expected at most ${BLOCKED_WORD_MOST_CHARACTERS} characters`),
    ),
    "expected a list of words",
  ),
  v.maxLength(BLOCKED_MOST_WORDS, `expected at most ${BLOCKED_MOST_WORDS} words`),
);

/** What an operator may have every connected page do. */
export const PAGE_ACTIONS = ["reload", "settings"] as const;
export type PageAction = (typeof PAGE_ACTIONS)[number];
