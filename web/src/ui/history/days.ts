/** Turns as the history lists them. Pure. */
import { folded, queryWords } from "../../history/words.ts";
import { spokenRuns } from "../markdown/spoken.ts";
import type { FoundTurn } from "./book.ts";

export interface Day {
  /** Local date, YYYY-MM-DD. */
  date: string;
  turns: readonly FoundTurn[];
}

/** The local calendar date of an instant, as ISO 8601. */
export const localDate = (at: Date): string => at.toLocaleDateString("sv");

const NOTHING_SAID: ReadonlySet<string | null> = new Set(["cancelled", "empty", "ignored"]);

/** Days newest first, each with its turns newest first. Turns that came to nothing are left out. */
export function byDay(turns: readonly FoundTurn[]): readonly Day[] {
  const days: { date: string; turns: FoundTurn[] }[] = [];
  for (const turn of turns.toSorted((a, b) => (a.at < b.at ? 1 : -1))) {
    if (NOTHING_SAID.has(turn.end) || (turn.userText === "" && turn.assistantText === "")) continue;
    const date = localDate(new Date(turn.at));
    const last = days.at(-1);
    if (last?.date === date) last.turns.push(turn);
    else days.push({ date, turns: [turn] });
  }
  return days;
}

/** An answer in one run of plain words, for a row. */
export const plainAnswer = (markdown: string): string =>
  spokenRuns(markdown)
    .map((run) => (run.kind === "text" ? run.text : run.kind === "break" ? " " : ""))
    .join("")
    .trim();

export interface Piece {
  text: string;
  found: boolean;
}

/** The places of the query's words in a text, whatever their case, width and kana. */
export function highlight(text: string, query: string): readonly Piece[] {
  const words = queryWords(query);
  if (words.length === 0) return [{ text, found: false }];
  const matcher = new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "gu");
  // Composition may change lengths; then nothing is marked rather than the wrong place.
  const said = folded(text);
  if (said.length !== text.length) return [{ text, found: false }];
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of said.matchAll(matcher)) {
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), found: false });
    pieces.push({ text: text.slice(match.index, match.index + match[0].length), found: true });
    at = match.index + match[0].length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), found: false });
  return pieces;
}
