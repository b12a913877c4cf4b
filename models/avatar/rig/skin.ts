import { type Affine, applyToDirection, applyToPoint, blend, invert } from "../math/affine.ts";
import { normalise, type Vec3 } from "../math/vec.ts";
import { SKINNING } from "./pose.ts";
import type { Weights } from "./weights.ts";

/** Four joints and four weights in 1/255; the weights sum to 255. */
export interface Influence {
  joints: readonly [number, number, number, number];
  shares: readonly [number, number, number, number];
}

/** Each vertex half itself and half the mean of its neighbours, `rounds` times. */
export function smoothWeights(all: readonly Weights[], triangles: readonly number[], rounds: number): Weights[] {
  let current = [...all];
  if (rounds === 0) return current;
  const neighbours = all.map(() => new Set<number>());
  for (let i = 0; i < triangles.length; i++) {
    const base = i - (i % 3);
    for (const j of [1, 2]) neighbours[triangles[i]!]!.add(triangles[base + ((i + j) % 3)]!);
  }
  for (let round = 0; round < rounds; round++) {
    const before = current;
    current = before.map((own, i) => {
      const next: Weights = new Map();
      for (const [bone, w] of own) next.set(bone, w / 2);
      const count = neighbours[i]!.size || 1;
      for (const j of neighbours[i]!)
        for (const [bone, w] of before[j]!) next.set(bone, (next.get(bone) ?? 0) + w / 2 / count);
      return next;
    });
  }
  return current;
}

/** The four strongest, rounded so that they sum to exactly 255. */
export function quantise(weights: Weights): Influence {
  const strongest = [...weights].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, 4);
  const sum = strongest.reduce((total, [, w]) => total + w, 0);
  const joints: [number, number, number, number] = [0, 0, 0, 0];
  const shares: [number, number, number, number] = [0, 0, 0, 0];
  let left = 255;
  strongest.forEach(([bone, w], i) => {
    const share = Math.min(left, Math.round((w / sum) * 255));
    if (share === 0) return;
    joints[i] = bone;
    shares[i] = share;
    left -= share;
  });
  shares[0] += left;
  return { joints, shares };
}

/** Idle pose to T-pose for this influence: the inverse of what the shader will do. */
export function unposing({ joints, shares }: Influence): Affine {
  return invert(blend(joints.map((bone, i) => [SKINNING[bone]!, shares[i]! / 255] as const)));
}

export const unposedPoint = (m: Affine, p: Vec3): Vec3 => applyToPoint(m, p);

/** The shader multiplies normals by the matrix itself, not by its inverse transpose. */
export const unposedNormal = (m: Affine, n: Vec3): Vec3 => normalise(applyToDirection(m, n));
