/** Changes a VRM file by code. For tests: what comes out need not be sound. */
import { readGlb, writeGlb } from "../glb.ts";

/** A glTF document to be spoiled at will. */
// biome-ignore lint/suspicious/noExplicitAny: every shape, also wrong ones
export type AnyGltf = Record<string, any>;

export interface Edited {
  document: AnyGltf;
  bin: Uint8Array<ArrayBuffer>;
}

export function opened(base: Uint8Array): Edited {
  const { json, bin } = readGlb(base);
  return { document: JSON.parse(new TextDecoder().decode(json)) as AnyGltf, bin: bin.slice() };
}

export function edited(base: Uint8Array, edit: (file: Edited) => void): Uint8Array<ArrayBuffer> {
  const file = opened(base);
  edit(file);
  return writeGlb(file.document, [file.bin]);
}

/** With the text of the document changed, for what `JSON.stringify` would not write. */
export function rewritten(base: Uint8Array, rewrite: (json: string) => string | Uint8Array): Uint8Array<ArrayBuffer> {
  const { json, bin } = readGlb(base);
  const text = rewrite(new TextDecoder().decode(json).trimEnd());
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  const blank = writeGlb({}, [bin]);
  // In place of the two bytes of `{}` and their padding.
  const padded = Math.ceil(bytes.byteLength / 4) * 4;
  const file = new Uint8Array(blank.byteLength - 4 + padded);
  file.set(blank.subarray(0, 20));
  file.fill(0x20, 20, 20 + padded);
  file.set(bytes, 20);
  file.set(blank.subarray(24), 20 + padded);
  const view = new DataView(file.buffer);
  view.setUint32(8, file.byteLength, true);
  view.setUint32(12, padded, true);
  return file;
}

/** More bytes at the end of the file; the view of them. */
export function addView(file: Edited, bytes: Uint8Array): number {
  const at = Math.ceil(file.bin.byteLength / 4) * 4;
  const bin = new Uint8Array(at + bytes.byteLength);
  bin.set(file.bin);
  bin.set(bytes, at);
  file.bin = bin;
  file.document.buffers = [{ byteLength: bin.byteLength }];
  return file.document.bufferViews.push({ buffer: 0, byteOffset: at, byteLength: bytes.byteLength }) - 1;
}

/** The floats of an accessor, to be written to; views lie one after the other in this file. */
export function floatsOf({ document, bin }: Edited, accessor: number): Float32Array {
  const { bufferView, byteOffset = 0, count, type } = document.accessors[accessor];
  const width = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT4: 16 }[type as "VEC3"];
  return new Float32Array(bin.buffer, document.bufferViews[bufferView].byteOffset + byteOffset, count * width);
}

/** One grey, PNG (ISO/IEC 15948); checksums are left out where nobody decodes it. */
export async function greyPng(width: number, height: number, whole = true): Promise<Uint8Array> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = 8;
  const rows = whole ? new Uint8Array((width + 1) * height).fill(0) : new Uint8Array(1);
  const deflated = new Blob([rows]).stream().pipeThrough(new CompressionStream("deflate"));
  const data = new Uint8Array(await new Response(deflated).arrayBuffer());
  const chunks = [chunk("IHDR", header), chunk("IDAT", data), chunk("IEND", new Uint8Array())];
  return joined([new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), ...chunks]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = joined([new TextEncoder().encode(type), data]);
  const [length, check] = [new Uint8Array(4), new Uint8Array(4)];
  new DataView(length.buffer).setUint32(0, data.byteLength);
  new DataView(check.buffer).setUint32(0, crc32(body));
  return joined([length, body, check]);
}

/** ISO/IEC 15948, annex D. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
