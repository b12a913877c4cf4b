import { expect, test } from "vitest";
import { decodeBase64, MouthNetwork, type NetworkWeights } from "./network.ts";

/** Four units of which each gate is asked by the first band alone; the classes see one unit each. */
function small(): NetworkWeights {
  const bytes: number[] = [];
  const rows = (count: number, width: number, at: (row: number, i: number) => number): void => {
    for (let block = 0; block < count; block += 4) {
      for (let i = 0; i < width; i++) for (let row = block; row < block + 4; row++) bytes.push(at(row, i));
    }
  };
  rows(12, 4, (row, i) => (row >= 8 && i === 0 ? 100 : 0));
  rows(12, 4, () => 0);
  rows(12, 4, () => 0);
  rows(4, 4, (row, i) => (row === i ? 10 * row : 0));
  return {
    bands: 4,
    hidden: 4,
    classes: ["a", "b", "c", "d"],
    bytes: Buffer.from(Int8Array.from(bytes).buffer).toString("base64"),
    scales: Array<number>(40).fill(0.01),
    biases: Array<number>(16).fill(0),
  };
}

test("a step is the unit's equations, by hand", () => {
  const network = new MouthNetwork(small());
  const ones = Float32Array.of(1, 0, 0, 0);
  network.step(ones, ones);
  // Update is half: each unit goes half of the way from 0 to tanh(1).
  const unit = 0.5 * Math.tanh(1);
  const scores = [0, 0.1, 0.2, 0.3].map((weight) => Math.exp(weight * unit));
  const sum = scores.reduce((total, score) => total + score, 0);
  scores.forEach((score, i) => {
    expect(network.chances[i]).toBeCloseTo(score / sum, 4);
  });
});

test("weights that do not fit together are refused", () => {
  expect(() => new MouthNetwork({ ...small(), hidden: 8 })).toThrow(RangeError);
  expect(() => new MouthNetwork({ ...small(), scales: [1] })).toThrow(RangeError);
  expect(() => new MouthNetwork({ ...small(), bytes: "not base64!" })).toThrow(RangeError);
});

test("base64 of any length is what it is elsewhere", () => {
  for (let length = 0; length < 9; length++) {
    const bytes = Int8Array.from({ length }, (_, i) => 37 * i - 100);
    expect(decodeBase64(Buffer.from(bytes.buffer).toString("base64"))).toEqual(bytes);
  }
});
