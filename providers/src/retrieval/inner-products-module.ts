/**
 * A WebAssembly module of one function, written out here since it is shorter than what would compile it (WebAssembly Core
 * Specification 2.0, sections 5 and 6.5). In WebAssembly's text it is:
 *
 *     (import "host" "memory" (memory 0))
 *     (func (export "products") (param $row i32) (param $question i32) (param $score i32) (param $rows i32) (param $end i32)
 *       (local $at i32) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
 *       loop                                    ;; over rows
 *         $a = $b = $c = $d = (v128.const 0); $at = $question
 *         loop                                  ;; over sixteen columns at a time
 *           $a += load($row) * load($at); $b += load($row + 16) * load($at + 16); …
 *           $row += 64; $at += 64; br_if 0 ($at < $end)
 *         end
 *         store($score, sum of the lanes of $a + $b + $c + $d); $score += 4; br_if 0 ((--$rows) != 0)
 *       end)
 */

/** Columns that one step of the inner loop takes; rows are padded to a multiple of them. */
export const COLUMNS_A_STEP = 16;
const STEP_BYTES = COLUMNS_A_STEP * 4;

const [I32, V128] = [0x7f, 0x7b];
const [ROW, QUESTION, SCORE, ROWS, END, AT, A, B, C, D] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** LEB128 of a number below 64 in one byte, of others in as many as it needs. */
function leb(value: number): number[] {
  const bytes: number[] = [];
  for (let left = value; ; left >>>= 7) {
    if (left < 0x80) return [...bytes, left];
    bytes.push((left & 0x7f) | 0x80);
  }
}
const get = (local: number): number[] => [0x20, local];
const set = (local: number): number[] => [0x21, local];
const tee = (local: number): number[] => [0x22, local];
/** `i32.const`, signed LEB128: of 64 to 8191 two bytes. */
const constant = (value: number): number[] => [0x41, ...(value < 64 ? [value] : [(value & 0x7f) | 0x80, value >> 7])];
const LOOP = [0x03, 0x40];
const END_LOOP = 0x0b;
const AGAIN_IF = [0x0d, 0x00];
const I32_ADD = 0x6a;
const I32_SUB = 0x6b;
const I32_LT_U = 0x49;
const F32_ADD = 0x92;
const F32_STORE = [0x38, 0x02, 0x00];
const V128_ZERO = [0xfd, 0x0c, ...new Array<number>(16).fill(0)];
const F32X4_ADD = [0xfd, ...leb(0xe4)];
const F32X4_MUL = [0xfd, ...leb(0xe6)];
const load = (offset: number): number[] => [0xfd, 0x00, 0x02, ...leb(offset)];
const lane = (number: number): number[] => [0xfd, 0x1f, number];

const accumulate = (sum: number, offset: number): number[] => [
  ...get(sum),
  ...[...get(ROW), ...load(offset), ...get(AT), ...load(offset), ...F32X4_MUL],
  ...[...F32X4_ADD, ...set(sum)],
];
const advance = (local: number, by: number): number[] => [...get(local), ...constant(by), I32_ADD];

const BODY = [
  ...LOOP,
  ...[A, B, C, D].flatMap((sum) => [...V128_ZERO, ...set(sum)]),
  ...[...get(QUESTION), ...set(AT)],
  ...LOOP,
  ...[A, B, C, D].flatMap((sum, place) => accumulate(sum, 16 * place)),
  ...[...advance(ROW, STEP_BYTES), ...set(ROW)],
  ...[...advance(AT, STEP_BYTES), ...tee(AT), ...get(END), I32_LT_U, ...AGAIN_IF],
  END_LOOP,
  ...get(SCORE),
  ...[...get(A), ...get(B), ...F32X4_ADD, ...get(C), ...get(D), ...F32X4_ADD, ...F32X4_ADD, ...tee(A)],
  ...[...lane(0), ...get(A), ...lane(1), F32_ADD, ...get(A), ...lane(2), F32_ADD, ...get(A), ...lane(3), F32_ADD],
  ...F32_STORE,
  ...[...advance(SCORE, 4), ...set(SCORE)],
  ...[...get(ROWS), ...constant(1), I32_SUB, ...tee(ROWS), ...AGAIN_IF],
  END_LOOP,
  0x0b, // the function's own end
];

const name = (text: string): number[] => [text.length, ...[...text].map((letter) => letter.charCodeAt(0))];
const section = (id: number, content: readonly number[]): number[] => [id, ...leb(content.length), ...content];
const CODE = [2, 1, I32, 4, V128, ...BODY];

const MODULE = new Uint8Array([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...section(1, [1, 0x60, 5, I32, I32, I32, I32, I32, 0]),
  ...section(2, [1, ...name("host"), ...name("memory"), 0x02, 0x00, 0x00]),
  ...section(3, [1, 0]),
  ...section(7, [1, ...name("products"), 0x00, 0x00]),
  ...section(10, [1, ...leb(CODE.length), ...CODE]),
]);

/**
 * All in bytes from the memory's beginning, but for `rows`, which is 1 or more: where rows, the question and the scores
 * begin, and where the question ends.
 */
export type Products = (row: number, question: number, score: number, rows: number, questionEnd: number) => void;

let compiled: WebAssembly.Module | undefined;

/** The function over a memory. @throws WebAssembly.CompileError where 128-bit SIMD is unknown */
export function productsIn(memory: WebAssembly.Memory): Products {
  compiled ??= new WebAssembly.Module(MODULE);
  return new WebAssembly.Instance(compiled, { host: { memory } }).exports.products as Products;
}
