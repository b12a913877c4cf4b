import { add, sub, type Vec3 } from "../math/vec.ts";
import { restJoint } from "../rig/pose.ts";
import { HEAD_ORIGIN, SIDES } from "../rig/skeleton.ts";
import { drawEyeball, drawEyePaint } from "./eye.ts";
import { drawMouth, drawNose } from "./mouth.ts";
import { Sheet } from "./sheet.ts";
import { FACE_NAMES, FACES, NEUTRAL } from "./state.ts";

/** One primitive of the face, in the space of the head bone; `morphs` are differences, in the order of `FACE_NAMES`. */
export interface FaceSheet {
  points: Vec3[];
  normals: Vec3[];
  uv: number[];
  triangles: number[];
  morphs: Vec3[][];
}

function finish(sheet: Sheet): FaceSheet {
  sheet.orient();
  const toBone = sub(HEAD_ORIGIN, restJoint("head"));
  const { points, normals } = sheet.draw(NEUTRAL);
  const morphs = FACE_NAMES.map((name) => sheet.draw(FACES[name]).points.map((p, i) => sub(p, points[i]!)));
  return {
    points: points.map((p) => add(p, toBone)),
    normals,
    uv: sheet.uv,
    triangles: sheet.triangles,
    morphs,
  };
}

/** Eyeballs have a texture of their own, since gaze shifts it; the rest is flat paint. */
export function drawFace(): { eyes: FaceSheet; paint: FaceSheet } {
  const eyes = new Sheet();
  const paint = new Sheet();
  for (const [side, sign] of SIDES) {
    drawEyeball(eyes, side, sign);
    drawEyePaint(paint, side, sign);
  }
  drawNose(paint);
  drawMouth(paint);
  return { eyes: finish(eyes), paint: finish(paint) };
}
