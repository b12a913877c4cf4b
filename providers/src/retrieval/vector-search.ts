import type { VectorTable } from "./vector-table.ts";

export interface RowHit {
  row: number;
  score: number;
}

/** Finds the rows of a table with the highest inner product. It is told of each change after the table has made it. */
export interface VectorSearch {
  /** Rows from `first` on were added. */
  added(first: number): void;
  /** These rows, ascending, were removed and the rows behind them moved up. */
  removed(rows: readonly number[]): void;
  /** @returns min(k, size) rows, best first; among equals the older row first */
  search(vector: Float32Array, k: number): RowHit[];
}

export type VectorSearchOf = (table: VectorTable) => VectorSearch;
