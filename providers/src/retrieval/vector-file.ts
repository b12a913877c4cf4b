/**
 * Vectors on disk, little-endian, the same file whatever searches them:
 *
 *     offset size field
 *     0      8    "HISHOVEC"
 *     8      u32  format, 2
 *     12     u32  dimensions
 *     16     u32  rows
 *     20     u32  bytes of the ids
 *     24     u32  bytes of the origin
 *     28     …    the ids, a JSON array of strings in UTF-8, padded with spaces to a multiple of four bytes
 *     …      …    what the vectors come from, JSON, padded likewise; `null` where nobody said
 *     …      …    rows × dimensions float32
 *     end-32 32   SHA-256 of everything before
 *
 * Format 1 has no origin: its ids begin at 24, without padding.
 */
import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { endianness } from "node:os";
import { basename, dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import * as v from "valibot";
import type { VectorOrigin } from "./port.ts";
import { VectorTable } from "./vector-table.ts";

const MAGIC = Buffer.from("HISHOVEC", "latin1");
const FORMAT = 2;
const HEAD_BYTES = 28;
const OLDER_HEAD_BYTES = 24;
const HASH_BYTES = 32;
/** Hashed and written at a time; others have their turn in between. About 1 ms. */
const PIECE_BYTES = 512 * 1024;

export type VectorFileErrorReason = "foreign" | "damaged" | "format" | "dimensions";

/** The file is there and cannot be used; its documents have to be embedded again. */
export class VectorFileError extends Error {
  readonly reason: VectorFileErrorReason;

  constructor(reason: VectorFileErrorReason, message: string) {
    super(message);
    this.name = "VectorFileError";
    this.reason = reason;
  }
}

export interface VectorFile {
  table: VectorTable;
  /** Null where the file does not say: one of format 1, or of nobody who said. */
  origin: VectorOrigin | null;
}

const origins = v.nullable(v.object({ version: v.string(), entry: v.unknown() }));

/** The parts of a file but for its checksum. The numbers are those of the table, not a copy. */
export function encodeVectors({ dimensions, ids, data }: VectorTable, origin: VectorOrigin | null): Buffer[] {
  const names = padded(JSON.stringify(ids));
  const said = padded(JSON.stringify(origin));
  const head = Buffer.alloc(HEAD_BYTES);
  MAGIC.copy(head);
  for (const [place, value] of [FORMAT, dimensions, ids.length, names.length, said.length].entries()) {
    head.writeUInt32LE(value, 8 + place * 4);
  }
  return [head, names, said, littleEndian(Buffer.from(data.buffer, data.byteOffset, data.byteLength))];
}

/** @param dimensions what a file that does not say where it comes from has to have. @throws VectorFileError */
export function decodeVectors(bytes: Buffer, dimensions: number): VectorFile {
  if (bytes.length < OLDER_HEAD_BYTES + HASH_BYTES || !bytes.subarray(0, 8).equals(MAGIC)) {
    throw new VectorFileError("foreign", "it is not a file of vectors");
  }
  const format = bytes.readUInt32LE(8);
  if (format !== FORMAT && format !== 1) throw new VectorFileError("format", `format ${format}, expected ${FORMAT}`);
  const hash = createHash("sha256").update(bytes.subarray(0, -HASH_BYTES)).digest();
  if (!hash.equals(bytes.subarray(-HASH_BYTES))) throw new VectorFileError("damaged", "its checksum does not match");
  const [found, rows, idBytes] = [bytes.readUInt32LE(12), bytes.readUInt32LE(16), bytes.readUInt32LE(20)];
  const isOlder = format === 1;
  const originBytes = isOlder ? 0 : bytes.readUInt32LE(24);
  const idsAt = isOlder ? OLDER_HEAD_BYTES : HEAD_BYTES;
  const floatsAt = idsAt + idBytes + originBytes;
  if (bytes.length !== floatsAt + rows * found * 4 + HASH_BYTES) {
    throw new VectorFileError("damaged", "its length does not match");
  }
  const text = (from: number, length: number): string => bytes.toString("utf8", from, from + length);
  const origin = isOlder ? null : v.parse(origins, JSON.parse(text(idsAt + idBytes, originBytes)));
  if (origin === null && found !== dimensions) {
    throw new VectorFileError("dimensions", `its vectors have ${found} dimensions, the embedding's ${dimensions}`);
  }
  // A copy, since numbers stand at multiples of four bytes.
  const floats = littleEndian(Buffer.from(bytes.subarray(floatsAt, -HASH_BYTES)));
  const data = new Float32Array(new Uint8Array(floats).buffer);
  return { table: VectorTable.of(found, JSON.parse(text(idsAt, idBytes)) as string[], data), origin };
}

/** @returns undefined when there is no file. @throws VectorFileError, or the file system's error */
export async function readVectors(path: string, dimensions: number): Promise<VectorFile | undefined> {
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
export async function writeVectors(path: string, parts: readonly Buffer[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const unfinished = `${path}.${randomUUID()}.new`;
  try {
    await writeSynced(unfinished, parts);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  await replace(unfinished, path);
}

/** Puts a file in the place of another; after a crash there is one of the two. */
export async function replace(from: string, to: string): Promise<void> {
  await rename(from, to);
  if (process.platform === "win32") return; // Windows syncs no folders
  const folder = await open(dirname(to), "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Removes what was being written when a process ended; nobody else may be writing. */
export async function removeUnfinished(path: string): Promise<void> {
  const folder = dirname(path);
  const files = await readdir(folder).catch(() => []); // no folder, nothing unfinished
  for (const file of files) {
    if (file.startsWith(`${basename(path)}.`) && file.endsWith(".new")) await rm(join(folder, file), { force: true });
  }
}

async function writeSynced(path: string, parts: readonly Buffer[]): Promise<void> {
  const file = await open(path, "wx");
  try {
    const hash = createHash("sha256");
    for (const part of parts) {
      for (let from = 0; from < part.length; from += PIECE_BYTES) {
        const piece = part.subarray(from, from + PIECE_BYTES);
        hash.update(piece);
        await writeWhole(file, piece);
        await setImmediate();
      }
    }
    await writeWhole(file, hash.digest());
    await file.sync();
  } finally {
    await file.close();
  }
}

/** One call may write less than it is given. */
async function writeWhole(file: FileHandle, piece: Buffer): Promise<void> {
  for (let written = 0; written < piece.length; ) {
    written += (await file.write(piece, written)).bytesWritten;
  }
}

function padded(text: string): Buffer {
  const bytes = Buffer.from(text);
  return Buffer.concat([bytes, Buffer.alloc(-bytes.length & 3, " ")]);
}

const littleEndian = (numbers: Buffer): Buffer => (endianness() === "LE" ? numbers : Buffer.from(numbers).swap32());
