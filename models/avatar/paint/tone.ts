import { at } from "../field/field.ts";
import { sheenAt } from "../figure/hair.ts";
import { blushAt } from "../figure/head.ts";
import { figure, inHeadSpace, type Part } from "../figure/parts.ts";
import { clamp, smoothstep } from "../math/scalar.ts";
import { add, scale, type Vec3 } from "../math/vec.ts";

/** Baked into the texture coordinates of a vertex. */
export interface Tone {
  /** 0 crevice, `BASE_TONE` the plain colour, 1 highlight. */
  tone: number;
  /** 0 to 1, skin only. */
  blush: number;
}

/** Where on the ramp the plain colour lies. */
export const BASE_TONE = 0.6;

const UNLIT_TONE = 0.04;

/** Distance along the normal in metres, and its weight. */
const PROBES = [
  [0.006, 0.9],
  [0.014, 0.9],
  [0.028, 0.8],
  [0.05, 0.55],
] as const;

/** 0 in the open, 1 deep in a crevice. */
function occlusion(p: Vec3, normal: Vec3): number {
  let sum = 0;
  let total = 0;
  for (const [reach, weight] of PROBES) {
    sum += weight * clamp((reach - at(figure, add(p, scale(normal, reach)))) / reach);
    total += weight;
  }
  return sum / total;
}

/** Tips of hair would leave smudges on the forehead. */
const forehead = (p: Vec3) => smoothstep(0, 0.05, inHeadSpace(p)[1]) * smoothstep(0.02, 0.07, p[2]);

function depthOf({ column, surface }: Part, p: Vec3): number {
  if (surface === "skin") return 1.2 - 0.65 * forehead(p);
  if (column === "cream") return 0.55;
  return column === "coral" ? 0.8 : 1;
}

export function toneAt(part: Part, p: Vec3, normal: Vec3): Tone {
  if (part.unlit?.(p, normal)) return { tone: UNLIT_TONE, blush: 0 };
  const shadow = occlusion(p, normal);
  if (part.column === "hair") {
    const open = clamp(1 - shadow * 2.2);
    const tips = smoothstep(-0.06, -0.17, inHeadSpace(p)[1]);
    return { tone: BASE_TONE * (1 - clamp(shadow * 0.9)) + (0.1 * sheenAt(p) + 0.1 * tips) * open, blush: 0 };
  }
  return {
    tone: BASE_TONE * (1 - clamp(shadow * depthOf(part, p))),
    blush: part.name === "head" ? blushAt(inHeadSpace(p)) : 0,
  };
}
