/** A row of a table: the parameter first, then the values at it. */
export type Row = readonly number[];

/**
 * Non-uniform Catmull-Rom through the rows, constant beyond the ends.
 * @param rows at least two, ascending in their first number
 */
export function throughRows(rows: readonly Row[]): (at: number) => number[] {
  const last = rows.length - 1;
  const knot = (i: number) => rows[i]![0]!;
  return (at) => {
    if (at <= knot(0)) return rows[0]!.slice(1);
    if (at >= knot(last)) return rows[last]!.slice(1);
    let i = 0;
    while (at > knot(i + 1)) i++;
    const step = knot(i + 1) - knot(i);
    const t = (at - knot(i)) / step;
    const t2 = t * t;
    const t3 = t2 * t;
    return rows[i]!.slice(1).map((p1, column) => {
      const value = (row: number) => rows[row]![column + 1]!;
      const p2 = value(i + 1);
      const slope1 = i > 0 ? (p2 - value(i - 1)) / (knot(i + 1) - knot(i - 1)) : (p2 - p1) / step;
      const slope2 = i < last - 1 ? (value(i + 2) - p1) / (knot(i + 2) - knot(i)) : (p2 - p1) / step;
      return (
        (2 * t3 - 3 * t2 + 1) * p1 +
        (t3 - 2 * t2 + t) * step * slope1 +
        (3 * t2 - 2 * t3) * p2 +
        (t3 - t2) * step * slope2
      );
    });
  };
}

/** Uniform Catmull-Rom through points of any dimension; `t` from 0 to 1. */
export function throughPoints(points: readonly Row[], t: number): number[] {
  const last = points.length - 1;
  const at = t * last;
  const i = Math.min(last - 1, Math.floor(at));
  const f = at - i;
  const point = (k: number) => points[Math.min(last, Math.max(0, k))]!;
  return point(i).map((p1, axis) => {
    const p0 = point(i - 1)[axis]!;
    const p2 = point(i + 1)[axis]!;
    const p3 = point(i + 2)[axis]!;
    return (
      0.5 * (2 * p1 + (p2 - p0) * f + (2 * p0 - 5 * p1 + 4 * p2 - p3) * f * f + (3 * p1 - p0 - 3 * p2 + p3) * f * f * f)
    );
  });
}
