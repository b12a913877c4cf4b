import { expect, it } from "vitest";
import { shiftAt } from "./shift.ts";

it("visits many places, none further than 24 px away, never the same twice in a row", () => {
  const places = Array.from({ length: 49 }, (_, n) => shiftAt(n));
  expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(49);
  for (const { x, y } of places) expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThanOrEqual(24);
});
