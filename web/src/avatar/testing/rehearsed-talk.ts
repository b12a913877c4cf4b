/** What the character is measured in: who has the floor, and what her mouth and voice do. */
import type { Phase } from "../../session/talk.ts";

/** A talk that comes round and round: who does what for how long, seconds. */
const TALK: readonly (readonly [phase: Phase, lastsS: number])[] = [
  ["idle", 6],
  ["listening", 4],
  ["hearing", 5],
  ["thinking", 3],
  ["speaking", 9],
  ["listening", 3],
  ["hearing", 3],
  ["speaking", 5],
  ["interrupted", 1],
];
const ROUND_S = TALK.reduce((sum, [, lastsS]) => sum + lastsS, 0);

export function phaseAt(atS: number): Phase {
  let t = atS % ROUND_S;
  for (const [phase, lastsS] of TALK) {
    if (t < lastsS) return phase;
    t -= lastsS;
  }
  return "idle";
}

/** Syllables, five a second, in clauses of two seconds. */
export const voiceAt = (atS: number): number =>
  atS % 2 < 1.7 && (atS * 5) % 1 < 0.7 ? -20 - 8 * Math.cos(atS * 3) : -100;

export function speakAt(atS: number, weights: Float32Array): void {
  const open = voiceAt(atS) > -100 ? 0.8 * Math.abs(Math.sin(atS * 5 * Math.PI)) : 0;
  const shape = Math.floor(atS * 5) % weights.length;
  for (let i = 0; i < weights.length; i++) weights[i] = i === shape ? open : 0;
}
