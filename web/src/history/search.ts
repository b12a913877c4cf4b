/** Finds turns by their words. Pure. */
import type { TurnView } from "../session/talk.ts";

/** Case, width (full and half) and composition make no difference: NFKC, lower case. */
export const searchable = (text: string): string => text.normalize("NFKC").toLocaleLowerCase();

/** @returns whether every word of the query is in what was said; true for an empty query */
export function turnMatches(turn: TurnView, query: string): boolean {
  const said = searchable(`${turn.userText}\n${turn.assistantText}`);
  return searchable(query)
    .split(/\s+/u)
    .every((word) => said.includes(word));
}
