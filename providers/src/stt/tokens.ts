/** Speech has fewer than six of Moonshine's tokens a second; more is a loop (Moonshine paper, arXiv 2410.15608, section 3). */
export function tokenLimit(seconds: number): number {
  return Math.floor(seconds * 6) + 4;
}

/** Index of the largest value; the first of equals. */
export function argmax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i += 1) if (values[i]! > values[best]!) best = i;
  return best;
}

const LONGEST_PHRASE = 8;
/** A phrase said this often in a row is the model repeating itself. */
const TIMES = 4;

/** Length of the phrase that the last tokens repeat again and again; 0 when they do not. */
export function loopLength(tokens: readonly number[]): number {
  for (let length = 1; length <= LONGEST_PHRASE; length += 1) {
    if (tokens.length < length * TIMES) return 0;
    const start = tokens.length - length * TIMES;
    let repeats = true;
    for (let i = start + length; i < tokens.length && repeats; i += 1) repeats = tokens[i] === tokens[i - length];
    if (repeats) return length;
  }
  return 0;
}

/** The tokens with a trailing loop said once. */
export function withoutLoop(tokens: readonly number[]): number[] {
  const length = loopLength(tokens);
  return length === 0 ? [...tokens] : tokens.slice(0, tokens.length - length * (TIMES - 1));
}
