import type { Vec3 } from "../math/vec.ts";

interface Bind {
  node: number;
  index: number;
}

interface Primitive {
  attributes: Record<string, number>;
  indices: number;
  targets?: { POSITION: number }[];
}

interface Document {
  nodes: { mesh?: number; name: string; extensions?: object }[];
  meshes: { name: string; primitives: Primitive[] }[];
  images: { bufferView: number }[];
  accessors: { bufferView: number; count: number; min: number[]; max: number[] }[];
  bufferViews: { byteOffset: number; byteLength: number }[];
  extensions: {
    VRMC_vrm: {
      meta: { licenseUrl: string; otherLicenseUrl: string; authors: string[]; thumbnailImage: number };
      humanoid: { humanBones: Record<string, { node: number }> };
      expressions: { preset: Record<string, { morphTargetBinds?: Bind[] }> };
    };
  };
}

/** A GLB taken apart, as a test reads it. */
export class VrmFile {
  readonly document: Document;
  readonly #binary: Uint8Array;

  constructor(file: Uint8Array) {
    const jsonLength = new DataView(file.buffer, file.byteOffset).getUint32(12, true);
    this.document = JSON.parse(new TextDecoder().decode(file.subarray(20, 20 + jsonLength)));
    this.#binary = file.subarray(28 + jsonLength);
  }

  /** @param name of the mesh: Skin, Hair, Cloth or Face */
  mesh(name: string): Primitive[] {
    const found = this.document.meshes.find((mesh) => mesh.name === name);
    if (!found) throw new Error(`no mesh ${name}`);
    return found.primitives;
  }

  bytes(accessor: number): Uint8Array {
    return this.view(this.document.accessors[accessor]!.bufferView);
  }

  view(index: number): Uint8Array {
    const { byteOffset, byteLength } = this.document.bufferViews[index]!;
    return this.#binary.slice(byteOffset, byteOffset + byteLength);
  }

  floats(accessor: number): Float32Array {
    return new Float32Array(this.bytes(accessor).buffer);
  }

  vectors(accessor: number): Vec3[] {
    const all = this.floats(accessor);
    return Array.from({ length: all.length / 3 }, (_, i): Vec3 => [all[i * 3]!, all[i * 3 + 1]!, all[i * 3 + 2]!]);
  }

  indices({ indices }: Primitive): Uint16Array {
    return new Uint16Array(this.bytes(indices).buffer, 0, this.document.accessors[indices]!.count);
  }

  primitives(): Primitive[] {
    return this.document.meshes.flatMap((mesh) => mesh.primitives);
  }
}
