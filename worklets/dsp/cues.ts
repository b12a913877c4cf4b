/**
 * Mouth shapes that the relay timed, from the turn's first sample. They take the place of what is read from the sound.
 *
 * Shapes overlap as in speech (dominance functions, Cohen and Massaro, "Modeling Coarticulation in Synthetic Visual Speech",
 * 1993): the lips set out for a shape before its sound and leave it after, a vowel outweighs a consonant beside it, and a
 * closure between two sounds (m, b, p) shuts whatever shape is underway.
 */
import { VISEMES } from "@hisho/protocol";

/** `[ms from the turn's first sample, "aa" | "ih" | "ou" | "ee" | "oh" | "sil", weight 0 to 1]` */
export type Cue = readonly [tMs: number, shape: string, weight: number];

/** From nothing to the whole of a shape, and back. */
const ATTACK_MS = 60;
const RELEASE_MS = 110;
/** How long before its sound a shape begins: half of the sound before it, within these. */
const SHORTEST_LEAD_MS = 30;
const LONGEST_LEAD_MS = 80;
/** A shut mouth between two sounds for no longer than this is lips pressed together; longer, it is a pause. */
const LONGEST_CLOSURE_MS = 180;
/** Lips take so long to meet before a closure and to part after it. */
const LIPS_MS = 45;
/** A shape of at most this weight is a consonant's, and gives way to the vowels around it. */
const CONSONANT_WEIGHT = 0.4;
const CONSONANT_DOMINANCE = 0.5;
/** How long the last cue holds when nothing follows. */
const LAST_CUE_MS = 250;
/** A hostile or broken relay cannot make the page keep more. */
const MAX_CUES = 20_000;
/** Sounds on each side that may reach into the present. */
const REACH = 4;

interface Segment {
  startMs: number;
  endMs: number;
  /** Where it begins to show, and where it begins to give way. */
  leadMs: number;
  leaveMs: number;
  /** Index in VISEMES, -1 for a shut mouth. */
  shape: number;
  weight: number;
  dominance: number;
  isClosure: boolean;
}

export class CueTrack {
  #cues: Cue[] = [];
  #segments: Segment[] = [];

  /** Adds cues in any order. Those that are no numbers or know no time are left out. */
  add(cues: readonly Cue[]): void {
    const usable = cues.filter(([tMs, , weight]) => Number.isFinite(tMs) && Number.isFinite(weight) && tMs >= 0);
    this.#cues = [...this.#cues, ...usable].sort((a, b) => a[0] - b[0]).slice(0, MAX_CUES);
    this.#segments = segmentsOf(this.#cues);
  }

  /** Whether cues say what the mouth does at `tMs`: between the first and a moment after the last. */
  covers(tMs: number): boolean {
    const first = this.#segments[0];
    const last = this.#segments.at(-1);
    return first !== undefined && last !== undefined && tMs >= first.leadMs && tMs <= last.endMs;
  }

  /** Fills `weights` (aa ih ou ee oh, together at most 1) for `tMs`. Allocates nothing. */
  read(tMs: number, weights: Float32Array): void {
    weights.fill(0);
    const at = this.#indexAt(tMs);
    let dominances = 0;
    let apart = 1;
    for (let i = Math.max(0, at - REACH); i <= at + REACH && i < this.#segments.length; i++) {
      const segment = this.#segments[i]!;
      if (segment.isClosure) {
        apart = Math.min(apart, lipsApart(segment, tMs));
        continue;
      }
      const rise = eased((tMs - segment.leadMs) / ATTACK_MS);
      const fall = 1 - eased((tMs - segment.leaveMs) / RELEASE_MS);
      const dominance = segment.dominance * rise * fall;
      dominances += dominance;
      if (segment.shape >= 0) weights[segment.shape]! += dominance * segment.weight;
    }
    const share = apart / Math.max(1, dominances);
    for (let i = 0; i < weights.length; i++) weights[i]! *= share;
  }

  /** The last segment that begins at or before `tMs`, -1 before the first. */
  #indexAt(tMs: number): number {
    let low = 0;
    let high = this.#segments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#segments[middle]!.startMs <= tMs) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}

/** @param all in order; of those that begin together the last one counts */
function segmentsOf(all: readonly Cue[]): Segment[] {
  const cues = all.filter(([startMs], i) => startMs !== all[i + 1]?.[0]);
  let beforeMs = 2 * LONGEST_LEAD_MS;
  const segments = cues.map(([startMs, name, cueWeight], i): Segment => {
    const endMs = cues[i + 1]?.[0] ?? startMs + LAST_CUE_MS;
    const lengthMs = endMs - startMs;
    const shape = VISEMES.indexOf(name as (typeof VISEMES)[number]);
    const weight = Math.max(0, Math.min(1, cueWeight));
    const isClosure = shape < 0 && i > 0 && i + 1 < cues.length && lengthMs <= LONGEST_CLOSURE_MS;
    const dominance = shape >= 0 && weight <= CONSONANT_WEIGHT ? CONSONANT_DOMINANCE : 1;
    const lead = dominance * Math.max(SHORTEST_LEAD_MS, Math.min(LONGEST_LEAD_MS, beforeMs / 2));
    beforeMs = lengthMs;
    return { startMs, endMs, leadMs: startMs - lead, leaveMs: endMs, shape, weight, dominance, isClosure };
  });
  // A shape stays under a closure: only the next one that is shown takes its place.
  let leaveMs = Number.NaN;
  for (const segment of segments.toReversed()) {
    if (!Number.isNaN(leaveMs)) segment.leaveMs = leaveMs;
    if (!segment.isClosure) leaveMs = segment.leadMs;
  }
  return segments;
}

/** 1 away from the closure, 0 while it lasts. */
function lipsApart({ startMs, endMs }: Segment, tMs: number): number {
  if (tMs < startMs) return eased((startMs - tMs) / LIPS_MS);
  return tMs <= endMs ? 0 : eased((tMs - endMs) / LIPS_MS);
}

/** From 0 to 1 without a corner at either end. */
function eased(share: number): number {
  const within = Math.max(0, Math.min(1, share));
  return within * within * (3 - 2 * within);
}
