/** What a file is, by what it holds; its name decides only between kinds of text. */
import { namesIn } from "./archive.ts";

export type Kind = "pdf" | "docx" | "pptx" | "xlsx" | "epub" | "zip" | "old-office" | "locked-office" | "other";

const MEDIA_TYPES = {
  pdf: "application/pdf",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  pptx: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  epub: "application/epub+zip",
} as const;

export const mediaTypeOf = (kind: keyof typeof MEDIA_TYPES): string => MEDIA_TYPES[kind];

/** ISO 32000-2, 7.5.2; programs look for it in the first KiB. */
const PDF_WITHIN_BYTES = 1024;
/** Local file header and, of an empty archive, the end of the central directory (APPNOTE 4.3.7, 4.3.16). */
const ZIP = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x50, 0x4b, 0x05, 0x06],
];
/** MS-CFB 2.2. */
const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/** The stream in which a locked document of the newer kinds lies (MS-OFFCRYPTO 2.3.4.4), as the directory names it. */
const ENCRYPTED_PACKAGE = Buffer.from("EncryptedPackage", "utf16le");

const beginsWith = (bytes: Uint8Array, mark: readonly number[]): boolean =>
  mark.every((byte, index) => bytes[index] === byte);

/** @throws ReadError of an archive that cannot be opened */
export async function kindOf(bytes: Uint8Array): Promise<Kind> {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, PDF_WITHIN_BYTES));
  if (ZIP.some((mark) => beginsWith(bytes, mark))) return kindOfArchive(await namesIn(bytes));
  if (beginsWith(bytes, COMPOUND_FILE)) {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(ENCRYPTED_PACKAGE)
      ? "locked-office"
      : "old-office";
  }
  return head.includes("%PDF-") ? "pdf" : "other";
}

function kindOfArchive(names: readonly string[]): Kind {
  const has = (name: string): boolean => names.includes(name);
  if (has("[Content_Types].xml")) {
    if (has("word/document.xml")) return "docx";
    if (has("ppt/presentation.xml")) return "pptx";
    if (has("xl/workbook.xml")) return "xlsx";
  }
  return has("META-INF/container.xml") ? "epub" : "zip";
}
