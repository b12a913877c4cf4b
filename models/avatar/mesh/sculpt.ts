import { at, type Box, type Field, normalAt } from "../field/field.ts";
import { JAW_DROP, jawShare } from "../figure/head.ts";
import { inHeadSpace, type Part } from "../figure/parts.ts";
import { dot, type Vec3 } from "../math/vec.ts";
import { rampUv } from "../paint/ramp.ts";
import { toneAt } from "../paint/tone.ts";
import { type Influence, quantise, smoothWeights, unposedNormal, unposedPoint, unposing } from "../rig/skin.ts";
import { SMOOTHING, weightsAt } from "../rig/weights.ts";
import { type Mesh, pullOntoSurface, surfaceNets } from "./nets.ts";
import { bothSides, cull, thin } from "./thin.ts";

/** One part, in the T-pose, ready to be written. */
export interface Sculpted {
  points: Vec3[];
  normals: Vec3[];
  /** The same as they were modelled, in the idle pose. */
  standing: { points: Vec3[]; normals: Vec3[] };
  uv: [number, number][];
  influences: Influence[];
  /** Displacement with the jaw wide open. */
  jaw: Vec3[];
  triangles: number[];
}

const NORMAL_WEIGHT = 0.2;
const TONE_WEIGHTS = [0.35, 0.5];
/** The shading field counts within this depth, and while it agrees with the part's own normal. */
const SHADING_DEPTH = 0.004;
const SHADING_AGREEMENT = 0.3;

function attributes(part: Part, p: Vec3): number[] {
  const normal = normalAt(part.field, p);
  if (!part.keepsTone) return normal;
  const { tone, blush } = toneAt(part, p, normal);
  return [...normal, tone, blush];
}

/** Brings what lies on the plane of symmetry exactly there. */
function ontoPlane(mesh: Mesh, cell: number): void {
  for (const p of mesh.points) if (Math.abs(p[0]) < cell / 4) p[0] = 0;
}

/** The half at +X of a symmetric field, its border on the plane: a column of cells is centred there. */
function rightHalf(field: Field, { min, max }: Box, cell: number): Mesh {
  const mesh = surfaceNets(field, { min: [-1.5 * cell, min[1], min[2]], max }, cell);
  ontoPlane(mesh, cell);
  return cull(mesh, ([x]) => x < 0, "some");
}

function meshOf(part: Part): Mesh {
  const { field, cell } = part;
  const raw = part.joined ? rightHalf(field, part.box, cell) : surfaceNets(field, part.box, cell);
  if (raw.triangles.length === 0) throw new Error(`${part.name}: no surface in its box`);
  pullOntoSurface(field, raw.points, cell, 2);
  const weight = part.normalWeight ?? NORMAL_WEIGHT;
  const thinned = thin(raw, {
    triangles: part.triangles,
    attributes: raw.points.map((p) => attributes(part, p)),
    weights: [weight, weight, weight, ...(part.keepsTone ? TONE_WEIGHTS : [])],
    ...(part.unlit ? { unseen: raw.points.map((p) => part.unlit!(p, normalAt(field, p))) } : {}),
  });
  pullOntoSurface(field, thinned.points, cell, 6);
  if (part.drawnOut) thinned.points = thinned.points.map(part.drawnOut);
  const visible = part.hidden ? cull(thinned, part.hidden) : thinned;
  if (part.joined) ontoPlane(visible, cell);
  return part.mirrored ? bothSides(visible) : visible;
}

function shadedNormal({ field, shading, normalStep }: Part, p: Vec3): Vec3 {
  const own = normalAt(field, p, normalStep);
  if (!shading || at(shading, p) < -SHADING_DEPTH) return own;
  const shared = normalAt(shading, p, normalStep);
  return dot(own, shared) > SHADING_AGREEMENT ? shared : own;
}

/** A pocket lies on one side only in its field; its mirror image is read on that side. */
const onModelledSide = (part: Part, p: Vec3): Vec3 => (part.mirrored && p[0] < 0 ? [-p[0], p[1], p[2]] : p);
const backToSide = (part: Part, p: Vec3, n: Vec3): Vec3 => (part.mirrored && p[0] < 0 ? [-n[0], n[1], n[2]] : n);

export function sculpt(part: Part): Sculpted {
  const { points, triangles } = meshOf(part);
  const weights = smoothWeights(
    points.map((p) => weightsAt(part.following, p)),
    triangles,
    SMOOTHING[part.following],
  );
  const standing = { points, normals: [] as Vec3[] };
  const result: Sculpted = { points: [], normals: [], standing, uv: [], influences: [], jaw: [], triangles };
  points.forEach((p, i) => {
    const normal = backToSide(part, p, shadedNormal(part, onModelledSide(part, p)));
    standing.normals.push(normal);
    const influence = quantise(weights[i]!);
    const unpose = unposing(influence);
    result.points.push(unposedPoint(unpose, p));
    result.normals.push(unposedNormal(unpose, normal));
    result.uv.push(rampUv(part.column, toneAt(part, p, normal)));
    result.influences.push(influence);
    result.jaw.push([0, part.name === "head" ? -JAW_DROP * jawShare(inHeadSpace(p)) : 0, 0]);
  });
  return result;
}
