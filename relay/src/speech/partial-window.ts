/**
 * Where the window of a partial transcript may move on: at a pause, or in speech without one at its quietest place. The
 * final transcript always hears everything.
 */
import { PCM_RATE_HZ } from "./microphone.ts";

const HOP = PCM_RATE_HZ / 50;
const hopsIn = (ms: number): number => (ms * PCM_RATE_HZ) / 1000 / HOP;

/** Fewer words than these are recognised badly by themselves: so much is cut off, and so much stays. */
const LEAST_CUT = hopsIn(1200);
const LEAST_LEFT = hopsIn(1000);
/** So much speech is cut even without a pause. */
const MOST = hopsIn(3600);
/** A cut without a pause leaves this much on either side. */
const MARGIN = hopsIn(800);
/** No cut leaves more: the next window would be long again. */
const MOST_LEFT = hopsIn(2400);
/** Longer than the silence inside a plosive. */
const PAUSE = hopsIn(160);
/** The gap between two words. */
const GAP = hopsIn(80);
/** A pause is this far below the window's mean power. */
const PAUSE_RATIO = 0.02;
/** Silence that stays with the words before a pause, and before those behind it. */
const TAIL = hopsIn(100);
const LEAD = hopsIn(60);

export interface WindowMove {
  /** The words before this index are fixed… */
  end: number;
  /** …and the window begins here from now on, not before `end`. */
  next: number;
}

/**
 * Where the words before can be fixed.
 * @param pcm mono, 16 kHz
 * @returns indices into `pcm`, or undefined while it is too early
 */
export function windowMove(pcm: Float32Array): WindowMove | undefined {
  const powers = hopPowers(pcm);
  if (powers.length < LEAST_CUT + LEAST_LEFT) return undefined;
  const pause = lastPause(powers, pauseBelow(powers));
  if (pause !== undefined && powers.length - pause.to <= MOST_LEFT) {
    const end = Math.min(pause.to, pause.from + TAIL);
    return { end: end * HOP, next: Math.max(end, pause.to - LEAD) * HOP };
  }
  if (powers.length < MOST) return undefined;
  const cut = quietest(powers, Math.max(MARGIN, powers.length - MOST_LEFT), powers.length - MARGIN) * HOP;
  return { end: cut, next: cut };
}

/** The power below which a hop of this window is silence. */
export function silenceBelow(pcm: Float32Array): number {
  return pauseBelow(hopPowers(pcm));
}

/** Whether any 20 ms are louder than that. */
export function hasVoice(pcm: Float32Array, below: number): boolean {
  return hopPowers(pcm).some((power) => power > below);
}

/** The quietest place in a range of a recording, for a cut where no pause is known. */
export function quietestPlace(pcm: Float32Array, from: number, to: number): number {
  return quietest(hopPowers(pcm), Math.ceil(from / HOP), Math.floor(to / HOP)) * HOP;
}

const pauseBelow = (powers: readonly number[]): number =>
  (PAUSE_RATIO * powers.reduce((sum, power) => sum + power, 0)) / Math.max(1, powers.length);

/** In hops. */
function lastPause(powers: readonly number[], below: number): { from: number; to: number } | undefined {
  for (let to = powers.length - LEAST_LEFT; to > LEAST_CUT; to -= 1) {
    let from = to;
    while (from > 0 && powers[from - 1]! <= below) from -= 1;
    if (to - from >= PAUSE && from >= LEAST_CUT) return { from, to };
    if (from < to) to = from + 1;
  }
  return undefined;
}

/** The middle of the quietest gap, in hops; the later one of equals, as more words are fixed then. */
function quietest(powers: readonly number[], from: number, to: number): number {
  let least = Number.POSITIVE_INFINITY;
  let at = Math.floor((from + to) / 2);
  for (let hop = from; hop + GAP <= to; hop += 1) {
    let sum = 0;
    for (let i = hop; i < hop + GAP; i += 1) sum += powers[i] ?? 0;
    if (sum > least) continue;
    least = sum;
    at = hop + GAP / 2;
  }
  return at;
}

function hopPowers(pcm: Float32Array): number[] {
  return Array.from({ length: Math.floor(pcm.length / HOP) }, (_, hop) => {
    let sum = 0;
    for (let i = hop * HOP; i < (hop + 1) * HOP; i += 1) sum += pcm[i]! * pcm[i]!;
    return sum / HOP;
  });
}
