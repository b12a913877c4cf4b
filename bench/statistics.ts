/** Percentiles, and how far to trust them. */

/** The `share` quantile by linear interpolation (Hyndman and Fan 1996, type 7). NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  const high = sorted[Math.ceil(at)] ?? Number.NaN;
  return low + (high - low) * (at - Math.floor(at));
}

/** A small seeded generator (mulberry32), so that a printed interval can be printed again. @returns 0 to below 1 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The 95 % percentile-bootstrap interval of `figure` over resamples of each list. */
export function bootstrap(
  lists: readonly (readonly number[])[],
  figure: (...resampled: number[][]) => number,
  rounds = 500,
): [number, number] {
  const random = seededRandom(1);
  const figures = Array.from({ length: rounds }, () =>
    figure(...lists.map((list) => list.map(() => list[Math.floor(random() * list.length)]!))),
  );
  return [quantile(figures, 0.025), quantile(figures, 0.975)];
}

/** Rows as a plain table, numbers right-aligned. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cells = [head, ...rows].map((row) => row.map((cell) => (typeof cell === "number" ? cell.toFixed(2) : cell)));
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join("  ")).join("\n");
}
