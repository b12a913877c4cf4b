import { add, divide, multiply, parseDecimal, type Rational, rational, subtract } from "./rational.ts";

export type Sign = "+" | "-" | "*" | "/" | "^" | "of" | "%" | "(" | ")";
/** A number, exact, or a sign. `of` multiplies with a percentage and is told apart for the way it is read out. */
export type Token = { number: string } | { sign: Sign };

export type SumResult = { value: Rational } | { problem: "zero" | "size" };

const MAX_EXPONENT = 200n;
const MAX_BITS = 4_000;
const MAX_TOKENS = 60;

class Refusal extends Error {
  readonly problem: "zero" | "size";

  constructor(problem: "zero" | "size") {
    super(problem);
    this.problem = problem;
  }
}

/**
 * Works a sum out, exactly. `^` binds before `*` `/` `of`, those before `+` `-`; the same from left to right.
 * @returns undefined when it is no sum: no sign, a sign too many, an open bracket, a percentage added to a number
 */
export function workOut(tokens: readonly Token[]): SumResult | undefined {
  const isSum = tokens.some((token, index) => index > 0 && "sign" in token && !["(", ")", "%"].includes(token.sign));
  if (!isSum || tokens.length > MAX_TOKENS) return undefined;
  const reader = new Reader(tokens);
  try {
    const sum = reader.sum();
    if (!reader.isDone || sum === undefined || sum.isPercent) return undefined;
    return { value: sum.value };
  } catch (error) {
    if (error instanceof Refusal) return { problem: error.problem };
    throw error;
  }
}

interface Operand {
  value: Rational;
  /** A bare percentage, which has no value of its own outside a product. */
  isPercent: boolean;
}

class Reader {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get isDone(): boolean {
    return this.#at === this.#tokens.length;
  }

  sum(): Operand | undefined {
    let left = this.#product();
    for (;;) {
      const sign = this.#take("+", "-");
      if (sign === undefined || left === undefined) return left;
      const right = this.#product();
      if (right === undefined || left.isPercent || right.isPercent) return undefined;
      left = bounded(sign === "+" ? add(left.value, right.value) : subtract(left.value, right.value));
    }
  }

  #product(): Operand | undefined {
    let left = this.#power();
    for (;;) {
      const sign = this.#take("*", "/", "of");
      if (sign === undefined || left === undefined) return left;
      const right = this.#power();
      if (right === undefined) return undefined;
      if (sign === "/" && right.value.n === 0n) throw new Refusal("zero");
      left = bounded(sign === "/" ? divide(left.value, right.value) : multiply(left.value, right.value));
    }
  }

  #power(): Operand | undefined {
    const base = this.#single();
    if (base === undefined || this.#take("^") === undefined) return base;
    const exponent = this.#power();
    if (exponent === undefined || exponent.value.d !== 1n || exponent.value.n < 0n) return undefined;
    if (exponent.value.n > MAX_EXPONENT) throw new Refusal("size");
    return bounded(rational(base.value.n ** exponent.value.n, base.value.d ** exponent.value.n));
  }

  #single(): Operand | undefined {
    if (this.#take("-") !== undefined) {
      const inner = this.#single();
      return inner && { ...inner, value: subtract(rational(0n), inner.value) };
    }
    if (this.#take("(") !== undefined) {
      const inner = this.sum();
      return this.#take(")") === undefined ? undefined : inner;
    }
    const token = this.#tokens[this.#at];
    if (token === undefined || !("number" in token)) return undefined;
    this.#at += 1;
    const value = parseDecimal(token.number);
    if (this.#take("%") === undefined) return { value, isPercent: false };
    return { value: divide(value, rational(100n)), isPercent: true };
  }

  #take(...signs: readonly Sign[]): Sign | undefined {
    const token = this.#tokens[this.#at];
    if (token === undefined || !("sign" in token) || !signs.includes(token.sign)) return undefined;
    this.#at += 1;
    return token.sign;
  }
}

function bounded(value: Rational): Operand {
  if (value.n.toString(2).length > MAX_BITS || value.d.toString(2).length > MAX_BITS) throw new Refusal("size");
  return { value, isPercent: false };
}

/** How a language writes sums: what a sign looks like, tried in order at each place. */
export interface SumGrammar {
  /** Sticky patterns; `null` is passed over. */
  signs: readonly (readonly [pattern: RegExp, sign: Sign | readonly Token[] | null])[];
  /** A sticky pattern for a number and its value as decimal digits. */
  number: RegExp;
  valueOf(words: string): string | undefined;
}

/** @returns undefined when a part of the text is neither number nor sign */
export function readSum(text: string, grammar: SumGrammar): Token[] | undefined {
  const tokens: Token[] = [];
  let at = 0;
  const matchAt = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    return found === "" ? undefined : found;
  };
  while (at < text.length) {
    const space = matchAt(/\s+/y);
    if (space !== undefined) at += space.length;
    if (at >= text.length) break;
    const words = matchAt(grammar.number);
    const value = words === undefined ? undefined : grammar.valueOf(words);
    if (words !== undefined && value !== undefined) {
      tokens.push({ number: value });
      at += words.length;
      continue;
    }
    const rule = grammar.signs.find(([pattern]) => matchAt(pattern) !== undefined);
    if (rule === undefined) return undefined;
    at += matchAt(rule[0])?.length ?? 0;
    if (typeof rule[1] === "string") tokens.push({ sign: rule[1] });
    else if (rule[1] !== null) tokens.push(...rule[1]);
  }
  return tokens;
}
