/** Files that mean harm or are broken, each with the one reason for which it is refused. */
import { deflateSync } from "node:zlib";
import type { ReadRefusal } from "../refusal.ts";
import { docxWith, epubWith, farCell, pptxWith, renamed, wordParagraph, xlsxWith, zipOf } from "./archives.ts";
import { bombPdf, lockedPdf, pdfOf, pdfWithContents, pdfWithPages } from "./pdf.ts";

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
export const zeros = (megabytes: number): Uint8Array => new Uint8Array(megabytes * 1024 * 1024);
export const MIB = 1024 * 1024;
const container = '<container><rootfile full-path="../../../../etc/passwd"/></container>';
const ownContainer = '<container><rootfile full-path="META-INF/container.xml"/></container>';
/** An archive of one file that says it has so many (APPNOTE 4.3.16; 4.3.14 from 65,535 on). */
const claiming = (entries: number): Uint8Array => {
  const zip = Buffer.from(zipOf({ "a.txt": "x" }));
  const end = zip.indexOf(Buffer.from("504b0506", "hex"));
  zip.writeUInt16LE(Math.min(entries, 65_535), end + 8);
  zip.writeUInt16LE(Math.min(entries, 65_535), end + 10);
  if (entries <= 65_535) return zip;
  const large = Buffer.alloc(56);
  large.write("PK\x06\x06", "latin1");
  large.writeBigUInt64LE(44n, 4);
  for (const at of [24, 32]) large.writeBigUInt64LE(BigInt(entries), at);
  large.writeBigUInt64LE(BigInt(zip.readUInt32LE(end + 12)), 40);
  large.writeBigUInt64LE(BigInt(zip.readUInt32LE(end + 16)), 48);
  const locator = Buffer.alloc(20);
  locator.write("PK\x06\x07", "latin1");
  locator.writeBigUInt64LE(BigInt(end), 8);
  locator.writeUInt32LE(1, 16);
  zip.writeUInt32LE(0xffff_ffff, end + 16);
  return Buffer.concat([zip.subarray(0, end), large, locator, zip.subarray(end)]);
};
const half = (bytes: Uint8Array): Uint8Array => bytes.slice(0, bytes.length / 2);
const compound = (inside: string): Uint8Array =>
  Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(512), Buffer.from(inside, "utf16le")]);
export const page = (text: string): Uint8Array => pdfWithPages([text]);
const book = (more: Record<string, string>) => epubWith("t", ["<p>x</p>"], more);
const word = docxWith(wordParagraph("x"));
const encryption = (algorithm: string): string =>
  `<encryption><EncryptedData><EncryptionMethod Algorithm="${algorithm}"/></EncryptedData></encryption>`;
/** General purpose bit 0 in the local header and in the directory (APPNOTE 4.3.7, 4.3.12). */
const lockedZip = (): Uint8Array => {
  const zip = Buffer.from(zipOf({ "a.txt": "x" }));
  zip.writeUInt16LE(zip.readUInt16LE(6) | 1, 6);
  const directory = zip.indexOf(Buffer.from("504b0102", "hex"));
  zip.writeUInt16LE(zip.readUInt16LE(directory + 8) | 1, directory + 8);
  return zip;
};
/** Says that its one file is ten bytes long. */
const lyingZip = (): Uint8Array => {
  const zip = Buffer.from(zipOf({ "a.txt": zeros(1) }));
  const directory = zip.indexOf(Buffer.from("504b0102", "hex"));
  zip.writeUInt32LE(10, directory + 24);
  return zip;
};

export type HostileFile = [what: string, reason: ReadRefusal, bytes: () => Uint8Array, name?: string];

