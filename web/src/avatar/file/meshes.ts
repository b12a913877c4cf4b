import { largest, mendFloats } from "./accessors.ts";
import type { Gltf, GltfMesh } from "./document.ts";
import { BAD_VERTEX_SHARE, FARTHEST, MOST } from "./limits.ts";
import { RefusedFile } from "./refused.ts";

const TRIANGLES = 4;
type Primitive = GltfMesh["primitives"][number];

/** Which shapes an attribute may have (glTF 2.0, 3.7.2.1, and KHR_mesh_quantization). */
const SHAPES: Record<keyof Primitive["attributes"], readonly string[]> = {
  POSITION: ["VEC3"],
  NORMAL: ["VEC3"],
  TANGENT: ["VEC4"],
  TEXCOORD_0: ["VEC2"],
  TEXCOORD_1: ["VEC2"],
  COLOR_0: ["VEC3", "VEC4"],
  JOINTS_0: ["VEC4"],
  WEIGHTS_0: ["VEC4"],
};
const INSTEAD: Partial<Record<keyof Primitive["attributes"], readonly number[]>> = {
  NORMAL: [0, 0, 1],
  TANGENT: [1, 0, 0, 1],
  TEXCOORD_0: [0, 0],
  TEXCOORD_1: [0, 0],
  COLOR_0: [1, 1, 1, 1],
  WEIGHTS_0: [1, 0, 0, 0],
};

/**
 * Points and lines go, triangles are counted, and whatever an index leads to is there. Vertices that are no numbers are
 * mended in `bin` while they are few.
 * @returns whether anything was mended
 * @throws RefusedFile `too-large`, `damaged`
 */
export function checkMeshes(document: Gltf, bin: Uint8Array): { mended: boolean; triangles: number } {
  let primitives = 0;
  let triangles = 0;
  let vertices = 0;
  let mended = 0;
  const seen = new Set<number>();
  document.meshes.forEach((mesh, m) => {
    mesh.primitives = mesh.primitives.filter(
      ({ mode = TRIANGLES, attributes }) => mode === TRIANGLES && attributes.POSITION !== undefined,
    );
    for (const primitive of mesh.primitives) {
      const where = `meshes.${m}`;
      const count = checkShapes(document, primitive, where);
      primitives++;
      vertices += count;
      triangles += countTriangles(document, bin, primitive, count, where);
      for (const [key, accessor] of Object.entries(primitive.attributes)) {
        if (accessor === undefined || seen.has(accessor)) continue;
        seen.add(accessor);
        mended += mendFloats(document, bin, accessor, FARTHEST, INSTEAD[key as keyof Primitive["attributes"]]);
      }
      for (const target of primitive.targets ?? []) {
        for (const accessor of Object.values(target)) {
          if (accessor === undefined || seen.has(accessor)) continue;
          seen.add(accessor);
          mended += mendFloats(document, bin, accessor, FARTHEST, [0, 0, 0]);
        }
      }
    }
  });
  if (primitives > MOST.primitives) throw new RefusedFile("too-large", `${primitives} primitives`);
  if (triangles > MOST.triangles) throw new RefusedFile("too-large", `${triangles} triangles`);
  if (vertices > MOST.vertices) throw new RefusedFile("too-large", `${vertices} vertices`);
  if (mended > vertices * BAD_VERTEX_SHARE) throw new RefusedFile("damaged", `${mended} vertices`);
  checkSkins(document, bin);
  return { mended: mended > 0, triangles };
}

function checkShapes(document: Gltf, { attributes, targets = [], material }: Primitive, where: string): number {
  const { accessors, materials } = document;
  const count = accessors[attributes.POSITION ?? -1]?.count;
  if (count === undefined || (material !== undefined && material >= materials.length)) {
    throw new RefusedFile("damaged", where);
  }
  const fits = (index: number | undefined, shapes: readonly string[]): boolean => {
    if (index === undefined) return true;
    const accessor = accessors[index];
    return accessor !== undefined && accessor.count === count && shapes.includes(accessor.type);
  };
  for (const [key, index] of Object.entries(attributes)) {
    if (!fits(index, SHAPES[key as keyof typeof SHAPES])) throw new RefusedFile("damaged", `${where}.${key}`);
  }
  for (const target of targets) {
    if (!Object.values(target).every((index) => fits(index, ["VEC3"]))) throw new RefusedFile("damaged", where);
  }
  return count;
}

function countTriangles(document: Gltf, bin: Uint8Array, { indices }: Primitive, count: number, where: string): number {
  if (indices === undefined) return Math.floor(count / 3);
  const accessor = document.accessors[indices];
  const isIndex = accessor?.type === "SCALAR" && [5121, 5123, 5125].includes(accessor.componentType);
  if (!isIndex || largest(document, bin, indices) >= count) throw new RefusedFile("damaged", `${where}.indices`);
  return Math.floor(accessor.count / 3);
}

/** Joints are nodes, vertices are bound to joints that there are, and the bind matrices are numbers. */
function checkSkins(document: Gltf, bin: Uint8Array): void {
  document.skins.forEach(({ joints, inverseBindMatrices, skeleton = 0 }, s) => {
    const where = `skins.${s}`;
    if ([...joints, skeleton].some((joint) => joint >= document.nodes.length)) throw new RefusedFile("damaged", where);
    if (inverseBindMatrices === undefined) return;
    const accessor = document.accessors[inverseBindMatrices];
    if (accessor?.type !== "MAT4" || accessor.count < joints.length) throw new RefusedFile("damaged", where);
    if (mendFloats(document, bin, inverseBindMatrices, 1e9) > 0) throw new RefusedFile("damaged", where);
  });
  const checked = new Set<string>();
  document.nodes.forEach(({ mesh, skin }, n) => {
    if (mesh === undefined) return;
    const primitives = document.meshes[mesh]?.primitives;
    const joints = skin === undefined ? 0 : document.skins[skin]?.joints.length;
    if (primitives === undefined || joints === undefined) throw new RefusedFile("damaged", `nodes.${n}`);
    for (const { attributes } of primitives) {
      const index = attributes.JOINTS_0;
      if (skin === undefined || index === undefined || checked.has(`${index} ${skin}`)) continue;
      checked.add(`${index} ${skin}`);
      if (largest(document, bin, index) >= joints) throw new RefusedFile("damaged", `nodes.${n}.skin`);
    }
  });
}
