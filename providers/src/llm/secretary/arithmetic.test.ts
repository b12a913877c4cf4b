import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Sign, type Token, workOut } from "./arithmetic.ts";
import { rational, toDecimal } from "./rational.ts";

const SIGNS = new Set(["+", "-", "*", "/", "^", "of", "%", "(", ")"]);
const tokens = (text: string): Token[] =>
  text.split(" ").map((part) => (SIGNS.has(part) ? { sign: part as Sign } : { number: part }));
const result = (text: string) => {
  const sum = workOut(tokens(text));
  return sum !== undefined && "value" in sum ? toDecimal(sum.value, 10)?.text : sum;
};

describe("workOut", () => {
  it.each([
    ["12 * 8", "96"],
    ["830 + 120", "950"],
    ["0.1 + 0.2", "0.3"],
    ["2 + 3 * 4", "14"],
    ["( 2 + 3 ) * 4", "20"],
    ["10 - 4 - 3", "3"],
    ["7 / 2", "3.5"],
    ["1 / 3", "0.3333333333"],
    ["20 % of 500", "100"],
    ["500 of 20 %", "100"],
    ["2 ^ 10", "1,024"],
    ["- 5 + 3", "-2"],
    ["5 * - 3", "-15"],
    ["9007199254740993 * 3", "27,021,597,764,222,979"],
  ])("%s is %s", (text, expected) => {
    expect(result(text)).toBe(expected);
  });

  it.each(["5", "- 5", "5 +", "* 5", "5 5", "( 5 + 1", "200 + 10 %", "10 %", "2 ^ 0.5"])("%s is no sum", (text) => {
    expect(workOut(tokens(text))).toBeUndefined();
  });

  it("refuses what cannot or should not be worked out", () => {
    expect(workOut(tokens("5 / 0"))).toEqual({ problem: "zero" });
    expect(workOut(tokens("5 / ( 2 - 2 )"))).toEqual({ problem: "zero" });
    expect(workOut(tokens("9 ^ 9 ^ 9"))).toEqual({ problem: "size" });
  });

  it("is exact", () => {
    const whole = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
    fc.assert(
      fc.property(whole, whole, fc.bigInt({ min: 1n, max: 10n ** 6n }), (a, b, c) => {
        const number = (n: bigint): Token[] =>
          n < 0n ? [{ sign: "-" }, { number: String(-n) }] : [{ number: String(n) }];
        const open: Token = { sign: "(" };
        const sum = workOut([
          open,
          ...number(a),
          { sign: "+" },
          ...number(b),
          { sign: ")" },
          { sign: "/" },
          ...number(c),
        ]);
        expect(sum).toEqual({ value: rational(a + b, c) });
      }),
      { seed: 20_261_121 },
    );
  });
});
