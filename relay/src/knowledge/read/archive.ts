/** Zip archives whose every size is a claim to be checked (PKWARE APPNOTE 6.3). */
import { type Entry, fromBuffer, getFileNameLowLevel, validateFileName, type ZipFile } from "yauzl";
import { decodeText } from "./decode-text.ts";
import { ReadError } from "./refusal.ts";

const MAX_ENTRIES = 5_000;
/** Unpacked, all parts together. */
const MAX_UNPACKED_BYTES = 200 * 1024 * 1024;
/** General purpose bit 0 (APPNOTE 4.4.4). */
const ENCRYPTED = 1;
/** General purpose bit 11: the name is UTF-8. */
const UTF8_NAME = 1 << 11;

/** The files of an archive by their names, in its order; folders are left out. Nothing is ever written anywhere. */
export type Archive = ReadonlyMap<string, Uint8Array>;

/**
 * Unpacks an archive into memory.
 * @param wanted which names are kept; the others are not even unpacked
 * @param mostBytes of all that is kept
 * @throws ReadError `damaged`, `encrypted`, `too-much`, `unsafe`
 */
export async function unpack(
  bytes: Uint8Array,
  wanted: (name: string) => boolean = () => true,
  mostBytes = MAX_UNPACKED_BYTES,
): Promise<Archive> {
  const isWanted = (name: string): boolean => !name.endsWith("/") && wanted(name);
  let claimedBytes = 0;
  for await (const { entry, name } of entriesOf(await open(bytes))) {
    if (isWanted(name)) claimedBytes += entry.uncompressedSize;
    if (claimedBytes > mostBytes) throw new ReadError("too-much");
  }
  const zip = await open(bytes);
  const files = new Map<string, Uint8Array>();
  let leftBytes = mostBytes;
  for await (const { entry, name } of entriesOf(zip)) {
    if (!isWanted(name)) continue;
    if ((entry.generalPurposeBitFlag & ENCRYPTED) !== 0) throw new ReadError("encrypted");
    const content = await contentOf(zip, entry, leftBytes);
    leftBytes -= content.length;
    files.set(name, content);
  }
  return files;
}

/** The names in an archive, without unpacking any. @throws ReadError `damaged`, `too-much`, `unsafe` */
export async function namesIn(bytes: Uint8Array): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of entriesOf(await open(bytes))) names.push(name);
  return names;
}

function open(bytes: Uint8Array): Promise<ZipFile> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return new Promise((resolve, reject) => {
    fromBuffer(buffer, { lazyEntries: true, decodeStrings: false }, (error, zip) => {
      if (error === null) resolve(zip);
      else reject(new ReadError("damaged", error));
    });
  });
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<{ entry: Entry; name: string }> {
  if (zip.entryCount > MAX_ENTRIES) throw new ReadError("too-much");
  for (;;) {
    const entry = await new Promise<Entry | null>((resolve, reject) => {
      zip.removeAllListeners();
      zip.once("entry", resolve);
      zip.once("end", () => resolve(null));
      zip.once("error", (error: unknown) => reject(new ReadError("damaged", error)));
      zip.readEntry();
    });
    if (entry === null) return;
    yield { entry, name: nameOf(entry) };
  }
}

/** Names without their mark are in the code page of the system that packed them: IBM 437 (APPNOTE appendix D), or a Japanese or Korean one. */
function nameOf({ generalPurposeBitFlag, fileNameRaw, extraFields }: Entry): string {
  const isMarked = (generalPurposeBitFlag & UTF8_NAME) !== 0;
  const local = isMarked ? undefined : decodeText(fileNameRaw);
  const name = local?.ok
    ? local.text.replaceAll("\\", "/")
    : getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
  if (validateFileName(name) !== null) throw new ReadError("unsafe");
  return name;
}

/** @param mostBytes its header may lie about its size, so what comes is counted */
function contentOf(zip: ZipFile, entry: Entry, mostBytes: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (failure, stream) => {
      if (failure !== null) {
        reject(new ReadError("damaged", failure));
        return;
      }
      const parts: Buffer[] = [];
      let length = 0;
      stream.on("data", (part: Buffer) => {
        length += part.length;
        parts.push(part);
        if (length > mostBytes) stream.destroy(new ReadError("too-much"));
      });
      stream.once("end", () => resolve(Buffer.concat(parts)));
      stream.once("error", (error) => reject(error instanceof ReadError ? error : new ReadError("damaged", error)));
    });
  });
}
