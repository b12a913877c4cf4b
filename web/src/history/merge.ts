/** Two pages of one device may hold the same turn. Pure. */
import type { StoredTurn } from "./schema.ts";

/** How far a turn has come; the further of two copies is the truer. */
function progress(turn: StoredTurn): readonly number[] {
  return [
    turn.end === null ? 0 : 1,
    turn.assistantFinal ? 1 : 0,
    turn.assistantText.length,
    turn.userFinal ? 1 : 0,
    turn.userText.length,
  ];
}

/** @returns what is to be stored, or null when the stored copy stays. Right in any order of arrival from two pages. */
export function mergeTurn(stored: StoredTurn | undefined, next: StoredTurn): StoredTurn | null {
  if (stored === undefined) return next;
  if (stored.writer === next.writer) return next.revision > stored.revision ? next : null;
  const before = progress(stored);
  const after = progress(next);
  const difference = after.findIndex((value, index) => value !== before[index]);
  return difference >= 0 && after[difference]! > before[difference]! ? next : null;
}
