/**
 * Vectors on disk, little-endian, the same file whatever searches them:
 *
 *     offset size field
 *     0      8    "HISHOVEC"
 *     8      u32  format, 1
 *     12     u32  dimensions
 *     16     u32  rows
 *     20     u32  bytes of the ids
 *     24     …    the ids, a JSON array of strings in UTF-8
 *     …      …    rows × dimensions float32
 *     end-32 32   SHA-256 of everything before
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { VectorTable } from "./vector-table.ts";

const MAGIC = Buffer.from("HISHOVEC", "latin1");
const FORMAT = 1;
const HEAD_BYTES = 24;
const HASH_BYTES = 32;

export type VectorFileErrorReason = "damaged" | "format" | "dimensions";

/** The file is there and cannot be used; its documents have to be embedded again. */
export class VectorFileError extends Error {
  readonly reason: VectorFileErrorReason;

  constructor(reason: VectorFileErrorReason, message: string) {
    super(message);
    this.name = "VectorFileError";
    this.reason = reason;
  }
}

const sha256 = (bytes: Uint8Array): Buffer => createHash("sha256").update(bytes).digest();

export function encodeVectors(table: VectorTable): Buffer {
  const ids = Buffer.from(JSON.stringify(table.ids));
  const { data } = table;
  const bytes = Buffer.alloc(HEAD_BYTES + ids.length + data.length * 4 + HASH_BYTES);
  MAGIC.copy(bytes);
  bytes.writeUInt32LE(FORMAT, 8);
  bytes.writeUInt32LE(table.dimensions, 12);
  bytes.writeUInt32LE(table.size, 16);
  bytes.writeUInt32LE(ids.length, 20);
  ids.copy(bytes, HEAD_BYTES);
  const floats = new DataView(bytes.buffer, bytes.byteOffset + HEAD_BYTES + ids.length);
  data.forEach((value, index) => {
    floats.setFloat32(index * 4, value, true);
  });
  sha256(bytes.subarray(0, -HASH_BYTES)).copy(bytes, bytes.length - HASH_BYTES);
  return bytes;
}

/** @throws VectorFileError */
export function decodeVectors(bytes: Buffer, dimensions: number): VectorTable {
  if (bytes.length < HEAD_BYTES + HASH_BYTES || !bytes.subarray(0, 8).equals(MAGIC)) {
    throw new VectorFileError("damaged", "it is not a file of vectors");
  }
  if (bytes.readUInt32LE(8) !== FORMAT) {
    throw new VectorFileError("format", `format ${bytes.readUInt32LE(8)}, expected ${FORMAT}`);
  }
  if (!sha256(bytes.subarray(0, -HASH_BYTES)).equals(bytes.subarray(-HASH_BYTES))) {
    throw new VectorFileError("damaged", "its checksum does not match");
  }
  const found = bytes.readUInt32LE(12);
  if (found !== dimensions) {
    throw new VectorFileError("dimensions", `its vectors have ${found} dimensions, the embedding's ${dimensions}`);
  }
  const rows = bytes.readUInt32LE(16);
  const idBytes = bytes.readUInt32LE(20);
  if (bytes.length !== HEAD_BYTES + idBytes + rows * dimensions * 4 + HASH_BYTES) {
    throw new VectorFileError("damaged", "its length does not match");
  }
  const ids = JSON.parse(bytes.toString("utf8", HEAD_BYTES, HEAD_BYTES + idBytes)) as string[];
  const floats = new DataView(bytes.buffer, bytes.byteOffset + HEAD_BYTES + idBytes, rows * dimensions * 4);
  const table = new VectorTable(dimensions, rows);
  const vector = new Float32Array(dimensions);
  ids.forEach((id, row) => {
    for (let column = 0; column < dimensions; column++) {
      vector[column] = floats.getFloat32((row * dimensions + column) * 4, true);
    }
    table.append(id, vector);
  });
  return table;
}

/** @returns undefined when there is no file. @throws VectorFileError, or the file system's error */
export async function readVectors(path: string, dimensions: number): Promise<VectorTable | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  return decodeVectors(bytes, dimensions);
}

/** Replaces the file whole: whoever reads it, after a crash too, finds the old one or the new one. */
export async function writeVectors(path: string, bytes: Uint8Array): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const unfinished = `${path}.${randomUUID()}.new`;
  try {
    await writeSynced(unfinished, bytes);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  if (process.platform !== "win32") await sync(folder); // Windows syncs no folders
}

/** Removes what was being written when a process ended; nobody else may be writing. */
export async function removeUnfinished(path: string): Promise<void> {
  const folder = dirname(path);
  const files = await readdir(folder).catch(() => []); // no folder, nothing unfinished
  for (const file of files) {
    if (file.startsWith(`${basename(path)}.`) && file.endsWith(".new")) await rm(join(folder, file), { force: true });
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx");
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function sync(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
