/** When a state word is read out by a screen reader. Pure. */
import type { Phase } from "../../session/talk.ts";

/** A word that lasts less is not worth hearing. */
const LASTING_MS = 700;
/** Thinking is mostly short. */
const THINKING_MS = 2_000;

/** @returns how long the phase must last to be announced; null: never, the voice is speaking */
export function announceAfterMs(phase: Phase): number | null {
  if (phase === "speaking") return null;
  return phase === "thinking" ? THINKING_MS : LASTING_MS;
}

/** A citation's mark, and what Markdown sets around words: nobody hears them. */
const UNSPOKEN = /\[\d+\]|[*_`#>|]/g;
/** The end of a sentence; a point within a figure or a name is none. */
const END = /(?<=[。！？!?\n])|(?<=\.)(?=\s)/;

/**
 * What a screen reader may say of an answer that is still coming: its whole sentences, in order; the last one too once
 * the answer is whole.
 */
export function finishedClauses(text: string, whole: boolean): string[] {
  const clauses = text.replace(UNSPOKEN, "").split(END);
  if (!whole) clauses.pop();
  return clauses.map((clause) => clause.trim()).filter((clause) => clause !== "");
}
