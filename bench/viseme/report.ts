import { SHAPES } from "./engine.ts";
import type { Score } from "./score.ts";

const percent = (share: number): string => (100 * share).toFixed(1).padStart(5);

/** One row an engine: balanced, vowels only, each recall, and the lag. */
export function table(title: string, rows: readonly { name: string; score: Score }[]): string {
  const heads = ["balanced", "vowels", ...SHAPES, "lag ms"].map((head) => head.padStart(8)).join(" ");
  const lines = rows.map(({ name, score }) => {
    const shares = [score.balanced, score.vowels, ...score.recalls].map((share) => percent(share).padStart(8));
    return [name.padEnd(24), ...shares, String(score.lagMs).padStart(8)].join(" ");
  });
  return [`${title} (${rows[0]?.score.frames ?? 0} frames)`, `${"".padEnd(24)} ${heads}`, ...lines].join("\n");
}

/** Truth down, answer across, per cent of the truth. */
export function confusion(score: Score): string {
  const head = ["", ...SHAPES].map((name) => name.padStart(8)).join("");
  const rows = score.confusion.map((row, truth) => {
    const total = Math.max(
      1,
      row.reduce((sum, count) => sum + count, 0),
    );
    return [SHAPES[truth]!.padStart(8), ...row.map((count) => percent(count / total).padStart(8))].join("");
  });
  return [head, ...rows].join("\n");
}
