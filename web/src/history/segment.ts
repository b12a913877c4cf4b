/**
 * The words of many turns as one long string, to be searched from end to end: `String.prototype.indexOf` passes
 * through the words of 100,000 turns in milliseconds, in any language, and finds what stands inside words as well.
 * An inverted index of Japanese and Korean would be many times the size of the record. Pure.
 */
import type { TurnView } from "../session/talk.ts";
import { searchable } from "./words.ts";

/** Between two turns; no word holds it. */
const SEPARATOR = "\0";

/** What is to be found of one turn, since the last segment was made. */
export interface FreshWords {
  /** Of the turn. */
  key: string;
  conversation: string;
  /** Unix time of the turn, ms. */
  atMs: number;
  /** As `searchable` folds them; null when the turn is deleted or came to nothing. */
  words: string | null;
}

/** Immutable once stored: a change makes another, under another id. */
export interface Segment {
  id?: number;
  /** The turns' words in order, each followed by the separator. */
  text: string;
  /** Of each turn: where its words end in `text`, UTF-16 code units. */
  ends: Uint32Array;
  keys: readonly string[];
  conversations: readonly string[];
  atMs: Float64Array;
}

const CAME_TO_NOTHING: ReadonlySet<string | null> = new Set(["cancelled", "empty", "ignored"]);

/** Whether there is anything of a turn to look back at. */
export const saysSomething = (turn: Pick<TurnView, "end" | "userText" | "assistantText">): boolean =>
  !CAME_TO_NOTHING.has(turn.end) && (turn.userText !== "" || turn.assistantText !== "");

/** Of a turn as it is stored, for `fresh`. */
export function freshWords(turn: TurnView & { conversation: string; deletedAt?: string }): FreshWords {
  const isThere = turn.deletedAt === undefined && saysSomething(turn);
  const words = isThere ? searchable(`${turn.userText}\n${turn.assistantText}`) : null;
  return { key: turn.key, conversation: turn.conversation, atMs: Date.parse(turn.at), words };
}

/** One segment of all that is not deleted, in the given order. */
export function segmentOf(turns: readonly FreshWords[]): Segment {
  const kept = turns.filter((turn): turn is FreshWords & { words: string } => turn.words !== null);
  const ends = new Uint32Array(kept.length);
  let end = -1;
  for (const [index, { words }] of kept.entries()) {
    end += 1 + words.length;
    ends[index] = end;
  }
  return {
    text: kept.map(({ words }) => words + SEPARATOR).join(""),
    ends,
    keys: kept.map(({ key }) => key),
    conversations: kept.map(({ conversation }) => conversation),
    atMs: Float64Array.from(kept, ({ atMs }) => atMs),
  };
}

/** What a segment was made of. */
export function turnsOf(segment: Segment): readonly FreshWords[] {
  return segment.keys.map((key, index) => ({
    key,
    conversation: segment.conversations[index] ?? "",
    atMs: segment.atMs[index] ?? 0,
    words: segment.text.slice(index === 0 ? 0 : (segment.ends[index - 1] ?? 0) + 1, segment.ends[index]),
  }));
}

/** @param words as `queryWords` gives them @returns the places in `keys` of the turns in which each of them is */
export function matchesIn(segment: Segment, words: readonly string[]): readonly number[] {
  const [first = "", ...others] = words;
  const { text, ends } = segment;
  const found: number[] = [];
  let turn = 0;
  for (let from = 0; from < text.length; from = (ends[turn - 1] ?? 0) + 1) {
    const hit = text.indexOf(first, from);
    if (hit < 0) break;
    while (hit > (ends[turn] ?? 0)) turn += 1;
    const said = others.length === 0 ? "" : text.slice(turn === 0 ? 0 : (ends[turn - 1] ?? 0) + 1, ends[turn]);
    if (others.every((word) => said.includes(word))) found.push(turn);
    turn += 1;
  }
  return found;
}
