import type { Gltf } from "./document.ts";
import { writeGlb } from "./glb.ts";
import { bytesOfView } from "./pictures.ts";

/**
 * Writes the document again with only those accessors and bytes that it still uses.
 * @param pictures bytes that take the place of an image's own, by image
 */
export function repack(
  document: Gltf,
  bin: Uint8Array,
  pictures: ReadonlyMap<number, Uint8Array>,
): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  const views: { buffer: 0; byteOffset: number; byteLength: number; byteStride?: number; target?: number }[] = [];
  let at = 0;
  const add = (bytes: Uint8Array, more: { byteStride?: number | undefined; target?: number | undefined }): number => {
    parts.push(bytes);
    const { byteStride, target } = more;
    views.push({
      buffer: 0,
      byteOffset: at,
      byteLength: bytes.byteLength,
      ...(byteStride === undefined ? {} : { byteStride }),
      ...(target === undefined ? {} : { target }),
    });
    at += Math.ceil(bytes.byteLength / 4) * 4;
    return views.length - 1;
  };
  const viewOf = memo((index: number): number =>
    add(bytesOfView(document, bin, index), document.bufferViews[index] ?? {}),
  );
  const accessors: Gltf["accessors"] = [];
  const accessorOf = memo((index: number): number => {
    const accessor = structuredClone(document.accessors[index]!);
    if (accessor.bufferView !== undefined) accessor.bufferView = viewOf(accessor.bufferView);
    if (accessor.sparse !== undefined) {
      accessor.sparse.indices.bufferView = viewOf(accessor.sparse.indices.bufferView);
      accessor.sparse.values.bufferView = viewOf(accessor.sparse.values.bufferView);
    }
    return accessors.push(accessor) - 1;
  });
  const renumbered = <Owner extends Record<string, number | undefined>>(owner: Owner): Owner =>
    Object.fromEntries(
      Object.entries(owner).map(([key, index]) => [key, index === undefined ? undefined : accessorOf(index)]),
    ) as Owner;

  const meshes = document.meshes.map((mesh) => ({
    ...mesh,
    primitives: mesh.primitives.map((primitive) => ({
      ...primitive,
      attributes: renumbered(primitive.attributes),
      ...(primitive.indices === undefined ? {} : { indices: accessorOf(primitive.indices) }),
      ...(primitive.targets === undefined ? {} : { targets: primitive.targets.map(renumbered) }),
    })),
  }));
  const skins = document.skins.map((skin) => ({
    ...skin,
    ...(skin.inverseBindMatrices === undefined ? {} : { inverseBindMatrices: accessorOf(skin.inverseBindMatrices) }),
  }));
  const images = document.images.map((image, i) => {
    const bytes = pictures.get(i) ?? bytesOfView(document, bin, image.bufferView);
    return { ...image, bufferView: add(bytes, {}) };
  });
  const whole = { ...document, meshes, skins, images, accessors, bufferViews: views, buffers: [{ byteLength: at }] };
  const filled = Object.entries(whole).filter(([, value]) => !(Array.isArray(value) && value.length === 0));
  return writeGlb(Object.fromEntries(filled), parts);
}

function memo(make: (index: number) => number): (index: number) => number {
  const made = new Map<number, number>();
  return (index) => {
    const known = made.get(index);
    if (known !== undefined) return known;
    const fresh = make(index);
    made.set(index, fresh);
    return fresh;
  };
}
