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
