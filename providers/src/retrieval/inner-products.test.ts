import { expect, it } from "vitest";
import { InnerProducts } from "./inner-products.ts";
import { VectorTable } from "./vector-table.ts";

const vector = (dimensions: number, seed: number): Float32Array =>
  Float32Array.from({ length: dimensions }, (_, at) => Math.sin(seed * 131 + at * 17));

const plainSum = (a: Float32Array, b: Float32Array): number => a.reduce((sum, x, at) => sum + x * (b[at] ?? 0), 0);

it.each([1, 2, 3, 15, 16, 17, 384, 512])("are plain sums, of %i dimensions and while the table grows", (dimensions) => {
  const table = new VectorTable(dimensions);
  const products = new InnerProducts(dimensions);
  const question = vector(dimensions, 0.5);
  for (let row = 0; row < 300; row += 1) {
    table.append(`r${row}`, vector(dimensions, row));
    products.copy(table, row);
  }
  const scores = products.of(question, table.size);
  expect(scores).toHaveLength(300);
  scores.forEach((score, row) => {
    expect(score).toBeCloseTo(plainSum(vector(dimensions, row), question), 3);
  });
});

it("are of the rows that are left", () => {
  const table = new VectorTable(2);
  const products = new InnerProducts(2);
  for (const [id, x] of [
    ["a", 1],
    ["b", 2],
    ["c", 3],
  ] as const)
    table.append(id, Float32Array.of(x, 0));
  products.copy(table, 0);
  const [first = 0] = table.remove(["a"]);
  products.copy(table, first);
  expect([...products.of(Float32Array.of(1, 0), table.size)]).toEqual([2, 3]);
  expect([...products.of(Float32Array.of(1, 0), 0)]).toEqual([]);
});
