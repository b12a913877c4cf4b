import type { Gltf, GltfAccessor } from "./document.ts";
import { RefusedFile } from "./refused.ts";

/** glTF 2.0, 3.6.2.2. */
const COMPONENT_BYTES = { 5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4 } as const;
const WIDTH = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT2: 4, MAT3: 9, MAT4: 16 } as const;
const FLOAT = 5126;

type ComponentType = GltfAccessor["componentType"];

const damaged = (what: string): never => {
  throw new RefusedFile("damaged", what);
};

/** Every view lies within the file, every accessor within its view, as three.js will read them. @throws RefusedFile */
export function checkAccessors(document: Gltf, bin: Uint8Array): void {
  document.bufferViews.forEach((view, i) => {
    if (view.buffer !== 0 || view.byteOffset + view.byteLength > bin.byteLength) damaged(`bufferViews.${i}`);
  });
  document.accessors.forEach((accessor, i) => {
    const { bufferView, byteOffset, componentType, type, count, sparse } = accessor;
    const size = COMPONENT_BYTES[componentType];
    const element = size * WIDTH[type];
    const where = `accessors.${i}`;
    if (bufferView !== undefined) {
      const view = document.bufferViews[bufferView] ?? damaged(where);
      const stride = view.byteStride ?? element;
      if (stride < element || stride % size !== 0 || byteOffset % size !== 0) damaged(where);
      if (byteOffset + stride * (count - 1) + element > view.byteLength) damaged(where);
    }
    if (sparse === undefined) return;
    const indexBytes = COMPONENT_BYTES[sparse.indices.componentType as ComponentType] ?? damaged(where);
    const indices = document.bufferViews[sparse.indices.bufferView] ?? damaged(where);
    const values = document.bufferViews[sparse.values.bufferView] ?? damaged(where);
    if (sparse.count < 1 || sparse.count > count || sparse.indices.componentType === FLOAT) damaged(where);
    if (sparse.indices.byteOffset % indexBytes !== 0 || sparse.values.byteOffset % size !== 0) damaged(where);
    if (sparse.indices.byteOffset + sparse.count * indexBytes > indices.byteLength) damaged(where);
    if (sparse.values.byteOffset + sparse.count * element > values.byteLength) damaged(where);
    const read = readerOf(bin, indices.byteOffset + sparse.indices.byteOffset, sparse.indices.componentType);
    for (let k = 0; k < sparse.count; k++) if (read(k * indexBytes) >= count) damaged(where);
  });
}

function readerOf(bin: Uint8Array, from: number, componentType: number): (at: number) => number {
  const view = new DataView(bin.buffer, bin.byteOffset, bin.byteLength);
  switch (componentType) {
    case 5120:
      return (at) => view.getInt8(from + at);
    case 5121:
      return (at) => view.getUint8(from + at);
    case 5122:
      return (at) => view.getInt16(from + at, true);
    case 5123:
      return (at) => view.getUint16(from + at, true);
    case 5125:
      return (at) => view.getUint32(from + at, true);
    default:
      return (at) => view.getFloat32(from + at, true);
  }
}

/** Largest component of a checked accessor of integers; sparse substitutes are within bounds of their own. */
export function largest(document: Gltf, bin: Uint8Array, index: number): number {
  let most = 0;
  eachElement(document, bin, index, (read, width) => {
    for (let c = 0; c < width; c++) most = Math.max(most, read(c));
  });
  return most;
}

/**
 * Mends the floats of a checked accessor in place: an element with a component that is no number, or farther out than
 * `farthest`, becomes `instead` or, without it, a copy of the element before.
 * @returns how many were mended
 */
export function mendFloats(
  document: Gltf,
  bin: Uint8Array,
  index: number,
  farthest: number,
  instead?: readonly number[],
): number {
  if (document.accessors[index]?.componentType !== FLOAT) return 0;
  let mended = 0;
  const before: number[] = [];
  eachElement(document, bin, index, (read, width, write) => {
    let bad = false;
    for (let c = 0; c < width; c++) if (!(Math.abs(read(c)) <= farthest)) bad = true;
    for (let c = 0; c < width; c++) {
      if (bad) write(c, instead?.[c] ?? before[c] ?? 0);
      before[c] = read(c);
    }
    if (bad) mended++;
  });
  return mended;
}

type Visit = (
  read: (component: number) => number,
  width: number,
  write: (component: number, value: number) => void,
) => void;

/** The dense elements, then the sparse ones. Only floats are written. */
function eachElement(document: Gltf, bin: Uint8Array, index: number, visit: Visit): void {
  const accessor = document.accessors[index];
  if (accessor === undefined) return;
  const { componentType, type, count, sparse } = accessor;
  const size = COMPONENT_BYTES[componentType];
  const width = WIDTH[type];
  const data = new DataView(bin.buffer, bin.byteOffset, bin.byteLength);
  const run = (from: number, stride: number, elements: number): void => {
    const read = readerOf(bin, from, componentType);
    for (let k = 0; k < elements; k++) {
      const at = k * stride;
      visit(
        (c) => read(at + c * size),
        width,
        (c, value) => data.setFloat32(from + at + c * size, value, true),
      );
    }
  };
  const view = accessor.bufferView === undefined ? undefined : document.bufferViews[accessor.bufferView];
  if (view !== undefined) run(view.byteOffset + accessor.byteOffset, view.byteStride ?? size * width, count);
  const values = sparse === undefined ? undefined : document.bufferViews[sparse.values.bufferView];
  if (sparse !== undefined && values !== undefined) {
    run(values.byteOffset + sparse.values.byteOffset, size * width, sparse.count);
  }
}
