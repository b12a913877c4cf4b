import { type Field, moved, smin } from "../field/field.ts";
import { ellipsoid, roundCone } from "../field/solids.ts";
import { smoothstep } from "../math/scalar.ts";
import type { Vec3 } from "../math/vec.ts";
import { HEAD_ORIGIN } from "../rig/skeleton.ts";

const cranium = ellipsoid([0, 0.038, -0.012], [0.152, 0.15, 0.152]);
const lowerFace = ellipsoid([0, -0.056, 0.02], [0.13, 0.104, 0.112]);
const chin = ellipsoid([0, -0.132, 0.07], [0.04, 0.03, 0.034]);
const nose = ellipsoid([0, -0.064, 0.1415], [0.0085, 0.008, 0.0115]);
const muzzle = ellipsoid([0, -0.104, 0.112], [0.03, 0.018, 0.018]);
const neck = roundCone([0, 0.83, -0.014], [0, 0.985, -0.006], 0.04, 0.036);

/** Head space. */
export const face: Field = (x, y, z) => {
  const skull = smin(cranium(x, y, z), lowerFace(x, y, z), 0.1);
  const jaw = smin(smin(skull, chin(x, y, z), 0.075), muzzle(x, y, z), 0.03);
  return smin(jaw, nose(x, y, z), 0.018);
};

const head = moved(face, HEAD_ORIGIN);
export const headAndNeck: Field = (x, y, z) => smin(head(x, y, z), neck(x, y, z), 0.03);

/** How far the chin drops with the mouth wide open, metres. */
export const JAW_DROP = 0.012;

/** How much a point of the face follows the jaw, 0 to 1; head space. */
export const jawShare = ([, y, z]: Vec3): number => smoothstep(-0.085, -0.155, y) * smoothstep(-0.02, 0.07, z);

/** 0 to 1; head space. Cheeks, and a touch on the tip of the nose. */
export function blushAt([x, y, z]: Vec3): number {
  if (z <= 0) return 0;
  const cheek = Math.exp(-1.1 * (((Math.abs(x) - 0.082) / 0.03) ** 2 + ((y + 0.082) / 0.019) ** 2));
  const tip = Math.exp(-((x / 0.012) ** 2 + ((y + 0.062) / 0.01) ** 2));
  return Math.max(0.9 * cheek, 0.3 * tip);
}
