/**
 * Marks beside a ring: at which sample a talkspurt begins and ends. One writer, one reader, no locks.
 *
 *     Int32: 0 write, 1 read (records, ever growing), then 64 records of 3: kind (1 begin, 2 end), spurt, ring index
 */
const RECORDS = 64;
const RECORD = 3;
const HEAD = 2;
const WRITE = 0;
const READ = 1;

export type MarkKind = "begin" | "end";
export type SegmentMemory = SharedArrayBuffer;

export const createSegments = (): SegmentMemory =>
  new SharedArrayBuffer((HEAD + RECORDS * RECORD) * Int32Array.BYTES_PER_ELEMENT);

/** For the thread that writes the ring. */
export class SegmentWriter {
  readonly #cells: Int32Array;

  constructor(memory: SegmentMemory) {
    this.#cells = new Int32Array(memory);
  }

  /** To be called before the sample at `index` is written. @returns false: no room, try later */
  mark(kind: MarkKind, spurt: number, index: number): boolean {
    const write = Atomics.load(this.#cells, WRITE);
    if (((write - Atomics.load(this.#cells, READ)) | 0) >= RECORDS) return false;
    const cell = HEAD + (write & (RECORDS - 1)) * RECORD;
    this.#cells[cell] = kind === "begin" ? 1 : 2;
    this.#cells[cell + 1] = spurt;
    this.#cells[cell + 2] = index;
    Atomics.store(this.#cells, WRITE, (write + 1) | 0);
    return true;
  }
}

/** For the thread that reads the ring. Allocates nothing. After `peek` gave true the fields describe the next mark. */
export class SegmentReader {
  kind: MarkKind = "begin";
  spurt = 0;
  index = 0;
  readonly #cells: Int32Array;

  constructor(memory: SegmentMemory) {
    this.#cells = new Int32Array(memory);
  }

  peek(): boolean {
    const read = Atomics.load(this.#cells, READ);
    if (read === Atomics.load(this.#cells, WRITE)) return false;
    const cell = HEAD + (read & (RECORDS - 1)) * RECORD;
    this.kind = this.#cells[cell] === 1 ? "begin" : "end";
    this.spurt = this.#cells[cell + 1]!;
    this.index = this.#cells[cell + 2]!;
    return true;
  }

  next(): void {
    Atomics.store(this.#cells, READ, (Atomics.load(this.#cells, READ) + 1) | 0);
  }
}
