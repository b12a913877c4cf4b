/** An exact fraction; `d` is positive and the fraction is in lowest terms. */
export interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

/** Beyond this many digits an answer is of no use to a listener. */
const MAX_DIGITS = 40;

export function rational(n: bigint, d = 1n): Rational {
  if (d === 0n) throw new RangeError("a fraction needs a denominator other than 0");
  const sign = d < 0n ? -1n : 1n;
  const divisor = gcd(n < 0n ? -n : n, d * sign);
  return { n: (n * sign) / divisor, d: (d * sign) / divisor };
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

/** @param text decimal digits with an optional point and sign @throws SyntaxError for anything else */
export function parseDecimal(text: string): Rational {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) throw new SyntaxError("not a decimal number");
  const [, sign = "", whole = "0", fraction = ""] = match;
  return rational(BigInt(`${sign}${whole}${fraction}`), 10n ** BigInt(fraction.length));
}

export const add = (a: Rational, b: Rational): Rational => rational(a.n * b.d + b.n * a.d, a.d * b.d);
export const subtract = (a: Rational, b: Rational): Rational => rational(a.n * b.d - b.n * a.d, a.d * b.d);
export const multiply = (a: Rational, b: Rational): Rational => rational(a.n * b.n, a.d * b.d);
/** @throws RangeError when `b` is 0 */
export const divide = (a: Rational, b: Rational): Rational => rational(a.n * b.d, a.d * b.n);

export interface DecimalText {
  /** Digits grouped by thousands, for example `-1,234.5`. */
  text: string;
  /** False when digits were left out. */
  isExact: boolean;
}

/** @returns undefined when the number has more digits than anybody wants to hear */
export function toDecimal(value: Rational, maxPlaces: number): DecimalText | undefined {
  const scale = 10n ** BigInt(maxPlaces);
  const magnitude = value.n < 0n ? -value.n : value.n;
  const scaled = (magnitude * scale * 2n + value.d) / (value.d * 2n);
  const isExact = scaled * value.d === magnitude * scale;
  const whole = (scaled / scale).toString();
  if (whole.length > MAX_DIGITS) return undefined;
  const places = (scaled % scale).toString().padStart(maxPlaces, "0").replace(/0+$/, "");
  const sign = value.n < 0n && scaled !== 0n ? "-" : "";
  return { text: `${sign}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${places === "" ? "" : `.${places}`}`, isExact };
}
