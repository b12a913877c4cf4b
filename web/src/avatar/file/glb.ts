import { RefusedFile } from "./refused.ts";

/** glTF 2.0, 4.4: "glTF", then version and length; chunks of a length, a type and bytes, each a multiple of four. */
const MAGIC = 0x46546c67;
const HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;
const JSON_CHUNK = 0x4e4f534a;
const BIN_CHUNK = 0x004e4942;

export interface Glb {
  json: Uint8Array;
  /** Empty where the file has none. */
  bin: Uint8Array;
}

/**
 * Takes a binary glTF apart; nothing is copied.
 * @throws RefusedFile `empty`, `not-vrm`, `version`, `cut`, `damaged`
 */
export function readGlb(bytes: Uint8Array): Glb {
  if (bytes.byteLength === 0) throw new RefusedFile("empty");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < 4 || view.getUint32(0, true) !== MAGIC) throw new RefusedFile("not-vrm");
  if (bytes.byteLength < HEADER_BYTES) throw new RefusedFile("cut");
  const version = view.getUint32(4, true);
  if (version !== 2) throw new RefusedFile("version", `glTF ${version}`);
  const length = view.getUint32(8, true);
  if (length > bytes.byteLength) throw new RefusedFile("cut", `${bytes.byteLength} / ${length} B`);
  let json: Uint8Array | null = null;
  let bin: Uint8Array | null = null;
  for (let at = HEADER_BYTES; at + CHUNK_HEADER_BYTES <= length; ) {
    const chunkBytes = view.getUint32(at, true);
    const type = view.getUint32(at + 4, true);
    const from = at + CHUNK_HEADER_BYTES;
    if (from + chunkBytes > length) throw new RefusedFile("damaged", "chunk length");
    if (json === null && type !== JSON_CHUNK) throw new RefusedFile("damaged", "first chunk");
    const chunk = bytes.subarray(from, from + chunkBytes);
    if (json === null) json = chunk;
    else if (bin === null && type === BIN_CHUNK) bin = chunk;
    at = from + chunkBytes + ((4 - (chunkBytes % 4)) % 4);
  }
  if (json === null) throw new RefusedFile("cut");
  return { json, bin: bin ?? new Uint8Array() };
}

const padded = (length: number): number => Math.ceil(length / 4) * 4;

/** The binary glTF of a document and its parts, which are laid one after the other, each on a multiple of four. */
export function writeGlb(document: object, parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify(document));
  const jsonBytes = padded(json.byteLength);
  const binBytes = parts.reduce((sum, part) => sum + padded(part.byteLength), 0);
  const length = HEADER_BYTES + CHUNK_HEADER_BYTES + jsonBytes + (binBytes > 0 ? CHUNK_HEADER_BYTES + binBytes : 0);
  const file = new Uint8Array(length);
  const view = new DataView(file.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, 2, true);
  view.setUint32(8, length, true);
  view.setUint32(12, jsonBytes, true);
  view.setUint32(16, JSON_CHUNK, true);
  file.fill(0x20, 20, 20 + jsonBytes);
  file.set(json, 20);
  if (binBytes === 0) return file;
  let at = 20 + jsonBytes;
  view.setUint32(at, binBytes, true);
  view.setUint32(at + 4, BIN_CHUNK, true);
  at += CHUNK_HEADER_BYTES;
  for (const part of parts) {
    file.set(part, at);
    at += padded(part.byteLength);
  }
  return file;
}
