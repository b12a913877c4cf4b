import { describe, expect, it } from "vitest";
import { argmax, loopLength, tokenLimit, withoutLoop } from "./tokens.ts";

describe("greedy decoding", () => {
  it("takes the first of the largest values", () => {
    expect(argmax(Float32Array.of(-3, 2, 5, 5, 1))).toBe(2);
    expect(argmax(Float32Array.of(-3))).toBe(0);
  });

  it("allows six tokens a second and four more", () => {
    expect(tokenLimit(0.1)).toBe(4);
    expect(tokenLimit(11)).toBe(70);
  });
});

describe("a model that repeats itself", () => {
  it.each([
    [[7, 7, 7, 7], 1],
    [[1, 5, 6, 5, 6, 5, 6, 5, 6], 2],
    [[7, 7, 7], 0],
    [[5, 6, 5, 6, 5, 6, 5], 0],
    [[1, 2, 3, 4, 5, 6, 7, 8], 0],
    [[], 0],
  ])("finds in %j a loop of %i", (tokens, length) => {
    expect(loopLength(tokens)).toBe(length);
  });

  it("is heard once", () => {
    expect(withoutLoop([1, 5, 6, 5, 6, 5, 6, 5, 6])).toEqual([1, 5, 6]);
    expect(withoutLoop([1, 2, 3])).toEqual([1, 2, 3]);
  });
});
