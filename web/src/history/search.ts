/** Whether a turn is what is looked for. Pure. */
import type { TurnView } from "../session/talk.ts";
import { queryWords, searchable } from "./words.ts";

/** @returns whether every word of the query is in what was said; true for a query without words */
export function turnMatches(turn: Pick<TurnView, "userText" | "assistantText">, query: string): boolean {
  const said = searchable(`${turn.userText}\n${turn.assistantText}`);
  return queryWords(query).every((word) => said.includes(word));
}
