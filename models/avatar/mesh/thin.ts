import { MeshoptSimplifier } from "meshoptimizer/simplifier";
import { mirror, type Vec3 } from "../math/vec.ts";
import type { Mesh } from "./nets.ts";

/** Relative to the size of the mesh; generous, the triangle count decides. */
const ERROR_LIMIT = 0.02;
const FIRST_PASS_ERROR = 0.012;
const FIRST_PASS_TRIANGLES = 1000;

export interface Thinning {
  triangles: number;
  /** Values to keep, one row a vertex (normals, and tone where it matters). */
  attributes: readonly (readonly number[])[];
  /** How much each attribute counts against a metre. */
  weights: readonly number[];
  /** Vertices that are never looked at closely: thinned by themselves first, harder. */
  unseen?: readonly boolean[];
}

/** To be awaited once before `thin`. */
export const thinningReady: Promise<void> = MeshoptSimplifier.ready;

/** Quadric thinning that keeps a subset of the vertices. */
export function thin(mesh: Mesh, { triangles, attributes, weights, unseen }: Thinning): Mesh {
  if (mesh.triangles.length <= triangles * 3) return mesh;
  const positions = new Float32Array(mesh.points.flat());
  const values = new Float32Array(attributes.flat());
  const simplify = (indices: Uint32Array, to: number, error: number, lock: Uint8Array | null) =>
    MeshoptSimplifier.simplifyWithAttributes(
      indices,
      positions,
      3,
      values,
      weights.length,
      [...weights],
      lock,
      to * 3,
      error,
      [],
    )[0];
  let indices: Uint32Array = new Uint32Array(mesh.triangles);
  if (unseen) {
    const lock = Uint8Array.from(unseen, (hidden) => (hidden ? 0 : 1));
    indices = simplify(indices, FIRST_PASS_TRIANGLES, FIRST_PASS_ERROR, lock);
  }
  return compact({
    points: mesh.points,
    triangles: [...simplify(indices, triangles, ERROR_LIMIT, null)],
  });
}

/** Without the points that no triangle uses. */
function compact({ points, triangles }: Mesh): Mesh {
  const kept = new Map<number, number>();
  const used: Vec3[] = [];
  const indices = triangles.map((old) => {
    let index = kept.get(old);
    if (index === undefined) {
      index = used.length;
      kept.set(old, index);
      used.push(points[old]!);
    }
    return index;
  });
  return { points: used, triangles: indices };
}

/** Without the triangles of which every corner (or some corner) is hidden, as for ever inside another part. */
export function cull(mesh: Mesh, hidden: (p: Vec3) => boolean, corners: "every" | "some" = "every"): Mesh {
  const dead = mesh.points.map(hidden);
  const triangles: number[] = [];
  for (let i = 0; i < mesh.triangles.length; i += 3) {
    const three = mesh.triangles.slice(i, i + 3);
    if (!three[corners]((corner) => dead[corner])) triangles.push(...three);
  }
  return compact({ points: mesh.points, triangles });
}

/** The mesh of the +X side and its mirror image; points on the plane of symmetry belong to both. */
export function bothSides({ points, triangles }: Mesh): Mesh {
  const all = [...points];
  const imageOf = points.map((p, i) => (p[0] === 0 ? i : all.push(mirror(p)) - 1));
  const turned: number[] = [];
  for (let i = 0; i < triangles.length; i += 3) for (const k of [0, 2, 1]) turned.push(imageOf[triangles[i + k]!]!);
  return { points: all, triangles: [...triangles, ...turned] };
}