export const HOSTILE_FILES: readonly HostileFile[] = [
  ["a zip of 205 MB of zeros", "too-much", () => zipOf({ "a.txt": zeros(205) })],
  ["a zip of many files that are too large together", "too-much", () => zipOf({ a: zeros(120), b: zeros(120) })],
  [
    "a zip of 6,000 files",
    "too-much",
    () => zipOf(Object.fromEntries(Array.from({ length: 6000 }, (_, i) => [`${i}`, ""]))),
  ],
  ["a Word file that is a bomb", "too-much", () => docxWith(wordParagraph(" ".repeat(205 * 1024 * 1024)))],
  ["a zip whose file lies about its size", "damaged", lyingZip],
  ["a zip in a zip in a zip", "unknown", () => zipOf({ "c.zip": zipOf({ "b.zip": zipOf({ "a.txt": "x" }) }) })],
  ["a zip with a way out of it", "unsafe", () => renamed(zipOf({ "aa/aa/passwd": "x" }), "aa/aa/", "../../")],
  ["a zip with an absolute path", "unsafe", () => renamed(zipOf({ "aetc/passwd": "x" }), "aetc", "/etc")],
  ["a zip with a drive's letter", "unsafe", () => renamed(zipOf({ "aac/x.txt": "x" }), "aac/", "c:\\/")],
  ["a locked zip", "encrypted", lockedZip],
  ["half of a zip", "damaged", () => half(zipOf({ "a.txt": "x".repeat(5000) }))],
  ["an empty zip", "empty", () => zipOf({})],
  ["a locked PDF", "encrypted", lockedPdf],
  ["a PDF of pictures", "scanned", () => pdfWithContents([{ dictionary: "", stream: utf8("0 0 m 10 10 l S") }])],
  ["the first bytes of a PDF", "damaged", () => page("x").slice(0, 40)],
  [
    "a PDF whose pages are its own children",
    "damaged",
    () => pdfOf(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R] /Count 1 >>"]),
  ],
  [
    "a PDF of 100,000 pages",
    "too-much",
    () =>
      pdfOf([
        "<< /Type /Catalog /Pages 2 0 R >>",
        `<< /Type /Pages /Kids [${"3 0 R ".repeat(100_000)}] /Count 100000 >>`,
        "<< /Type /Page /Parent 2 0 R >>",
      ]),
  ],
  [
    "a PDF with a negative number of pages",
    "empty",
    () => pdfOf(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count -1 >>"]),
  ],
  ["a locked Word file", "encrypted", () => compound("EncryptedPackage"), "a.docx"],
  ["a Word file of 1997", "old-office", () => compound("WordDocument"), "a.doc"],
  ["half of a Word file", "damaged", () => half(word)],
  ["a Word file whose document is no XML", "damaged", () => docxWith("<w:p", "<"), "a.docx"],
  ["a presentation without slides", "empty", () => pptxWith([])],
  ["a sheet without cells", "empty", () => xlsxWith({ A: [] })],
  [
    "a locked book",
    "encrypted",
    () => book({ "META-INF/encryption.xml": encryption("http://www.w3.org/2001/04/xmlenc#aes256-cbc") }),
  ],
  ["a book without its package", "damaged", () => zipOf({ "META-INF/container.xml": "<container/>" })],
  ["zero bytes", "empty", () => new Uint8Array()],
  ["spaces", "empty", () => utf8(" \n\t ")],
  ["a picture under a text's name", "unknown", () => Buffer.from("89504e470d0a1a0a0001", "hex"), "a.txt"],
  [
    "a program under a document's name",
    "unknown",
    () => Buffer.from("4d5a90000300000004000000ffff0000", "hex"),
    "a.pdf",
  ],
  ["a text of two million characters", "too-long", () => utf8("x".repeat(2_000_000))],
  ["a page of nothing but scripts", "empty", () => utf8("<!doctype html><script>x()</script>")],
  ["HTML that opens 100,000 elements", "damaged", () => utf8(`<!doctype html>${"<div>".repeat(100_000)}x`)],
  ["a PDF whose page unpacks to 300 MB", "too-much", () => bombPdf(300 * MIB)],
  [
    "a PDF whose one stream unpacks to 300 MB",
    "too-much",
    () => pdfWithContents([{ dictionary: "/Filter /FlateDecode", stream: deflateSync(zeros(300), { level: 9 }) }]),
  ],
  [
    "a PDF with a hundred filters",
    "too-much",
    () => pdfWithContents([{ dictionary: `/Filter [${"/FlateDecode ".repeat(100)}]`, stream: utf8("x") }]),
  ],
  ["a Word file of 60 MB of XML", "too-much", () => docxWith(wordParagraph(" ".repeat(60 * MIB)))],
  [
    "a Word file whose relations lead to this machine",
    "unsafe",
    () => renamed(word, "word/document.xml", "word/../etc/a.xml"),
    "a.docx",
  ],
  ["a sheet whose one cell stands in its last row and column", "too-much", () => farCell("far away"), "a.xlsx"],
  ["a zip that claims a million files", "too-much", () => claiming(1_000_000)],
  ["a zip that claims more files than it has", "damaged", () => claiming(3)],
  ["a book whose package is a file of this machine", "damaged", () => zipOf({ "META-INF/container.xml": container })],
  ["a book that is its own package", "empty", () => zipOf({ "META-INF/container.xml": ownContainer })],
  [
    "a program behind the first bytes of a picture",
    "unknown",
    () => Buffer.from("GIF89a/*\0\x01*/=1;alert(1)"),
    "a.html",
  ],
  ["a table with a quote that never ends", "damaged", () => utf8('a,b\n"c,d'), "a.csv"],
];
