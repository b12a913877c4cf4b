import { type Box, type Field, gradient } from "../field/field.ts";
import { dot, length, sub, type Vec3 } from "../math/vec.ts";

/** Triangles: three indices each, counter-clockwise seen from outside. */
export interface Mesh {
  points: Vec3[];
  triangles: number[];
}

/** Cells to a block; the far blocks are filled from one sample. */
const BLOCK = 4;

/** The twelve edges of a cell as pairs of its corners; bit 0 is x, bit 1 y, bit 2 z. */
const EDGES = [0, 1, 2, 3, 4, 5, 6, 7, 0, 2, 1, 3, 4, 6, 5, 7, 0, 4, 1, 5, 2, 6, 3, 7] as const;

/**
 * Naive surface nets (Gibson 1998): one vertex to a cell that the surface crosses, the mean of its edge crossings.
 * The box must hold the whole surface with a centimetre to spare; what touches its sides is left open.
 * @param cell edge of a cell, metres
 */
export function surfaceNets(field: Field, { min, max }: Box, cell: number): Mesh {
  const [nx, ny, nz] = [0, 1, 2].map((axis) => Math.ceil((max[axis]! - min[axis]!) / cell) + 1) as Vec3;
  const index = (i: number, j: number, k: number) => i + nx * (j + ny * k);
  const values = sample(field, min, cell, nx, ny, nz);

  const vertexOf = new Int32Array(values.length).fill(-1);
  const points: Vec3[] = [];
  const corner = new Float64Array(8);
  for (let k = 0; k < nz - 1; k++)
    for (let j = 0; j < ny - 1; j++)
      for (let i = 0; i < nx - 1; i++) {
        let mask = 0;
        for (let b = 0; b < 8; b++) {
          corner[b] = values[index(i + (b & 1), j + ((b >> 1) & 1), k + (b >> 2))]!;
          if (corner[b]! < 0) mask |= 1 << b;
        }
        if (mask === 0 || mask === 255) continue;
        const [x, y, z] = meanCrossing(corner, mask);
        vertexOf[index(i, j, k)] = points.length;
        points.push([min[0] + (i + x) * cell, min[1] + (j + y) * cell, min[2] + (k + z) * cell]);
      }

  const triangles: number[] = [];
  const quad = (a: number, b: number, c: number, d: number, flip: boolean) => {
    if (a < 0 || b < 0 || c < 0 || d < 0) return;
    const shorter = length(sub(points[a]!, points[c]!)) <= length(sub(points[b]!, points[d]!));
    const [p, q] = flip ? [d, b] : [b, d];
    if (shorter) triangles.push(a, p, c, a, c, q);
    else triangles.push(a, p, q, p, c, q);
  };
  for (let k = 1; k < nz - 1; k++)
    for (let j = 1; j < ny - 1; j++)
      for (let i = 1; i < nx - 1; i++) {
        const v = (di: number, dj: number, dk: number) => vertexOf[index(i - di, j - dj, k - dk)]!;
        const inside = values[index(i, j, k)]! < 0;
        if (inside !== values[index(i + 1, j, k)]! < 0) quad(v(0, 1, 1), v(0, 0, 1), v(0, 0, 0), v(0, 1, 0), !inside);
        if (inside !== values[index(i, j + 1, k)]! < 0) quad(v(1, 0, 1), v(1, 0, 0), v(0, 0, 0), v(0, 0, 1), !inside);
        if (inside !== values[index(i, j, k + 1)]! < 0) quad(v(1, 1, 0), v(0, 1, 0), v(0, 0, 0), v(1, 0, 0), !inside);
      }
  return { points, triangles };
}

function sample(field: Field, origin: Vec3, cell: number, nx: number, ny: number, nz: number): Float32Array {
  const values = new Float32Array(nx * ny * nz);
  const far = cell * BLOCK * 1.9;
  const half = (BLOCK - 1) / 2;
  for (let k0 = 0; k0 < nz; k0 += BLOCK)
    for (let j0 = 0; j0 < ny; j0 += BLOCK)
      for (let i0 = 0; i0 < nx; i0 += BLOCK) {
        const at = (i: number, j: number, k: number) =>
          field(origin[0] + i * cell, origin[1] + j * cell, origin[2] + k * cell);
        const centre = at(i0 + half, j0 + half, k0 + half);
        const fill = Math.abs(centre) > far;
        for (let k = k0; k < Math.min(nz, k0 + BLOCK); k++)
          for (let j = j0; j < Math.min(ny, j0 + BLOCK); j++)
            for (let i = i0; i < Math.min(nx, i0 + BLOCK); i++)
              values[i + nx * (j + ny * k)] = fill ? centre : at(i, j, k);
      }
  return values;
}

/** In cell units from the cell's first corner. */
function meanCrossing(corner: Float64Array, mask: number): Vec3 {
  let [x, y, z, count] = [0, 0, 0, 0];
  for (let e = 0; e < EDGES.length; e += 2) {
    const a = EDGES[e]!;
    const b = EDGES[e + 1]!;
    if (((mask >> a) & 1) === ((mask >> b) & 1)) continue;
    const t = corner[a]! / (corner[a]! - corner[b]!);
    x += (a & 1) + ((b & 1) - (a & 1)) * t;
    y += ((a >> 1) & 1) + (((b >> 1) & 1) - ((a >> 1) & 1)) * t;
    z += (a >> 2) + ((b >> 2) - (a >> 2)) * t;
    count++;
  }
  return [x / count, y / count, z / count];
}

/** Newton steps onto the surface, in place; none is longer than half a cell. */
export function pullOntoSurface(field: Field, points: readonly Vec3[], cell: number, steps: number): void {
  for (const p of points)
    for (let n = 0; n < steps; n++) {
      const distance = field(p[0], p[1], p[2]);
      const g = gradient(field, p);
      const squared = dot(g, g);
      if (squared < 1e-3) break;
      const move = Math.abs(distance) / Math.sqrt(squared);
      const s = (-distance / squared) * (move > cell / 2 ? cell / 2 / move : 1);
      p[0] += g[0] * s;
      p[1] += g[1] * s;
      p[2] += g[2] * s;
    }
}
