import type { Citation } from "@hisho/protocol";
import type { Passage } from "@hisho/providers/llm/port.ts";

const SNIPPET_CHARACTERS = 280;

/** The passages whose `[n]` marks stand in the answer, in the order in which they are first cited. */
export function citationsOf(text: string, passages: readonly Passage[]): Citation[] {
  const cited = new Set([...text.matchAll(/\[(\d{1,2})\]/g)].map((mark) => Number(mark[1])));
  return [...cited].flatMap((n) => {
    const passage = passages.find((candidate) => candidate.n === n);
    if (passage === undefined) return [];
    const { docId, title, locator, start, end, said } = passage;
    const conversation = said === undefined ? {} : { conversation: { session_id: said.sessionId, turn: said.turn } };
    const range = start === undefined || end === undefined ? {} : { start, end };
    return [
      {
        n,
        doc_id: docId,
        title,
        locator,
        snippet: passage.text.slice(0, SNIPPET_CHARACTERS),
        ...range,
        ...conversation,
      },
    ];
  });
}
