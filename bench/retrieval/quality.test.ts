import { expect, it } from "vitest";
import { ndcg, recall } from "./quality.ts";

it("judges a ranking by where what answers stands", () => {
  expect(recall({ relevant: [false, false, false, false, true], total: 3 })).toBe(1);
  expect(recall({ relevant: [false, false, false, false, false, true], total: 3 })).toBe(0);
  expect(ndcg({ relevant: [true, false], total: 1 })).toBe(1);
  expect(ndcg({ relevant: [false, true], total: 1 })).toBeCloseTo(1 / Math.log2(3), 12);
  expect(ndcg({ relevant: [true, true], total: 2 })).toBe(1);
  expect(ndcg({ relevant: [], total: 0 })).toBe(0);
});
