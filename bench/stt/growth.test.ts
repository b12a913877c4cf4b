import { expect, it } from "vitest";
import { flicker } from "./flicker.ts";
import { logLogSlope } from "./growth.ts";

it("the slope is the exponent, whatever the factor", () => {
  const lengths = [2, 4, 8, 15, 30];
  expect(logLogSlope(lengths.map((x) => ({ x, y: 3 * x })))).toBeCloseTo(1);
  expect(logLogSlope(lengths.map((x) => ({ x, y: 0.2 * x ** 2 })))).toBeCloseTo(2);
});

it("flicker counts what is taken back, for each character there is in the end", () => {
  expect(flicker(["and", "and so", "and so on it goes"])).toBe(0);
  expect(flicker(["four", "for", "for you"])).toBeCloseTo(2 / 7);
  expect(flicker([])).toBe(0);
});
