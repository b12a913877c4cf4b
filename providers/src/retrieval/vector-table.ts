import { ProviderError } from "../errors.ts";

/** Vectors by id in one contiguous block, row after row, in the order they were added. */
export class VectorTable {
  readonly dimensions: number;
  #ids: string[] = [];
  #rowOf = new Map<string, number>();
  #data: Float32Array;

  /** @param capacity rows to make room for at once; it grows by itself */
  constructor(dimensions: number, capacity = 64) {
    if (!Number.isInteger(dimensions) || dimensions < 1) throw new RangeError(`no vectors of ${dimensions} dimensions`);
    this.dimensions = dimensions;
    this.#data = new Float32Array(dimensions * Math.max(1, capacity));
  }

  /** @param data `ids.length × dimensions` numbers, taken over. @throws ProviderError `bad-answer`, RangeError */
  static of(dimensions: number, ids: readonly string[], data: Float32Array): VectorTable {
    const table = new VectorTable(dimensions, 1);
    if (data.length !== ids.length * dimensions) throw new RangeError(`${data.length} numbers for ${ids.length} ids`);
    if (!data.every(Number.isFinite)) throw notANumber();
    if (ids.length === 0) return table;
    table.#data = data;
    table.#ids = [...ids];
    table.#rowOf = new Map(ids.map((id, row) => [id, row]));
    if (table.#rowOf.size !== ids.length) throw new RangeError("an id stands twice");
    return table;
  }

  get size(): number {
    return this.#ids.length;
  }

  /** By row. */
  get ids(): readonly string[] {
    return this.#ids;
  }

  /** `size × dimensions` numbers; a view that holds on to them whatever changes later. */
  get data(): Float32Array {
    return this.#data.subarray(0, this.size * this.dimensions);
  }

  /** The row an id stands in; undefined when it is not there. */
  rowOf(id: string): number | undefined {
    return this.#rowOf.get(id);
  }

  /** Appends one row. @throws ProviderError `bad-answer` for a vector of another length or with a number that is none */
  append(id: string, vector: Float32Array): void {
    checkVector(vector, this.dimensions);
    if (this.#rowOf.has(id)) throw new RangeError(`${id} is already there`);
    const start = this.size * this.dimensions;
    if (start + this.dimensions > this.#data.length) {
      const grown = new Float32Array(this.#data.length * 2);
      grown.set(this.#data);
      this.#data = grown;
    }
    this.#data.set(vector, start);
    this.#rowOf.set(id, this.size);
    this.#ids.push(id);
  }

  /** Removes those that are there; the rows behind them move up. @returns the rows they stood in, ascending */
  remove(ids: readonly string[]): number[] {
    const rows = [...new Set(ids)].flatMap((id) => this.#rowOf.get(id) ?? []).sort((a, b) => a - b);
    if (rows.length === 0) return rows;
    const { dimensions, size } = this;
    const kept = new Float32Array(this.#data.length);
    let to = 0;
    for (const [place, row] of [-1, ...rows].entries()) {
      const run = this.#data.subarray((row + 1) * dimensions, (rows[place] ?? size) * dimensions);
      kept.set(run, to);
      to += run.length;
    }
    const gone = new Set(rows);
    this.#data = kept;
    this.#ids = this.#ids.filter((_, row) => !gone.has(row));
    this.#rowOf = new Map(this.#ids.map((id, row) => [id, row]));
    return rows;
  }
}

/** @throws ProviderError `bad-answer` */
export function checkVector(vector: Float32Array, dimensions: number): void {
  if (vector.length !== dimensions) {
    throw new ProviderError(
      "vector_store",
      "bad-answer",
      `a vector has ${vector.length} numbers, expected ${dimensions}`,
    );
  }
  if (!vector.every(Number.isFinite)) throw notANumber();
}

const notANumber = (): ProviderError =>
  new ProviderError("vector_store", "bad-answer", "a vector holds something that is not a number");
