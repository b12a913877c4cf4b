import { createRequire } from "node:module";
import type * as Faiss from "faiss-node";
import { ProviderError } from "../errors.ts";
import type { VectorSearch, VectorSearchOf } from "./vector-search.ts";
import type { VectorTable } from "./vector-table.ts";

type Binding = typeof Faiss;

/** Rows handed to the library at a time: it takes plain arrays, eight bytes a number. */
const ROWS_AT_ONCE = 1000;

/**
 * faiss-node's exact inner product index, which answers as flat search does. Its labels are the table's rows: both move
 * up when a row before them is removed.
 */
function faissSearch({ IndexFlatIP }: Binding, table: VectorTable): VectorSearch {
  const index = new IndexFlatIP(table.dimensions);
  const append = (first: number): void => {
    const { data, dimensions, size } = table;
    for (let row = first; row < size; row += ROWS_AT_ONCE) {
      const end = Math.min(size, row + ROWS_AT_ONCE);
      index.add(Array.from(data.subarray(row * dimensions, end * dimensions)));
    }
  };
  append(0);
  return {
    added: append,
    removed: (rows) => {
      if (rows.length > 0) index.removeIds([...rows]);
    },
    search(vector, k) {
      const count = Math.min(k, index.ntotal()); // more than it has is an error
      if (count < 1) return [];
      const { labels, distances } = index.search(Array.from(vector), count);
      return labels.map((row, place) => ({ row, score: distances[place] ?? 0 }));
    },
  };
}

/** Loads the native library. @throws ProviderError `unavailable` */
export function loadFaiss(): VectorSearchOf {
  try {
    const binding = createRequire(import.meta.url)("faiss-node") as Binding;
    return (table) => faissSearch(binding, table);
  } catch (cause) {
    throw new ProviderError(
      "vector_store",
      "unavailable",
      "faiss-node is not built: install libfaiss-dev and libopenblas-dev, then run node scripts/build-faiss.mjs",
      { cause },
    );
  }
}
