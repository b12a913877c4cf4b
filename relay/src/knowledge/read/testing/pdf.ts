/** Small PDF files (ISO 32000-2) written by hand. */
import { deflateSync } from "node:zlib";

/** Objects by number from 1 on, each a body, or a stream with the rest of its dictionary. */
type Body = string | { dictionary: string; stream: Uint8Array };

/** @param trailer more entries of the trailer, such as `/Encrypt 5 0 R` */
export function pdfOf(bodies: readonly Body[], trailer = ""): Uint8Array {
  const parts: Buffer[] = [Buffer.from("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "latin1")];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  const write = (text: string | Uint8Array): void => {
    const bytes = typeof text === "string" ? Buffer.from(text, "latin1") : Buffer.from(text);
    parts.push(bytes);
    length += bytes.length;
  };
  for (const [index, body] of bodies.entries()) {
    offsets.push(length);
    write(`${index + 1} 0 obj\n`);
    if (typeof body === "string") write(body);
    else {
      write(`<< ${body.dictionary} /Length ${body.stream.length} >>\nstream\n`);
      write(body.stream);
      write("\nendstream");
    }
    write("\nendobj\n");
  }
  const at = length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  write(`xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n${rows}`);
  write(`trailer\n<< /Size ${bodies.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${at}\n%%EOF\n`);
  return Buffer.concat(parts);
}

const utf16Hex = (text: string): string => Buffer.from(text, "utf16le").swap16().toString("hex");

/** A text shown at a place (ISO 32000-2, 9.4). */
const shown = (place: string, text: string): string =>
  /^[\x20-\x7e]*$/.test(text)
    ? `BT /F1 12 Tf ${place} (${text.replace(/[\\()]/g, "\\$&")}) Tj ET`
    : `BT /F2 12 Tf ${place} <${utf16Hex(text)}> Tj ET`;

/** One line of print after the other; Latin letters in a standard font, others in a font of the reader's. */
const linesOf = (text: string): string =>
  text
    .split("\n")
    .map((line, index) => shown(`1 0 0 1 72 ${760 - 20 * index} Tm`, line))
    .join("\n");

/** Catalog, page tree and two fonts; pages follow as pairs of page and content from object 6 on. */
export function pdfWithPages(pages: readonly string[]): Uint8Array {
  return pdfWithContents(pages.map((page) => ({ dictionary: "", stream: Buffer.from(linesOf(page), "latin1") })));
}

/** One page of words at places, in units from its left and its bottom, in the order in which they are drawn. */
export const pdfWithPlaced = (words: readonly (readonly [left: number, bottom: number, text: string])[]): Uint8Array =>
  pdfWithContents([
    {
      dictionary: "",
      stream: Buffer.from(words.map(([left, bottom, text]) => shown(`1 0 0 1 ${left} ${bottom} Tm`, text)).join("\n")),
    },
  ]);

export function pdfWithContents(
  contents: readonly { dictionary: string; stream: Uint8Array }[],
  trailer = "",
): Uint8Array {
  const first = 6;
  const kids = contents.map((_, index) => `${first + index * 2} 0 R`).join(" ");
  return pdfOf(
    [
      "<< /Type /Catalog /Pages 2 0 R >>",
      `<< /Type /Pages /Kids [${kids}] /Count ${contents.length} >>`,
      "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
      "<< /Type /Font /Subtype /Type0 /BaseFont /KozMinPr6N-Regular /Encoding /UniJIS-UTF16-H /DescendantFonts [5 0 R] >>",
      "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /KozMinPr6N-Regular /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 6 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /KozMinPr6N-Regular /Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >> >>",
      ...contents.flatMap((content, index) => [
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${first + index * 2 + 1} 0 R /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>`,
        content,
      ]),
    ],
    trailer,
  );
}

/** One page whose content unpacks to `bytes` through two filters. */
export function bombPdf(bytes: number): Uint8Array {
  const stream = deflateSync(deflateSync(Buffer.alloc(bytes, " "), { level: 9 }), { level: 9 });
  return pdfWithContents([{ dictionary: "/Filter [/FlateDecode /FlateDecode]", stream }]);
}

/** Standard security handler, revision 2 (ISO 32000-2, 7.6.4), with a password that nobody knows. */
export function lockedPdf(): Uint8Array {
  const encrypt = `/Encrypt << /Filter /Standard /V 1 /R 2 /O <${"ab".repeat(32)}> /U <${"cd".repeat(32)}> /P -4 >> /ID [<01> <01>]`;
  return pdfWithContents([{ dictionary: "", stream: Buffer.from(linesOf("secret")) }], encrypt);
}
