import type { Vec3 } from "../math/vec.ts";

/** glTF 2.0, 5.1: component types. */
const COMPONENT = { u8: 5121, u16: 5123, f32: 5126 } as const;
const ARRAY_BUFFER = 34962;
const ELEMENT_ARRAY_BUFFER = 34963;
const WIDTHS = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT4: 16 } as const;

interface BufferView {
  buffer: 0;
  byteOffset: number;
  byteLength: number;
  target?: number;
}

interface Accessor {
  bufferView: number;
  componentType: number;
  count: number;
  type: keyof typeof WIDTHS;
  normalized?: true;
  min?: number[];
  max?: number[];
}

/** Gathers the BIN chunk; every view begins on a multiple of four. Methods return the index of what they added. */
export class Binary {
  readonly views: BufferView[] = [];
  readonly accessors: Accessor[] = [];
  readonly #chunks: Uint8Array[] = [];
  byteLength = 0;

  view(bytes: Uint8Array, target?: number): number {
    const padding = (4 - (bytes.byteLength % 4)) % 4;
    this.#chunks.push(bytes, new Uint8Array(padding));
    this.views.push({
      buffer: 0,
      byteOffset: this.byteLength,
      byteLength: bytes.byteLength,
      ...(target === undefined ? {} : { target }),
    });
    this.byteLength += bytes.byteLength + padding;
    return this.views.length - 1;
  }

  /** Positions and their differences: with bounds, as the format requires. */
  positions(points: readonly Vec3[]): number {
    const values = new Float32Array(points.flat());
    const bound = (pick: (...values: number[]) => number, from: number) => {
      const result = [from, from, from];
      values.forEach((v, i) => {
        result[i % 3] = pick(result[i % 3]!, v);
      });
      return result;
    };
    return this.#add(values, "VEC3", ARRAY_BUFFER, {
      min: bound(Math.min, Number.POSITIVE_INFINITY),
      max: bound(Math.max, Number.NEGATIVE_INFINITY),
    });
  }

  normals(directions: readonly Vec3[]): number {
    return this.#add(new Float32Array(directions.flat()), "VEC3", ARRAY_BUFFER);
  }

  uv(values: readonly number[]): number {
    return this.#add(new Float32Array(values), "VEC2", ARRAY_BUFFER);
  }

  joints(values: readonly number[]): number {
    return this.#add(new Uint8Array(values), "VEC4", ARRAY_BUFFER);
  }

  /** In 1/255. */
  weights(values: readonly number[]): number {
    return this.#add(new Uint8Array(values), "VEC4", ARRAY_BUFFER, { normalized: true });
  }

  /** Throws a RangeError where 16 bits are too few. */
  indices(triangles: readonly number[], vertices: number): number {
    if (vertices > 0xffff) throw new RangeError(`${vertices} vertices do not fit 16-bit indices`);
    return this.#add(new Uint16Array(triangles), "SCALAR", ELEMENT_ARRAY_BUFFER);
  }

  matrices(values: readonly number[]): number {
    return this.#add(new Float32Array(values), "MAT4");
  }

  bytes(): Uint8Array {
    const all = new Uint8Array(this.byteLength);
    let offset = 0;
    for (const chunk of this.#chunks) {
      all.set(chunk, offset);
      offset += chunk.byteLength;
    }
    return all;
  }

  #add(
    values: Float32Array | Uint16Array | Uint8Array,
    type: Accessor["type"],
    target?: number,
    more: Partial<Accessor> = {},
  ): number {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const componentType =
      values instanceof Float32Array ? COMPONENT.f32 : values instanceof Uint16Array ? COMPONENT.u16 : COMPONENT.u8;
    const count = values.length / WIDTHS[type];
    this.accessors.push({ bufferView: this.view(bytes, target), componentType, count, type, ...more });
    return this.accessors.length - 1;
  }
}

/** glTF 2.0, 4.4: header, JSON chunk padded with spaces, BIN chunk padded with zeros. Little-endian. */
export function glb(json: object, binary: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(json));
  const jsonLength = Math.ceil(text.byteLength / 4) * 4;
  const binaryLength = Math.ceil(binary.byteLength / 4) * 4;
  const file = new Uint8Array(12 + 8 + jsonLength + 8 + binaryLength);
  const view = new DataView(file.buffer);
  view.setUint32(0, 0x46546c67, true); // "glTF"
  view.setUint32(4, 2, true);
  view.setUint32(8, file.byteLength, true);
  view.setUint32(12, jsonLength, true);
  view.setUint32(16, 0x4e4f534a, true); // "JSON"
  file.fill(0x20, 20, 20 + jsonLength);
  file.set(text, 20);
  view.setUint32(20 + jsonLength, binaryLength, true);
  view.setUint32(24 + jsonLength, 0x004e4942, true); // "BIN\0"
  file.set(binary, 28 + jsonLength);
  return file;
}
