/** Generations of vectors that tell a mixture of two: every id and every number says which one it is of. */

export const DIMENSIONS = 64;

/** Different from generation to generation, so that the files differ in length too. */
export const rowsOf = (generation: number): number => 1_000 + (generation % 7) * 300;

export const vectorOf = (generation: number): Float32Array => new Float32Array(DIMENSIONS).fill(generation);
