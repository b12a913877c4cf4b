import { describe, expect, it } from "vitest";
import type { Vec3 } from "../math/vec.ts";
import { rasterise } from "./raster.ts";

/** Faces the camera: y points down, so it turns against the clock. */
const triangle = (depth: number): Vec3[] => [
  [0, 0, depth],
  [0, 9, depth],
  [9, 0, depth],
];
const CORNER = 2 * 10 + 2;

describe("the rasteriser", () => {
  it("shows what is nearer, whichever is drawn first", () => {
    const near = { points: triangle(1), triangles: [0, 1, 2], doubleSided: false };
    const far = { points: triangle(2), triangles: [0, 1, 2], doubleSided: false };
    expect(rasterise([near, far], 10).drawing[CORNER]).toBe(0);
    expect(rasterise([far, near], 10).drawing[CORNER]).toBe(1);
  });

  it("leaves out what is turned away, unless it has two sides", () => {
    const away = { points: triangle(1), triangles: [0, 2, 1] };
    expect(rasterise([{ ...away, doubleSided: false }], 10).drawing[CORNER]).toBe(-1);
    expect(rasterise([{ ...away, doubleSided: true }], 10).drawing[CORNER]).toBe(0);
  });

  it("tells where in the triangle a pixel lies, and nothing outside", () => {
    const canvas = rasterise([{ points: triangle(1), triangles: [0, 1, 2], doubleSided: false }], 10);
    expect(canvas.b[CORNER]).toBeCloseTo(2 / 9);
    expect(canvas.c[CORNER]).toBeCloseTo(2 / 9);
    expect(canvas.drawing[99]).toBe(-1);
    expect(canvas.depth[99]).toBe(Number.POSITIVE_INFINITY);
  });
});
