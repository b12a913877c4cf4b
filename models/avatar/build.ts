import { drawFace } from "./face/face.ts";
import { PARTS, type Surface } from "./figure/parts.ts";
import { type Sculpted, sculpt } from "./mesh/sculpt.ts";
import { thinningReady } from "./mesh/thin.ts";
import { join, writeVrm } from "./pack/document.ts";

export interface Avatar {
  /** A VRM 1.0 file; the same bytes every time on one platform. */
  file: Uint8Array;
  triangles: number;
  vertices: number;
  /** Triangles of each part, by name. */
  parts: Readonly<Record<string, number>>;
}

/** Models, paints, rigs and packs the whole figure. Some seconds of one core. */
export async function buildAvatar(): Promise<Avatar> {
  await thinningReady;
  const parts: Record<string, number> = {};
  const bySurface: Record<Surface, Sculpted[]> = { skin: [], hair: [], cloth: [] };
  for (const part of PARTS) {
    const sculpted = sculpt(part);
    bySurface[part.surface].push(sculpted);
    parts[part.name] = sculpted.triangles.length / 3;
  }
  const body = { skin: join(bySurface.skin), hair: join(bySurface.hair), cloth: join(bySurface.cloth) };
  const face = drawFace();
  const meshes = [body.skin, body.hair, body.cloth, face.eyes, face.paint];
  return {
    file: writeVrm(body, face),
    triangles: meshes.reduce((sum, mesh) => sum + mesh.triangles.length / 3, 0),
    vertices: meshes.reduce((sum, mesh) => sum + mesh.points.length, 0),
    parts,
  };
}
