/** Balanced accuracy of six classes at the best constant lag (measuring recipe B6). */
import { SHAPES } from "./engine.ts";

/** Lags that are tried, in frames of 10 ms: 0 to 200 ms. */
const LAGS = 21;
const CLASSES = SHAPES.length;

export interface Score {
  balanced: number;
  /** Share of the frames of the five vowels. */
  vowels: number;
  /** Of each class. */
  recalls: number[];
  lagMs: number;
  frames: number;
  /** Truth by answer, frames. */
  confusion: number[][];
}

/** Counts truth against answers at every lag. */
export class Tally {
  readonly #counts = Array.from({ length: LAGS }, () => new Float64Array(CLASSES * CLASSES));

  /** @param labels one every 10 ms, of which those from 6 on are not scored @param shown what the engine showed then */
  add(labels: Uint8Array, shown: Int8Array): void {
    for (let i = 0; i < labels.length; i++) {
      const truth = labels[i]!;
      if (truth >= CLASSES) continue;
      for (let lag = 0; lag < LAGS; lag++) {
        const answer = shown[Math.min(i + lag, shown.length - 1)]!;
        this.#counts[lag]![truth * CLASSES + answer]!++;
      }
    }
  }

  /** At the lag with the best balanced accuracy, or at the one given. */
  score(atLagMs?: number): Score {
    const lags = this.#counts.map((counts, lag) => scoreOf(counts, 10 * lag));
    const fixed = lags.find(({ lagMs }) => lagMs === atLagMs);
    return fixed ?? lags.reduce((best, score) => (score.balanced > best.balanced ? score : best));
  }
}

function scoreOf(counts: Float64Array, lagMs: number): Score {
  const confusion = SHAPES.map((_, truth) => [...counts.subarray(truth * CLASSES, (truth + 1) * CLASSES)]);
  const totals = confusion.map((row) => row.reduce((sum, count) => sum + count, 0));
  const right = confusion.map((row, truth) => row[truth]!);
  const recalls = right.map((count, truth) => count / Math.max(1, totals[truth]!));
  const present = recalls.filter((_, truth) => totals[truth]! > 0);
  const sum = (list: readonly number[]): number => list.reduce((total, count) => total + count, 0);
  return {
    balanced: sum(present) / Math.max(1, present.length),
    vowels: sum(right.slice(0, 5)) / Math.max(1, sum(totals.slice(0, 5))),
    recalls,
    lagMs,
    frames: sum(totals),
    confusion,
  };
}
