/**
 * An archive whose files are stored as they are (APPNOTE 6.3.10, method 0): any program opens it, and when it is damaged
 * every file beside the damage is still found, because nothing but a file's own header is needed to find it.
 */
import { crc32 } from "./crc32.ts";

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const VERSION = 20;
/** Names are UTF-8. */
const UTF8 = 0x0800;
const DESCRIPTOR = 0x0008;
const DEFLATED = 8;
/** Beyond these an archive would need ZIP64, which not every program opens. */
export const MOST_FILES = 65_000;
export const MOST_BYTES = 4_000_000_000;
const CRC_WINDOW_BYTES = 1024 * 1024;
const SEARCH_BYTES = 1024 * 1024;
/** Words shrink to a tenth, voices not at all: what swells to more than so many times the archive is no history. */
const MOST_SWELLING = 30;

/** Puts files together, one after the other. */
export class StoredZip {
  #parts: BlobPart[] = [];
  #directory: Uint8Array<ArrayBuffer>[] = [];
  #bytes = 0;

  get files(): number {
    return this.#directory.length;
  }

  /** Whether a file of so many bytes still goes in. */
  fits(bytes: number): boolean {
    return this.files < MOST_FILES && this.#bytes + bytes + 1000 < MOST_BYTES;
  }

  async add(name: string, content: Blob, at: Date): Promise<void> {
    const encoded = new TextEncoder().encode(name);
    const fields = new DataView(new ArrayBuffer(26));
    fields.setUint16(0, VERSION, true);
    fields.setUint16(2, UTF8, true);
    fields.setUint32(6, dosTime(at), true);
    fields.setUint32(10, await crcOf(content), true);
    fields.setUint32(14, content.size, true);
    fields.setUint32(18, content.size, true);
    fields.setUint16(22, encoded.length, true);
    const local = new Uint8Array(LOCAL_BYTES + encoded.length);
    new DataView(local.buffer).setUint32(0, LOCAL, true);
    local.set(new Uint8Array(fields.buffer), 4);
    local.set(encoded, LOCAL_BYTES);
    const central = new Uint8Array(CENTRAL_BYTES + encoded.length);
    const view = new DataView(central.buffer);
    view.setUint32(0, CENTRAL, true);
    view.setUint16(4, VERSION, true);
    central.set(new Uint8Array(fields.buffer), 6);
    view.setUint32(42, this.#bytes, true);
    central.set(encoded, CENTRAL_BYTES);
    this.#parts.push(local, content);
    this.#directory.push(central);
    this.#bytes += local.length + content.size;
    // Browsers move large blobs out of memory; many small parts they do not.
    if (this.#parts.length > 1_000) this.#parts = [new Blob(this.#parts)];
  }

  finish(): Blob {
    const size = this.#directory.reduce((sum, one) => sum + one.length, 0);
    const end = new DataView(new ArrayBuffer(END_BYTES));
    end.setUint32(0, END, true);
    end.setUint16(8, this.files, true);
    end.setUint16(10, this.files, true);
    end.setUint32(12, size, true);
    end.setUint32(16, this.#bytes, true);
    return new Blob([...this.#parts, ...this.#directory, end.buffer], { type: "application/zip" });
  }
}

/** What was found in an archive: a file, or bytes that belong to none. */
export type Found = { name: string; content: Blob; whole: boolean } | { name: null; content: Blob };

/**
 * Everything in an archive in the order it stands there, damaged or not. Files that were compressed afterwards are
 * unpacked, `mostBytes` of each at most, and so much of all that no small archive fills the device.
 */
export async function* readZip(archive: Blob, mostBytes: number, signal: AbortSignal): AsyncGenerator<Found> {
  let lostFrom: number | null = null;
  let leftBytes = archive.size * MOST_SWELLING + mostBytes;
  for (let at = 0; at < archive.size; ) {
    signal.throwIfAborted();
    const found = await fileAt(archive, at, Math.min(mostBytes, leftBytes));
    if (found === "directory") {
      if (lostFrom !== null) yield { name: null, content: archive.slice(lostFrom, at) };
      return;
    }
    if (found === null) {
      lostFrom ??= at;
      at = await nextHeader(archive, at + 1);
      continue;
    }
    if (lostFrom !== null) yield { name: null, content: archive.slice(lostFrom, at) };
    lostFrom = null;
    leftBytes = Math.max(0, leftBytes - found.file.content.size);
    yield found.file;
    at = found.end;
  }
  if (lostFrom !== null) yield { name: null, content: archive.slice(lostFrom) };
}

async function fileAt(
  archive: Blob,
  at: number,
  mostBytes: number,
): Promise<{ file: Found; end: number } | "directory" | null> {
  const header = new DataView(await archive.slice(at, at + LOCAL_BYTES).arrayBuffer());
  if (header.byteLength >= 4 && [CENTRAL, END].includes(header.getUint32(0, true))) return "directory";
  if (header.byteLength < LOCAL_BYTES || header.getUint32(0, true) !== LOCAL) return null;
  const flags = header.getUint16(6, true);
  const method = header.getUint16(8, true);
  const packed = header.getUint32(18, true);
  const size = header.getUint32(22, true);
  const nameEnd = at + LOCAL_BYTES + header.getUint16(26, true);
  const start = nameEnd + header.getUint16(28, true);
  const end = start + packed;
  const isKnown = (method === 0 && packed === size) || method === DEFLATED;
  if (!isKnown || (flags & DESCRIPTOR) !== 0 || start > archive.size) return null;
  const name = new TextDecoder().decode(await archive.slice(at + LOCAL_BYTES, nameEnd).arrayBuffer());
  const stored = archive.slice(start, end);
  const content = method === 0 ? stored : await unpacked(stored, Math.min(size, mostBytes));
  const whole = end <= archive.size && content.size === size && (await crcOf(content)) === header.getUint32(14, true);
  if (whole || end > archive.size) return { file: { name, content, whole }, end };
  // Its length may be what is damaged: then the next file does not stand where it says.
  const next = new DataView(await archive.slice(end, end + 4).arrayBuffer());
  const fits = next.byteLength === 0 || (next.byteLength === 4 && (next.getUint32(0, true) & 0xffff) === 0x4b50);
  return fits ? { file: { name, content, whole }, end } : null;
}

/** As much as can be unpacked, `mostBytes` at most. */
async function unpacked(packed: Blob, mostBytes: number): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = packed.stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || bytes + value.length > mostBytes) break;
      parts.push(value as Uint8Array<ArrayBuffer>);
      bytes += value.length;
    }
  } catch {
    // What came before the damage is what there is; the checksum tells that it is not all.
  }
  await reader.cancel().catch(() => undefined);
  return new Blob(parts);
}

/** Where the next file may begin, or the archive's end. */
async function nextHeader(archive: Blob, from: number): Promise<number> {
  for (let at = from; at < archive.size; at += SEARCH_BYTES) {
    const bytes = new Uint8Array(await archive.slice(at, at + SEARCH_BYTES + 3).arrayBuffer());
    for (let place = bytes.indexOf(0x50); place >= 0; place = bytes.indexOf(0x50, place + 1)) {
      if (bytes[place + 1] !== 0x4b) continue;
      const isFile = bytes[place + 2] === 3 && bytes[place + 3] === 4;
      if (isFile || (bytes[place + 2] === 1 && bytes[place + 3] === 2)) return at + place;
    }
  }
  return archive.size;
}

async function crcOf(content: Blob): Promise<number> {
  let crc = 0;
  for (let at = 0; at < content.size; at += CRC_WINDOW_BYTES) {
    crc = crc32(new Uint8Array(await content.slice(at, at + CRC_WINDOW_BYTES).arrayBuffer()), crc);
  }
  return crc;
}

/** Section 4.4.6: MS-DOS time and date, from 1980 on, two seconds exact. */
function dosTime(at: Date): number {
  const year = Math.min(127, Math.max(0, at.getUTCFullYear() - 1980));
  const date = (year << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  return ((date << 16) | time) >>> 0;
}
