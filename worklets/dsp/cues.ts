/** Mouth shapes that the relay timed, from the turn's first sample. They take the place of what is read from the sound. */
import { VISEMES } from "@hisho/protocol";

/** `[ms from the turn's first sample, "aa" | "ih" | "ou" | "ee" | "oh" | "sil", weight 0 to 1]` */
export type Cue = readonly [tMs: number, shape: string, weight: number];

/** A mouth needs about this long from one shape to the next; the way is centred on the cue's time. */
const TRANSITION_MS = 60;
/** How long the last cue holds when nothing follows. */
const LAST_CUE_MS = 250;
/** A hostile or broken relay cannot make the page keep more. */
const MAX_CUES = 20_000;

export class CueTrack {
  #cues: Cue[] = [];

  /** Adds cues in any order. Those that are no numbers or know no time are left out. */
  add(cues: readonly Cue[]): void {
    const usable = cues.filter(([tMs, , weight]) => Number.isFinite(tMs) && Number.isFinite(weight) && tMs >= 0);
    this.#cues = [...this.#cues, ...usable].sort((a, b) => a[0] - b[0]).slice(0, MAX_CUES);
  }

  /** Whether cues say what the mouth does at `tMs`: between the first and a moment after the last. */
  covers(tMs: number): boolean {
    const first = this.#cues[0];
    const last = this.#cues.at(-1);
    if (!first || !last) return false;
    return tMs >= first[0] - TRANSITION_MS / 2 && tMs <= last[0] + LAST_CUE_MS;
  }

  /** Fills `weights` (aa ih ou ee oh) for `tMs`. Allocates nothing. */
  read(tMs: number, weights: Float32Array): void {
    weights.fill(0);
    const at = this.#indexAt(tMs + TRANSITION_MS / 2);
    const share = at < 0 ? 0 : Math.min(1, (tMs + TRANSITION_MS / 2 - this.#cues[at]![0]) / TRANSITION_MS);
    const eased = share * share * (3 - 2 * share);
    this.#blend(at, eased, weights);
    this.#blend(at - 1, 1 - eased, weights);
  }

  #blend(index: number, share: number, weights: Float32Array): void {
    const cue = this.#cues[index];
    const shape = cue ? VISEMES.indexOf(cue[1] as (typeof VISEMES)[number]) : -1;
    if (cue && shape >= 0) weights[shape]! += share * Math.max(0, Math.min(1, cue[2]));
  }

  /** The last cue that begins at or before `tMs`, -1 before the first. */
  #indexAt(tMs: number): number {
    let low = 0;
    let high = this.#cues.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#cues[middle]![0] <= tMs) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
