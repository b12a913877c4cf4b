/** What was asked before, for the field: arrow up goes back, arrow down returns to what was being written. Pure. */
import type { TurnView } from "../../session/talk.ts";

/** How far back one can go. */
const MOST_RECALLED = 50;

/** Where one stands: 0 is what is being written, 1 what was asked last. */
export interface Recalling {
  at: number;
  /** What was being written when arrow up was first pressed. */
  draft: string;
}

export const WRITING: Recalling = { at: 0, draft: "" };

/** What was asked, newest first, the same words once. */
export function askedBefore(turns: readonly Pick<TurnView, "userText">[]): string[] {
  const asked = turns.map(({ userText }) => userText.trim()).filter((text) => text !== "");
  return [...new Set(asked.reverse())].slice(0, MOST_RECALLED);
}

/**
 * @param words what stands in the field
 * @param step 1 further back, -1 towards now
 * @returns null where there is nothing in that direction: the key is the field's own
 */
export function recall(
  asked: readonly string[],
  { at, draft }: Recalling,
  words: string,
  step: 1 | -1,
): { recalling: Recalling; words: string } | null {
  const isRecalled = at > 0 && asked[at - 1] === words;
  if (!isRecalled && (words !== "" || step === -1)) return null;
  const from = isRecalled ? at : 0;
  const kept = isRecalled ? draft : words;
  const next = from + step;
  if (next === 0) return { recalling: WRITING, words: kept };
  const found = asked[next - 1];
  return found === undefined ? null : { recalling: { at: next, draft: kept }, words: found };
}
