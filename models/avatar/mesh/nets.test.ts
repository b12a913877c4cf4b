import { describe, expect, it } from "vitest";
import { at, normalAt, smax, smin } from "../field/field.ts";
import { polygon } from "../field/polygon.ts";
import { sphere } from "../field/solids.ts";
import { cross, dot, sub } from "../math/vec.ts";
import { pullOntoSurface, surfaceNets } from "./nets.ts";
import { bothSides, cull } from "./thin.ts";

const ball = sphere([0, 0, 0], 0.05);
const box = {
  min: [-0.07, -0.07, -0.07] as [number, number, number],
  max: [0.07, 0.07, 0.07] as [number, number, number],
};

describe("surface nets", () => {
  const mesh = surfaceNets(ball, box, 0.006);
  pullOntoSurface(ball, mesh.points, 0.006, 4);

  it("lie on the surface", () => {
    for (const p of mesh.points) expect(Math.abs(at(ball, p))).toBeLessThan(1e-6);
  });

  it("are closed: every edge has two triangles, once in each direction", () => {
    const edges = new Set<string>();
    for (let i = 0; i < mesh.triangles.length; i++) {
      const base = i - (i % 3);
      const edge = `${mesh.triangles[i]}>${mesh.triangles[base + ((i + 1) % 3)]}`;
      expect(edges.has(edge)).toBe(false);
      edges.add(edge);
    }
    for (const edge of edges) expect(edges.has(edge.split(">").reverse().join(">"))).toBe(true);
  });

  it("face outwards", () => {
    for (let i = 0; i < mesh.triangles.length; i += 3) {
      const [a, b, c] = mesh.triangles.slice(i, i + 3).map((k) => mesh.points[k]!);
      expect(dot(cross(sub(b!, a!), sub(c!, a!)), normalAt(ball, a!))).toBeGreaterThan(0);
    }
  });

  it("lose only triangles that are hidden whole, and double in a mirror", () => {
    const upper = cull(mesh, (p) => p[1] < 0);
    expect(upper.triangles.length).toBeLessThan(mesh.triangles.length * 0.7);
    expect(Math.max(...upper.points.map((p) => p[1]))).toBeCloseTo(0.05, 3);
    expect(bothSides(upper).triangles.length).toBe(upper.triangles.length * 2);
  });

  it("mirrors a half onto the other side and joins the two in the plane", () => {
    const half = {
      points: [
        [0, 0, 0],
        [0, 1, 0],
        [1, 0, 0],
      ] as [number, number, number][],
      triangles: [0, 2, 1],
    };
    expect(bothSides(half)).toEqual({
      points: [...half.points, [-1, 0, 0]],
      triangles: [0, 2, 1, 0, 1, 3],
    });
  });
});

describe("fields", () => {
  it("blend inwards where two meet and not beyond", () => {
    expect(smin(0.01, 0.01, 0.02)).toBeCloseTo(0.005);
    expect(smin(0.01, 0.05, 0.02)).toBe(0.01);
    expect(smax(-0.01, -0.01, 0.02)).toBeCloseTo(-0.005);
  });

  it("measure a polygon from both sides, whichever its winding", () => {
    const points = [
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
    ] as const;
    for (const shape of [polygon(points), polygon([...points].reverse())]) {
      expect(shape(1, 1)).toBeCloseTo(-1);
      expect(shape(3, 1)).toBeCloseTo(1);
    }
  });
});
